/// Finds all tokens that a row of bytes begins with.
///
/// The tokens lie sorted in one buffer; each further byte narrows the range of those that still fit, by halving.
struct PrefixIndex: Sendable {
  private let bytes: [UInt8]
  /// Token `place` in sorted order is `bytes[starts[place]..<starts[place + 1]]`.
  private let starts: [Int32]
  private let ids: [Int32]
  /// The places of the tokens that begin with a byte: `first[byte]..<first[byte + 1]`.
  private let first: [Int32]

  /// - Parameter tokens: Indexed by id. Of a token that is there twice the last id is its own; an empty one is never found.
  init(tokens: [[UInt8]]) {
    let order = tokens.indices.filter { !tokens[$0].isEmpty }.sorted { left, right in
      let (one, other) = (tokens[left], tokens[right])
      if one == other { return left < right }
      return one.lexicographicallyPrecedes(other)
    }
    var bytes: [UInt8] = []
    var starts: [Int32] = [0]
    var ids: [Int32] = []
    var first = [Int32](repeating: 0, count: 257)
    for (place, id) in order.enumerated() {
      if place + 1 < order.count, tokens[order[place + 1]] == tokens[id] { continue }
      bytes += tokens[id]
      starts.append(Int32(bytes.count))
      ids.append(Int32(id))
      first[Int(tokens[id][0]) + 1] += 1
    }
    for byte in 0..<256 { first[byte + 1] += first[byte] }
    (self.bytes, self.starts, self.ids, self.first) = (bytes, starts, ids, first)
  }

  /// Gives each token that a text begins with, from the shortest on: its id, and where it ends in the text.
  func eachPrefix(of text: ArraySlice<UInt8>, _ body: (_ id: Int, _ end: Int) -> Void) {
    guard let byte = text.first else { return }
    var low = Int(first[Int(byte)])
    var high = Int(first[Int(byte) + 1])
    var length = 1
    while low < high {
      // In sorted order a token comes before all that go on from it.
      if Int(starts[low + 1] - starts[low]) == length {
        body(Int(ids[low]), text.startIndex + length)
        low += 1
      }
      guard length < text.count else { return }
      let next = text[text.startIndex + length]
      low = place(from: low, to: high, at: length) { $0 < next }
      high = place(from: low, to: high, at: length) { $0 <= next }
      length += 1
    }
  }

  /// The id of a token, or nil.
  func id(of text: ArraySlice<UInt8>) -> Int? {
    var found: Int?
    eachPrefix(of: text) { id, end in if end == text.endIndex { found = id } }
    return found
  }

  /// The first place in a range at which the byte at a depth no longer fits.
  private func place(from low: Int, to high: Int, at depth: Int, _ fits: (UInt8) -> Bool) -> Int {
    var (low, high) = (low, high)
    while low < high {
      let middle = (low + high) / 2
      if fits(bytes[Int(starts[middle]) + depth]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
