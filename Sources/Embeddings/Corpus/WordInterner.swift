/// Gives every distinct word a number, in order of first appearance.
///
/// An open-addressing table whose slots hold words of up to 16 bytes themselves, zero-padded into two integers, so that
/// looking up a common word touches one cache line and compares no bytes. Longer words are compared in the arena that
/// keeps every word's bytes. A word contains no zero byte and is never empty.
struct WordInterner: ~Copyable {
  private struct Slot {
    var low: UInt64
    var high: UInt64
    var id: UInt32
    /// Bytes in the word; zero marks a free slot.
    var length: UInt32
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var arena: [UInt8] = []
  private var ends: [Int] = []

  init(minimumCapacity: Int) {
    var capacity = 16
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    slots = WordInterner.emptySlots(capacity)
    mask = capacity - 1
  }

  deinit {
    slots.deallocate()
  }

  /// The number of distinct words.
  var count: Int { ends.count }

  /// The words from a number on, as Swift strings.
  func words(from first: Int = 0) -> [String] {
    (first..<count).map { id in withBytes(of: id) { String(decoding: $0, as: UTF8.self) } }
  }

  /// Hands over the bytes of a word.
  func withBytes<Result>(of id: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = id == 0 ? 0 : ends[id - 1]
    return arena.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<ends[id]])) }
  }

  /// The bytes of all words from a number on, and where each ends among them.
  func export(from first: Int) -> (bytes: ArraySlice<UInt8>, ends: [Int]) {
    let start = first == 0 ? 0 : ends[first - 1]
    return (arena[start...], ends[first...].map { $0 - start })
  }

  /// The number of a word of any length.
  ///
  /// - Parameter word: At least one byte, none of them zero.
  mutating func intern(_ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let bytes = UnsafeRawPointer(word.baseAddress!)
    guard word.count > 16 else {
      var key: (low: UInt64, high: UInt64) = (0, 0)
      withUnsafeMutableBytes(of: &key) { $0.copyMemory(from: UnsafeRawBufferPointer(word)) }
      return internShort(low: key.low, high: key.high, length: word.count)
    }
    var low = UInt64(word.count)
    var high: UInt64 = 0
    var offset = 0
    while offset < word.count {
      // The last piece overlaps the one before it, so that every load stays within the word.
      let piece = bytes.loadUnaligned(fromByteOffset: min(offset, word.count - 8), as: UInt64.self)
      high = WordInterner.mix(high ^ piece, low)
      low = low &+ piece &* 0x9E37_79B9_7F4A_7C15
      offset += 8
    }
    return find(low: low, high: high, length: word.count, word: word)
  }

  /// The number of a word of at most 16 bytes, given as two zero-padded integers, first byte lowest.
  @inline(__always)
  mutating func internShort(low: UInt64, high: UInt64, length: Int) -> UInt32 {
    var index = Int(truncatingIfNeeded: WordInterner.hash(low, high)) & mask
    while true {
      let slot = slots + index
      if slot.pointee.low == low, slot.pointee.high == high, slot.pointee.length == UInt32(truncatingIfNeeded: length) {
        return slot.pointee.id
      }
      if slot.pointee.length == 0 { break }
      index = (index + 1) & mask
    }
    return withUnsafeBytes(of: (low, high)) { key in
      add(low: low, high: high, at: index, UnsafeBufferPointer(rebasing: key.bindMemory(to: UInt8.self)[..<length]))
    }
  }

  private mutating func find(low: UInt64, high: UInt64, length: Int, word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var index = Int(truncatingIfNeeded: WordInterner.hash(low, high)) & mask
    while slots[index].length != 0 {
      let slot = slots[index]
      if slot.low == low, slot.high == high, Int(slot.length) == length,
        withBytes(of: Int(slot.id), { $0.elementsEqual(word) })
      {
        return slot.id
      }
      index = (index + 1) & mask
    }
    return add(low: low, high: high, at: index, word)
  }

  @inline(never)
  private mutating func add(low: UInt64, high: UInt64, at index: Int, _ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    precondition(ends.count < Int(UInt32.max), "more distinct words than 32 bits count")
    let id = UInt32(ends.count)
    arena.append(contentsOf: word)
    ends.append(arena.count)
    slots[index] = Slot(low: low, high: high, id: id, length: UInt32(word.count))
    if ends.count * 2 > mask { grow() }
    return id
  }

  private mutating func grow() {
    let capacity = (mask + 1) * 2
    let larger = WordInterner.emptySlots(capacity)
    for old in 0...mask where slots[old].length != 0 {
      var index = Int(truncatingIfNeeded: WordInterner.hash(slots[old].low, slots[old].high)) & (capacity - 1)
      while larger[index].length != 0 { index = (index + 1) & (capacity - 1) }
      larger[index] = slots[old]
    }
    slots.deallocate()
    slots = larger
    mask = capacity - 1
  }

  private static func emptySlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(low: 0, high: 0, id: 0, length: 0), count: capacity)
    return slots
  }

  @inline(__always)
  private static func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
    mix(low ^ 0xA076_1D64_78BD_642F, high ^ 0xE703_7ED1_A0B4_28DB)
  }

  /// The two halves of the 128-bit product, folded.
  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
