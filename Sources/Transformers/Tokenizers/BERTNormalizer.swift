/// BERT's clean-up of a text: control characters, spaces, Chinese characters, accents, case.
///
/// Follows the `BertNormalizer` of Hugging Face's tokenizers, to the scalar.
struct BERTNormalizer: Sendable, Equatable {
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
      units = CanonicalForm.decomposed(units)
      units.removeAll { CharacterClass.isNonspacingMark($0.scalar) }
    }
    if lowercases {
      units = AlignedText(units: units).lowercased().units
    }
    return AlignedText(units: units)
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
