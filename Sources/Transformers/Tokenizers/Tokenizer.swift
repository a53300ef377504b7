/// A model's own way from text to ids: WordPiece, byte-level BPE or Unigram, as its files describe it.
///
/// Gives what Hugging Face's `tokenizers` gives, id for id, with offsets in Unicode scalars, but never cuts or pads.
public struct Tokenizer: Sendable {
  /// How a text becomes words.
  enum Splitting: Sendable {
    /// At white space and around punctuation.
    case bert
    /// By GPT-2's pattern, bytes as characters.
    case byteLevel(addsPrefixSpace: Bool)
    /// By CLIP's pattern, bytes as characters.
    case clip(findsMarks: Bool)
    /// Step by step, in characters.
    case steps([SplittingStep])
  }

  /// How a word becomes tokens.
  enum Model: Sendable {
    case wordPiece(WordPiece)
    case bytePair(BytePairEncoding)
    case unigram(Unigram)
  }

  var vocabulary: TokenVocabulary
  var normalizer: Normalizer?
  var splitting: Splitting
  var model: Model
  var rawTokens: AddedTokens
  var normalizedTokens: AddedTokens
  var template: Template
  /// Whether offsets leave out the spaces at the ends of a token, and whether a space was put before the text.
  var trimsOffsets: (trims: Bool, hasPrefixSpace: Bool) = (false, false)
  var specialIDs: Set<Int>
  /// The most tokens that its files speak of, `model_max_length`; nil where they do not. Nothing is cut there.
  public internal(set) var statedLength: Int?
  /// What a reader of results should know of how the files were read, in whole sentences: a default that followed, one file
  /// ruling over another.
  public internal(set) var remarks: [String] = []

  /// How many ids the tokenizer knows.
  public var vocabularySize: Int { vocabulary.count }

  /// The id of the token that stands for a hidden word, or nil: `[MASK]`, `<mask>`.
  public var maskID: Int? { id(of: "[MASK]") ?? id(of: "<mask>") }

  /// Whether tokens are spelled in bytes as characters (GPT-2, RoBERTa, CLIP) rather than in letters (BERT,
  /// SentencePiece).
  public var isByteLevel: Bool {
    switch splitting {
    case .byteLevel, .clip: true
    case .bert, .steps: false
    }
  }

  /// The mark that a token begins with where it begins a word, SentencePiece's `▁`; nil where words are marked otherwise.
  public var beginningOfWord: Unicode.Scalar? {
    guard case .steps(let steps) = splitting else { return nil }
    return steps.lazy.compactMap { if case .metaspace(let mark, _, _) = $0 { mark } else { nil } }.first
  }

  /// What the last token of a word ends with, `</w>`; empty where words are not marked so.
  var endOfWord: String { if case .bytePair(let model) = model { model.endOfWord } else { "" } }

  /// Looks for these tokens in every text, in place of those before.
  mutating func find(_ tokens: [AddedTokens.Token]) {
    rawTokens = AddedTokens(tokens.filter { !$0.isNormalized })
    normalizedTokens = AddedTokens(
      tokens.filter(\.isNormalized).map { [normalizer] token in
        // The text is cleaned before these are looked for, so they are cleaned too.
        guard let normalizer else { return token }
        var token = token
        let content = String(String.UnicodeScalarView(token.content))
        token.content = normalizer.normalize(AlignedText(content)).units.map(\.scalar)
        return token
      })
    specialIDs = Set(tokens.filter(\.isSpecial).map(\.id))
  }

  /// The id of a token as the vocabulary spells it.
  public func id(of token: String) -> Int? { vocabulary.id(of: token) }

  /// The token of an id as the vocabulary spells it.
  public func token(_ id: Int) -> String? { vocabulary.token(id) }

  /// Whether an id is one of the tokens that the files call special.
  public func isSpecial(_ id: Int) -> Bool { specialIDs.contains(id) }

  /// The tokens of a text, or of two.
  ///
  /// - Parameter addingSpecialTokens: Whether the tokens that the model was trained with ([CLS], [SEP]) go around it.
  public func encode(_ text: String, _ pair: String? = nil, addingSpecialTokens: Bool = true) -> Encoding {
    let texts = [text] + (pair.map { [$0] } ?? [])
    let template = addingSpecialTokens ? template : .bare
    let encoded = texts.map(tokens)
    var result = Encoding()
    for place in texts.count == 1 ? template.single : template.pair {
      switch place {
      case .special(let id, let type):
        result.append(
          id, token(id) ?? "", type: type, offsets: 0..<0, word: nil, sequence: nil, isSpecial: true)
      case .sequence(let index, let type):
        for (position, token) in encoded[index].enumerated() {
          result.append(
            token.id, vocabulary.token(token.id) ?? "", type: type, offsets: trimmed(token, isFirst: position == 0),
            word: token.word, sequence: index, isSpecial: false)
        }
      }
    }
    return result
  }

  private struct Token {
    var id: Int
    var offsets: Range<Int>
    var word: Int
    /// The spaces that an added token took with it, which its own text does not show.
    var addedSpaces: (leading: Int, trailing: Int)?

    init(id: Int, offsets: Range<Int>, word: Int) {
      (self.id, self.offsets, self.word) = (id, offsets, word)
    }

