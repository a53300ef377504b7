/// What a step that splits a text looks for.
///
/// Regular expressions are not interpreted: those that models use are written out here, each known by its text, and another is
/// refused when the file is read.
enum SplitPattern: Sendable, Equatable {
  case literal([Unicode.Scalar])
  /// One character of white space.
  case whitespace
  /// One punctuation character.
  case punctuation
  /// One digit, as Rust calls it: any number of Unicode 17.
  case digit
  /// `\s+`
  case whitespaces
  /// `\w+|[^\w\s]+`
  case words
  /// `\p{N}`, and up to so many of them.
  case numbers(atMost: Int)
  /// GPT-2's: `ByteLevel.words` has it.
  case gpt2
  /// Llama 3's and Qwen 2's, which differ in how many digits go together.
  ///
  ///     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
  case sentences(digits: Int)

  /// The pattern of a regular expression as files spell it; nil for one that is not written out here.
  init?(regex: String) {
    switch regex {
    case #"\s+"#: self = .whitespaces
    case #"\w+|[^\w\s]+"#: self = .words
    case #"\p{N}"#: self = .numbers(atMost: 1)
    case #"\p{N}{1,3}"#: self = .numbers(atMost: 3)
    case #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: self = .gpt2
    case Self.sentencePattern(#"\p{N}{1,3}"#): self = .sentences(digits: 3)
    case Self.sentencePattern(#"\p{N}"#): self = .sentences(digits: 1)
    default: return nil
    }
  }

  private static func sentencePattern(_ numbers: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + numbers
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// The matches in a text, from left to right, none of them empty.
  func matches(in units: ArraySlice<AlignedText.Unit>) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    var position = units.startIndex
    while position < units.endIndex {
      let end = endOfMatch(units, position)
      if end > position { matches.append(position..<end) }
      position = max(end, position + 1)
    }
    return matches
  }

  /// Where the match ends that begins at a place; the place itself where none does.
  private func endOfMatch(_ units: ArraySlice<AlignedText.Unit>, _ start: Int) -> Int {
    let scalar = units[start].scalar
    switch self {
    case .literal(let text):
      guard !text.isEmpty, units.endIndex - start >= text.count else { return start }
      return zip(units[start...], text).allSatisfy { $0.scalar == $1 } ? start + text.count : start
    case .whitespace: return CharacterClass.isWhitespace(scalar) ? start + 1 : start
    case .punctuation: return CharacterClass.isPunctuation(scalar) ? start + 1 : start
    case .digit: return CharacterClass.isNumber(scalar, by: 17) ? start + 1 : start
    case .whitespaces: return Self.endOfRun(units, start, CharacterClass.isWhitespace)
    case .words:
      if CharacterClass.isWordCharacter(scalar) { return Self.endOfRun(units, start, CharacterClass.isWordCharacter) }
      return Self.endOfRun(units, start) { !CharacterClass.isWordCharacter($0) && !CharacterClass.isWhitespace($0) }
    case .numbers(let most):
      return min(start + most, Self.endOfRun(units, start) { CharacterClass.isNumber($0) })
    case .gpt2: return ByteLevel.endOfWord(units, start)
    case .sentences(let digits): return Self.endOfSentencePart(units, start, digits: digits)
    }
  }

  private static func endOfRun(
    _ units: ArraySlice<AlignedText.Unit>, _ start: Int, _ fits: (Unicode.Scalar) -> Bool
  ) -> Int {
    units[start...].firstIndex { !fits($0.scalar) } ?? units.endIndex
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  /// The alternatives in their order: one of them fits at every place.
  private static func endOfSentencePart(
    _ units: ArraySlice<AlignedText.Unit>, _ start: Int, digits: Int
  ) -> Int {
    if let end = endOfContraction(units, start) { return end }
    let first = ByteLevel.kind(units[start].scalar)
    // Letters, behind one optional character that is neither letter nor number nor break.
    if first == .letter { return ByteLevel.endOfRun(units, start, .letter) }
    let next = start + 1 < units.endIndex ? ByteLevel.kind(units[start + 1].scalar) : nil
    if first != .number, !isBreak(units[start].scalar), next == .letter {
      return ByteLevel.endOfRun(units, start + 1, .letter)
    }
    if first == .number { return min(start + digits, ByteLevel.endOfRun(units, start, .number)) }
    // Signs, behind one optional space, and the breaks after them.
    if first == .other || (units[start].scalar == " " && next == .other) {
      let end = ByteLevel.endOfRun(units, first == .other ? start : start + 1, .other)
      return end < units.endIndex ? endOfRun(units, end, isBreak) : end
    }
    // White space: up to its last break, or all but the last when something follows, which takes the last for itself.
    let end = ByteLevel.endOfRun(units, start, .space)
    if let last = units[start..<end].lastIndex(where: { isBreak($0.scalar) }) { return last + 1 }
    return end < units.endIndex && end - start > 1 ? end - 1 : end
  }

  /// English endings in either case; the long s is an s without its case.
  private static func endOfContraction(_ units: ArraySlice<AlignedText.Unit>, _ start: Int) -> Int? {
    guard units[start].scalar == "'", start + 1 < units.endIndex else { return nil }
    func lower(_ place: Int) -> Unicode.Scalar? {
      guard place < units.endIndex else { return nil }
      let scalar = units[place].scalar
      if scalar == "\u{17F}" { return "s" }
      return ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32) : scalar
    }
    switch (lower(start + 1), lower(start + 2)) {
    case ("s", _), ("t", _): return start + 2
    case ("r", "e"), ("v", "e"), ("l", "l"): return start + 3
    case ("m", _), ("d", _): return start + 2
    default: return nil
    }
  }
}
