/// A model's clean-up of a text before it is split.
enum Normalizer: Sendable, Equatable {
  case bert(BERTNormalizer)
  /// CLIP's: composed (NFC), each run of white space one space, lower case.
  case clip
  /// Step by step, as `tokenizer.json` or a class has it.
  case steps([NormalizerStep])

  func normalize(_ text: AlignedText) -> AlignedText {
    switch self {
    case .bert(let normalizer): normalizer.normalize(text)
    case .clip: AlignedText(units: Self.collapsingSpaces(CanonicalForm.composed(text.units))).lowercased()
    case .steps(let steps): AlignedText(units: steps.reduce(text.units) { $1.normalize($0) })
    }
  }

  private static func collapsingSpaces(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    var result: [AlignedText.Unit] = []
    result.reserveCapacity(units.count)
    var isInSpace = false
    for var unit in units {
      let isSpace = CharacterClass.isWhitespace(unit.scalar)
      if isSpace && isInSpace {
        result[result.count - 1].end = unit.end
        continue
      }
      if isSpace { unit.scalar = " " }
      isInSpace = isSpace
      result.append(unit)
    }
    return result
  }
}
