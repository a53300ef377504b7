internal import Foundation

/// Unicode's canonical forms, which keep track of where each scalar comes from.
enum CanonicalForm {
  /// Each scalar's canonical decomposition, marks put in canonical order (NFD), or its compatible one (NFKD).
  static func decomposed(_ units: [AlignedText.Unit], compatible: Bool = false) -> [AlignedText.Unit] {
    AlignedText.rewritten(changes(units, compatible: compatible), from: units)
  }

  /// The decomposition, with how each scalar counts: what comes out of one scalar counts once.
  private static func changes(_ units: [AlignedText.Unit], compatible: Bool) -> [AlignedText.Change] {
    var result: [AlignedText.Change] = []
    result.reserveCapacity(units.count)
    for unit in units {
      guard let scalars = decomposition(unit.scalar, compatible: compatible) else {
        result.append(AlignedText.Change(scalar: unit.scalar, change: 0))
        continue
      }
      for (place, scalar) in scalars.enumerated() {
        result.append(AlignedText.Change(scalar: scalar, change: place > 0 ? 1 : 0))
      }
    }
    // Marks move past each other: a stable sort of each run of marks.
    var start = 0
    while start < result.count {
      let end = result[start...].firstIndex { CharacterClass.combiningClass($0.scalar) == 0 } ?? result.count
      if end - start > 1 {
        let marks = result[start..<end].enumerated().map { place, mark in
          (rank: CharacterClass.combiningClass(mark.scalar), place: place, mark: mark)
        }
        for (place, item) in marks.sorted(by: { ($0.rank, $0.place) < ($1.rank, $1.place) }).enumerated() {
          result[start + place] = item.mark
        }
      }
      start = end + 1
    }
    return result
  }

  /// What a scalar is taken apart into; nil where it stays whole.
  private static func decomposition(_ scalar: Unicode.Scalar, compatible: Bool) -> [Unicode.Scalar]? {
    // The reference's tables, older than Swift's, do not take U+11938 apart.
    if scalar.value < (compatible ? 0xA0 : 0xC0) || scalar.value == 0x11938 { return nil }
    let text = String(Character(scalar))
    guard compatible else { return Array(text.decomposedStringWithCanonicalMapping.unicodeScalars) }
    // Its compatible mappings are Unicode 9's.
    guard CharacterClass.isKnown(scalar, by: 9) else { return nil }
    return Array(text.decomposedStringWithCompatibilityMapping.unicodeScalars)
  }

  /// Letters and their marks as one scalar wherever there is one (NFC), after the compatible decomposition or not (NFKC).
  static func composed(_ units: [AlignedText.Unit], compatible: Bool = false) -> [AlignedText.Unit] {
    // Nothing below U+0300 changes, unless something from there on follows it.
    if units.allSatisfy({ $0.scalar.value < (compatible ? 0xA0 : 0x300) }) { return units }
    var result: [AlignedText.Change] = []
    /// Where the last letter is that a mark could join, and the rank of the last mark that did not.
    var starter: Int?
    var lastRank: UInt8 = 0
    for item in changes(units, compatible: compatible) {
      let rank = CharacterClass.combiningClass(item.scalar)
      // A mark of the same rank in between, or any letter, keeps a mark from joining.
      let isBlocked = starter.map { $0 + 1 < result.count && lastRank >= rank } ?? true
      if let starter, !isBlocked, let joined = composite(result[starter].scalar, item.scalar) {
        result[starter].scalar = joined
        result[starter].change += item.change - 1
        continue
      }
      if rank == 0 { starter = result.count }
      lastRank = rank
      result.append(item)
    }
    return AlignedText.rewritten(result, from: units)
  }

  /// The scalar that a pair is written as, or nil.
  private static func composite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    if second.value < 0x300 { return nil }
    // Foundation leaves a Korean syllable and its final consonant apart.
    let isOpenSyllable = (0xAC00...0xD7A3).contains(first.value) && (first.value - 0xAC00) % 28 == 0
    if isOpenSyllable && (0x11A8...0x11C2).contains(second.value) {
      return Unicode.Scalar(first.value + second.value - 0x11A7)
    }
    let pair = String(String.UnicodeScalarView([first, second])).precomposedStringWithCanonicalMapping.unicodeScalars
    guard pair.count == 1, let joined = pair.first else { return nil }
    return CharacterClass.isKnown(joined, by: 12) ? joined : nil
  }
}
