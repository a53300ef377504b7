/// The tokens of a tokenizer: bytes to id and back.
///
/// Keyed by UTF-8 bytes, for Swift's strings compare by canonical equivalence and vocabularies do not. All bytes lie in one
/// buffer, so that a piece of a word is looked up without making a string of it.
struct TokenVocabulary: Sendable {
  /// How many ids there are, holes included.
  let count: Int

  private let bytes: [UInt8]
  /// Token `id` is `bytes[starts[id]..<starts[id + 1]]`.
  private let starts: [Int32]
  private let isPresent: [Bool]
  /// Open addressing, a power of two: an id, or -1.
  private let slots: [Int32]

  /// - Parameter tokens: Indexed by id; nil where no token has the id. Of a token that is there twice the last id is its own.
  init(_ tokens: [String?]) {
    count = tokens.count
    var bytes: [UInt8] = []
    var starts: [Int32] = [0]
    for token in tokens {
      bytes += (token ?? "").utf8
      starts.append(Int32(bytes.count))
    }
    var size = 16
    while size < 2 * tokens.count { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    bytes.withUnsafeBufferPointer { all in
      for (id, token) in tokens.enumerated() where token != nil {
        let key = UnsafeBufferPointer(rebasing: all[Int(starts[id])..<Int(starts[id + 1])])
        var slot = Self.hash(key) & (size - 1)
        while slots[slot] >= 0 {
          let other = Int(slots[slot])
          if all[Int(starts[other])..<Int(starts[other + 1])].elementsEqual(key) { break }
          slot = (slot + 1) & (size - 1)
        }
        slots[slot] = Int32(id)
      }
    }
    self.bytes = bytes
    self.starts = starts
    self.slots = slots
    isPresent = tokens.map { $0 != nil }
  }

  /// The token of an id, or nil.
  func token(_ id: Int) -> String? {
    guard id >= 0, id < count, isPresent[id] else { return nil }
    return String(decoding: bytes[Int(starts[id])..<Int(starts[id + 1])], as: UTF8.self)
  }

  /// The first id that has no token, or nil.
  var firstMissing: Int? { isPresent.firstIndex(of: false) }

  /// The id of a token, or nil.
  func id(of token: String) -> Int? {
    var token = token
    return token.withUTF8 { id(of: $0) }
  }

  /// The id of a token's bytes, or nil.
  func id(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Self.hash(key) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = Int(slots[slot])
      let start = Int(starts[id])
      if Int(starts[id + 1]) - start == key.count, bytes[start..<(start + key.count)].elementsEqual(key) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a, its high bits folded in.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }
}
