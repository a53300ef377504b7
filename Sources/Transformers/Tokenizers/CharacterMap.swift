/// SentencePiece's table of what characters become before a text is split: its `precompiled_charsmap`.
///
/// Four bytes with the size of a trie, the trie as a double array of 32-bit units (Darts), then the replacements, each ended by a
/// zero byte. Little-endian.
struct CharacterMap: Sendable, Equatable {
  private let units: [UInt32]
  private let replacements: [UInt8]

  /// What is wrong with a map.
  struct Fault: Error { let reason: String }

  /// - Throws: `Fault` where the map is cut short or leads out of itself.
  init(_ data: [UInt8]) throws(Fault) {
    func word(_ place: Int) -> UInt32 {
      UInt32(data[place]) | UInt32(data[place + 1]) << 8 | UInt32(data[place + 2]) << 16
        | UInt32(data[place + 3]) << 24
    }
    guard data.count > 8 else { throw Fault(reason: "is cut short") }
    let size = Int(word(0))
    guard size >= 4, size % 4 == 0, size <= data.count - 4 else {
      throw Fault(reason: "says that its tree has \(size) bytes, and has \(data.count - 4) in all")
    }
    units = (0..<(size / 4)).map { word(4 + 4 * $0) }
    replacements = Array(data[(4 + size)...])
    guard String(validating: replacements, as: UTF8.self) != nil else {
      throw Fault(reason: "has replacements that are not UTF-8")
    }
    try checkTree()
  }

  /// What a text becomes that begins as an entry of the map does; nil where none fits. The shortest entry that fits counts, as in the
  /// reference.
  func replacement(of text: some Sequence<UInt8>) -> [Unicode.Scalar]? {
    var node = Self.offset(units[0])
    for byte in text {
      if byte == 0 { return nil }
      node ^= Int(byte)
      let unit = units[node]
      guard Self.label(unit) == UInt32(byte) else { return nil }
      node ^= Self.offset(unit)
      if Self.hasLeaf(unit) {
        let start = Int(units[node] & 0x7FFF_FFFF)
        let end = replacements[start...].firstIndex(of: 0) ?? replacements.endIndex
        return Array(String(decoding: replacements[start..<end], as: UTF8.self).unicodeScalars)
      }
    }
    return nil
  }

  /// Follows every branch once, so that a lookup never leaves the array.
  private func checkTree() throws(Fault) {
    var seen = [Bool](repeating: false, count: units.count)
    var waiting = [0]
    seen[0] = true
    while let node = waiting.popLast() {
      let base = node ^ Self.offset(units[node])
      guard base | 0xFF < units.count else { throw Fault(reason: "leads out of its tree of \(units.count) units") }
      if node != 0, Self.hasLeaf(units[node]), Int(units[base] & 0x7FFF_FFFF) >= replacements.count {
        throw Fault(reason: "leads beyond its \(replacements.count) bytes of replacements")
      }
      for byte in 1..<256 {
        let child = base ^ byte
        guard Self.label(units[child]) == UInt32(byte), !seen[child] else { continue }
        seen[child] = true
        waiting.append(child)
      }
    }
  }

  private static func hasLeaf(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }

  private static func label(_ unit: UInt32) -> UInt32 { unit & 0x8000_00FF }

  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }
}

extension CharacterMap {
  /// A text with every grapheme cluster, or else every scalar of it, replaced by its entry.
  func normalize(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(units.count)
    var isChanged = false
    func replace(_ count: Int, by new: [Unicode.Scalar]) {
      isChanged = true
      changes += new.map { AlignedText.Change(scalar: $0, change: 0) }
      if new.count > count {
        for place in changes.indices.suffix(new.count - count) { changes[place].change = 1 }
      } else if new.count < count, !changes.isEmpty {
        changes[changes.count - 1].change += new.count - count
      }
    }
    for character in String(String.UnicodeScalarView(units.map(\.scalar))) {
      if character.utf8.count < 6, let new = replacement(of: character.utf8) {
        replace(character.unicodeScalars.count, by: new)
        continue
      }
      for scalar in character.unicodeScalars {
        if let new = replacement(of: UTF8.encode(scalar)!) {
          replace(1, by: new)
        } else {
          changes.append(AlignedText.Change(scalar: scalar, change: 0))
        }
      }
    }
    return isChanged ? AlignedText.rewritten(changes, from: units) : units
  }
}
