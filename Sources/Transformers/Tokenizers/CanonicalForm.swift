internal import Foundation

/// Unicode's canonical forms, which keep track of where each scalar comes from.
enum CanonicalForm {
  /// Each scalar's canonical decomposition, marks put in canonical order (NFD).
  static func decomposed(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    var result = AlignedText.replacing(units) { scalar in
      // The reference's tables, older than Swift's, do not take U+11938 apart.
      if scalar.value < 0xC0 || scalar.value == 0x11938 { return nil }
      return Array(String(Character(scalar)).decomposedStringWithCanonicalMapping.unicodeScalars)
    }
    // Marks move past each other, their places in the original stay: a stable sort of each run of marks.
    var start = 0
    while start < result.count {
      let end = result[start...].firstIndex { CharacterClass.combiningClass($0.scalar) == 0 } ?? result.count
      if end - start > 1 {
        let marks = result[start..<end].map(\.scalar).enumerated().map { place, scalar in
          (rank: CharacterClass.combiningClass(scalar), place: place, scalar: scalar)
        }
        for (place, mark) in marks.sorted(by: { ($0.rank, $0.place) < ($1.rank, $1.place) }).enumerated() {
          result[start + place].scalar = mark.scalar
        }
      }
      start = end + 1
    }
    return result
  }

  /// Letters and their marks as one scalar wherever there is one (NFC).
  static func composed(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    // Nothing below U+0300 changes, unless something from there on follows it.
    if units.allSatisfy({ $0.scalar.value < 0x300 }) { return units }
    var result: [AlignedText.Unit] = []
    /// Where the last letter is that a mark could join, and the rank of the last mark that did not.
    var starter: Int?
    var lastRank: UInt8 = 0
    for unit in decomposed(units) {
      let rank = CharacterClass.combiningClass(unit.scalar)
      // A mark of the same rank in between, or any letter, keeps a mark from joining.
      let isBlocked = starter.map { $0 + 1 < result.count && lastRank >= rank } ?? true
      if let starter, !isBlocked, let joined = composite(result[starter].scalar, unit.scalar) {
        result[starter].scalar = joined
        result[starter].start = min(result[starter].start, unit.start)
        result[starter].end = max(result[starter].end, unit.end)
        continue
      }
      if rank == 0 { starter = result.count }
      lastRank = rank
      result.append(unit)
    }
    return result
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