    init(added id: Int, _ units: ArraySlice<AlignedText.Unit>, word: Int) {
      self.init(id: id, offsets: AlignedText.range(of: units), word: word)
      addedSpaces = (
        units.prefix { CharacterClass.isWhitespace($0.scalar) }.count,
        units.reversed().prefix { CharacterClass.isWhitespace($0.scalar) }.count
      )
    }
  }

  private func tokens(of text: String) -> [Token] {
    var result: [Token] = []
    var word = 0
    for part in rawTokens.split(AlignedText(text).units[...]) {
      switch part {
      case .token(let id, let units):
        result.append(Token(added: id, units, word: word))
        word += 1
      case .text(let units):
        let prepared = normalizer?.normalize(AlignedText(units: Array(units))).units[...] ?? units
        for part in normalizedTokens.split(prepared) {
          switch part {
          case .token(let id, let units):
            result.append(Token(added: id, units, word: word))
            word += 1
          case .text(let units): append(units, &result, &word)
          }
        }
      }
    }
    return result
  }

  /// Splits a stretch of prepared text into words, and those into tokens.
  private func append(_ units: ArraySlice<AlignedText.Unit>, _ result: inout [Token], _ word: inout Int) {
    switch (splitting, model) {
    case (.bert, .wordPiece(let model)):
      for units in Self.wordsAndPunctuation(units) {
        for piece in model.pieces(of: units, vocabulary) {
          result.append(Token(id: piece.id, offsets: AlignedText.range(of: piece.units), word: word))
        }
        word += 1
      }
    case (.byteLevel(let addsPrefixSpace), .bytePair(let model)):
      var units = units
      if addsPrefixSpace, let first = units.first, first.scalar != " " {
        units = [AlignedText.Unit(scalar: " ", start: first.start, end: first.end)] + units
      }
      for units in ByteLevel.words(of: units) {
        append(byteLevelWord: units, model, word, &result)
        word += 1
      }
    case (.clip(let findsMarks), .bytePair(let model)):
      for units in CLIPWords.words(of: units, findsMarks: findsMarks) {
        append(byteLevelWord: units, model, word, &result)
        word += 1
      }
    case (.steps(let steps), .unigram(let model)):
      for units in steps.reduce([units], { words, step in words.flatMap(step.words) }) {
        for piece in model.tokens(of: units, vocabulary) {
          result.append(Token(id: piece.id, offsets: AlignedText.range(of: piece.units), word: word))
        }
        word += 1
      }
    // Files that combine them otherwise are refused when they are read.
    default: preconditionFailure("WordPiece works on BERT's words, BPE on bytes, and Unigram on words by steps")
    }
  }

  private func append(
    byteLevelWord units: ArraySlice<AlignedText.Unit>, _ model: BytePairEncoding, _ word: Int, _ result: inout [Token]
  ) {
    var symbols: [Int] = []
    var sources: [AlignedText.Unit] = []
    for (index, unit) in zip(units.indices, units) {
      let bytes = UTF8.encode(unit.scalar)!
      for (place, byte) in bytes.enumerated() {
        let endsWord = index == units.endIndex - 1 && place == bytes.count - 1
        // A vocabulary without this byte and without an unknown token drops it, as the reference does.
        guard let id = model.symbol(of: byte, endsWord: endsWord) else { continue }
        symbols.append(id)
        sources.append(unit)
      }
    }
    for piece in model.joined(symbols) {
      result.append(Token(id: piece.id, offsets: AlignedText.range(of: sources[piece.range]), word: word))
    }
  }

  /// Words between white space; every punctuation character is a word of its own.
  private static func wordsAndPunctuation(_ units: ArraySlice<AlignedText.Unit>) -> [ArraySlice<AlignedText.Unit>] {
    var words: [ArraySlice<AlignedText.Unit>] = []
    var start = units.startIndex
    for index in units.indices {
      let scalar = units[index].scalar
      let isSpace = CharacterClass.isWhitespace(scalar)
      guard isSpace || CharacterClass.isPunctuation(scalar) else { continue }
      if index > start { words.append(units[start..<index]) }
      if !isSpace { words.append(units[index...index]) }
      start = index + 1
    }
    if start < units.endIndex { words.append(units[start...]) }
    return words
  }

  private func trimmed(_ token: Token, isFirst: Bool) -> Range<Int> {
    guard trimsOffsets.trims, let text = vocabulary.token(token.id) else { return token.offsets }
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == ByteLevel.space || CharacterClass.isWhitespace(scalar) }
    var leading = token.addedSpaces?.leading ?? text.unicodeScalars.prefix(while: isSpace).count
    let trailing = token.addedSpaces?.trailing ?? text.unicodeScalars.reversed().prefix(while: isSpace).count
    var (start, end) = (token.offsets.lowerBound, token.offsets.upperBound)
    // One leading space of the first token is the one that was put there; two were in the text.
    if trimsOffsets.hasPrefixSpace && (isFirst || start == 0) && leading == 1 { leading = 0 }
    start = min(start + leading, end)
    if trailing > 0 && end >= trailing { end = max(end - trailing, start) }
    return start..<end
  }
}
