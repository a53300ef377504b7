/// Joins the symbols of a word pair by pair, the pair that was learnt first before all others.
///
/// Sennrich et al. 2016. The pairs wait in a heap, so that a word of a million characters takes n log n steps.
struct BytePairEncoding: Sendable {
  /// What a pair of neighbouring ids becomes, and how early it was learnt.
  struct Merge: Sendable {
    var rank: Int32
    var id: Int32
  }

  let merges: [UInt64: Merge]
  /// What a word's last symbol ends with in the vocabulary: CLIP's `</w>`; empty for none.
  let endOfWord: String
  /// Stands for a byte or a character that the vocabulary does not have; nil where such a one is left out.
  let unknownID: Int?
  /// Whether neighbours that the vocabulary does not have are one unknown token.
  var fusesUnknown = false
  /// Whether a word that the vocabulary has as a whole is that token, whatever the pairs say.
  var ignoresMerges = false
  /// The tokens that spell out characters which the vocabulary does not have, by their bytes; empty where nothing is spelled so.
  var bytePieces: [Int?] = []
  /// The symbol of each byte within a word, and of each byte that ends one; nil where the vocabulary has none.
  private let within: [Int?]
  private let last: [Int?]

  /// - Parameter unknownID: Stands for a byte that the vocabulary does not have; nil to leave such a byte out.
  init(merges: [UInt64: Merge], vocabulary: TokenVocabulary, endOfWord: String = "", unknownID: Int? = nil) {
    self.merges = merges
    self.endOfWord = endOfWord
    self.unknownID = unknownID
    let characters = ByteLevel.characters.map { String(Character($0)) }
    within = characters.map { vocabulary.id(of: $0) ?? unknownID }
    last = endOfWord.isEmpty ? within : characters.map { vocabulary.id(of: $0 + endOfWord) ?? unknownID }
  }

  /// The symbol that a byte of a word starts as.
  func symbol(of byte: UInt8, endsWord: Bool) -> Int? { endsWord ? last[Int(byte)] : within[Int(byte)] }

  /// Whether no byte is unknown within a word.
  var hasAllBytes: Bool { !within.contains(nil) }

  static func key(_ left: Int, _ right: Int) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  /// The joined symbols: an id, and the symbols that it covers.
  func joined(_ symbols: [Int]) -> [(id: Int, range: Range<Int>)] {
    guard symbols.count > 1 else { return symbols.map { ($0, 0..<1) } }
    // A list of symbols linked by position; a symbol that was taken into its left neighbour has id -1.
    var ids = symbols
    var next = Array(1...symbols.count)
    var previous = Array(-1..<(symbols.count - 1))
    var queue = Heap()
    func offer(_ left: Int, _ ids: [Int], _ next: [Int], _ queue: inout Heap) {
      let right = next[left]
      guard right < ids.count, let merge = merges[Self.key(ids[left], ids[right])] else { return }
      queue.push(
        Heap.Entry(
          rank: merge.rank, position: Int32(left), left: Int32(ids[left]), right: Int32(ids[right]), id: merge.id))
    }
    for position in symbols.indices { offer(position, ids, next, &queue) }
    while let entry = queue.pop() {
      let left = Int(entry.position)
      guard ids[left] >= 0 else { continue }
      let right = next[left]
      guard right < ids.count else { continue }
      // An entry is stale when either symbol has changed since, unless they still become the same one.
      if ids[left] != Int(entry.left) || ids[right] != Int(entry.right) {
        guard merges[Self.key(ids[left], ids[right])]?.id == entry.id else { continue }
      }
      ids[left] = Int(entry.id)
      ids[right] = -1
      next[left] = next[right]
      if next[left] < ids.count { previous[next[left]] = left }
      if previous[left] >= 0 { offer(previous[left], ids, next, &queue) }
      offer(left, ids, next, &queue)
    }
    var result: [(id: Int, range: Range<Int>)] = []
    var position = 0
    while position < ids.count {
      result.append((ids[position], position..<next[position]))
      position = next[position]
    }
    return result
  }
}

extension BytePairEncoding {
  /// Pairs by rank, then by place.
  private struct Heap {
    struct Entry {
      var rank: Int32
      var position: Int32
      var left: Int32
      var right: Int32
      var id: Int32

      func precedes(_ other: Entry) -> Bool { (rank, position) < (other.rank, other.position) }
    }

    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
      entries.append(entry)
      var child = entries.count - 1
      while child > 0, entries[child].precedes(entries[(child - 1) / 2]) {
        entries.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }

    mutating func pop() -> Entry? {
      guard let first = entries.first else { return nil }
      let last = entries.removeLast()
      if entries.isEmpty { return first }
      entries[0] = last
      var parent = 0
      while true {
        var child = 2 * parent + 1
        if child >= entries.count { return first }
        if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
        if !entries[child].precedes(entries[parent]) { return first }
        entries.swapAt(child, parent)
        parent = child
      }
    }
  }
}
