/// One step from a text to words, as a `tokenizer.json` spells it out.
enum SplittingStep: Sendable, Equatable {
  /// When a mark of a word's beginning is put before a stretch of text that does not begin with one.
  enum Prepending: String, Sendable {
    case always, first, never
  }

  /// At what a pattern finds.
  case split(SplitPattern, SplitBehavior, isInverted: Bool)
  /// A space before each stretch of text that does not begin with one.
  case prefixSpace
  /// Spaces become a mark, `▁`, and a word begins at each of these.
  case metaspace(mark: Unicode.Scalar, Prepending, splits: Bool)

  /// At white space, which is left out.
  static let whitespace = SplittingStep.split(.whitespace, .removed, isInverted: false)
  /// Every punctuation character is a word of its own.
  static let punctuation = SplittingStep.split(.punctuation, .isolated, isInverted: false)

  func words(of units: ArraySlice<AlignedText.Unit>) -> [ArraySlice<AlignedText.Unit>] {
    switch self {
    case .split(let pattern, let behavior, let isInverted):
      return behavior.words(of: units, at: pattern.matches(in: units), isInverted: isInverted)
    case .prefixSpace:
      guard let first = units.first, first.scalar != " " else { return [units] }
      return [[AlignedText.Unit(scalar: " ", start: first.start, end: first.end)] + units]
    case .metaspace(let mark, let prepending, let splits):
      guard let first = units.first else { return [] }
      var text = units.map { unit in
        var unit = unit
        if unit.scalar == " " { unit.scalar = mark }
        return unit
      }
      if text[0].scalar != mark, prepending == .always || (prepending == .first && first.start == 0) {
        text.insert(AlignedText.Unit(scalar: mark, start: first.start, end: first.end), at: 0)
      }
      guard splits else { return [text[...]] }
      var words: [ArraySlice<AlignedText.Unit>] = []
      var start = 0
      for position in text.indices.dropFirst() where text[position].scalar == mark {
        words.append(text[start..<position])
        start = position
      }
      return words + [text[start...]]
    }
  }
}
