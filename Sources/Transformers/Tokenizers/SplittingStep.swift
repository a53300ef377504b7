/// One step from a text to words, as a `tokenizer.json` spells it out.
enum SplittingStep: Sendable, Equatable {
  /// When a mark of a word's beginning is put before a stretch of text that does not begin with one.
  enum Prepending: String, Sendable {
    case always, first, never
  }

  /// At white space, which is left out.
  case whitespace
  /// Every punctuation character is a word of its own.
  case punctuation
  /// Digits apart from all else, each by itself or together.
  case digits(each: Bool)
  /// Spaces become a mark, `▁`, and a word begins at each of these.
  case metaspace(mark: Unicode.Scalar, Prepending, splits: Bool)

  func words(of units: ArraySlice<AlignedText.Unit>) -> [ArraySlice<AlignedText.Unit>] {
    switch self {
    case .whitespace:
      return units.split { CharacterClass.isWhitespace($0.scalar) }
    case .punctuation: return Self.split(units) { CharacterClass.isPunctuation($0) ? nil : 0 }
    case .digits(let each):
      return Self.split(units) { CharacterClass.isNumber($0, by: 17) ? (each ? nil : 1) : 0 }
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

  /// Runs of scalars of the same class; one of no class is a run by itself.
  private static func split(
    _ units: ArraySlice<AlignedText.Unit>, _ classOf: (Unicode.Scalar) -> Int?
  ) -> [ArraySlice<AlignedText.Unit>] {
    var words: [ArraySlice<AlignedText.Unit>] = []
    var start = units.startIndex
    var last: Int?
    for position in units.indices {
      let own = classOf(units[position].scalar)
      if position > start, own == nil || own != last {
        words.append(units[start..<position])
        start = position
      }
      last = own
    }
    if start < units.endIndex { words.append(units[start...]) }
    return words
  }
}
