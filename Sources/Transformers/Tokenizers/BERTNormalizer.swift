internal import Foundation

/// BERT's clean-up of a text: control characters, spaces, Chinese characters, accents, case.
///
/// Follows the `BertNormalizer` of Hugging Face's tokenizers, to the scalar.
struct BERTNormalizer: Sendable {
  var cleansText = true
  var separatesChineseCharacters = true
  var stripsAccents = true
  var lowercases = true

  func normalize(_ text: AlignedText) -> AlignedText {
    var units = text.units
    if cleansText {
      units.removeAll { $0.scalar.value == 0 || $0.scalar.value == 0xFFFD || Self.isControl($0.scalar) }
      for index in units.indices where CharacterClass.isWhitespace(units[index].scalar) { units[index].scalar = " " }
    }
    if separatesChineseCharacters && units.contains(where: { $0.scalar.value >= 0x3400 && Self.isChinese($0.scalar) }) {
      units = units.flatMap { unit -> [AlignedText.Unit] in
        guard Self.isChinese(unit.scalar) else { return [unit] }
        let space = AlignedText.Unit(scalar: " ", start: unit.start, end: unit.end)
        return [space, unit, space]
      }
    }
    if stripsAccents && units.contains(where: { $0.scalar.value >= 0xC0 }) {
      units = Self.decomposed(units)
      units.removeAll { CharacterClass.isNonspacingMark($0.scalar) }
    }
    if lowercases {
      units = Self.replacing(units) { scalar in
        if scalar.isASCII { return nil }
        return Array(scalar.properties.lowercaseMapping.unicodeScalars)
      }
      for index in units.indices where ("A"..."Z").contains(units[index].scalar) {
        units[index].scalar = Unicode.Scalar(units[index].scalar.value + 32)!
      }
    }
    return AlignedText(units: units)
  }

  /// Each scalar's canonical decomposition, marks put in canonical order.
  private static func decomposed(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    var result = replacing(units) { scalar in
      // The reference's tables, older than Swift's, do not take U+11938 apart.
      if scalar.value < 0xC0 || scalar.value == 0x11938 { return nil }
      return Array(String(Character(scalar)).decomposedStringWithCanonicalMapping.unicodeScalars)
    }
    // Marks move past each other, their places in the original stay: an insertion sort of each run of marks.
    for index in result.indices.dropFirst() {
      let rank = CharacterClass.combiningClass(result[index].scalar)
      if rank == 0 { continue }
      var position = index
      while position > 0, CharacterClass.combiningClass(result[position - 1].scalar) > rank {
        let scalar = result[position].scalar
        result[position].scalar = result[position - 1].scalar
        result[position - 1].scalar = scalar
        position -= 1
      }
    }
    return result
  }

  /// Every scalar by what it becomes; nil leaves it. The scalars that it becomes share its place.
  private static func replacing(
    _ units: [AlignedText.Unit], _ replacement: (Unicode.Scalar) -> [Unicode.Scalar]?
  ) -> [AlignedText.Unit] {
    var result: [AlignedText.Unit] = []
    result.reserveCapacity(units.count)
    for unit in units {
      guard let scalars = replacement(unit.scalar) else {
        result.append(unit)
        continue
      }
      for scalar in scalars { result.append(AlignedText.Unit(scalar: scalar, start: unit.start, end: unit.end)) }
    }
    return result
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\r": return false
    default: return CharacterClass.isOther(scalar)
    }
  }

  /// The blocks that BERT's authors call Chinese characters; Hangul and Kana are not among them.
  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
