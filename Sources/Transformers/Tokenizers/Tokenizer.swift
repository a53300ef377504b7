/// A model's own way from text to ids: WordPiece, BPE, Unigram or whole words, as its files describe it.
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
    /// Step by step, then bytes as characters.
    case byteSteps([SplittingStep])
  }

  /// How a word becomes tokens.
  enum Model: Sendable {
    case wordPiece(WordPiece)
    case bytePair(BytePairEncoding)
    case unigram(Unigram)
    case wordLevel(WordLevel)
    /// SentencePiece itself, which finds the words too.
    case pieces(PieceReader)
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

  /// For a model that writes in another language than it reads: how the text is read that it is given to write; nil where that is no other
  /// way.
  var targetModel: Model?
  /// Whether the token at a text's end is left out where the text ends with it.
  var endsOnce = false

  /// How many ids the tokenizer knows.
  public var vocabularySize: Int { vocabulary.count }

  /// The id of the token that stands for a hidden word, or nil: `[MASK]`, `<mask>`.
  public var maskID: Int? { id(of: "[MASK]") ?? id(of: "<mask>") }

  /// Whether tokens are spelled in bytes as characters (GPT-2, RoBERTa, CLIP) rather than in letters (BERT,
  /// SentencePiece).
  public var isByteLevel: Bool {
    switch splitting {
    case .byteLevel, .clip, .byteSteps: true
    case .bert, .steps: false
    }
  }

  /// The mark that a token begins with where it begins a word, SentencePiece's `▁`; nil where words are marked otherwise.
  public var beginningOfWord: Unicode.Scalar? {
    if case .pieces = model { return "▁" }
    guard case .steps(let steps) = splitting else { return nil }
    let marks = steps.lazy.compactMap { if case .metaspace(let mark, _, _) = $0 { mark } else { nil } }
    if let mark = marks.first { return mark }
    // Where no step splits a text, its spaces may have become marks before.
    guard case .steps(let cleanUp)? = normalizer else { return nil }
    return cleanUp.lazy.compactMap { step -> Unicode.Scalar? in
      guard case .replace(.literal([" "]), let content) = step, content.count == 1, content[0] != " " else {
        return nil
      }
      return content[0]
    }.first
  }

  /// Whether a token of a text begins another word than one before it: by the splitting, or by its mark where a text is not split.
  public func beginsWord(_ encoding: Encoding, _ position: Int, after last: Int) -> Bool {
    guard let word = encoding.wordIDs[position], encoding.wordIDs[last] == word else { return true }
    return beginningOfWord.map { encoding.tokens[position].unicodeScalars.first == $0 } ?? false
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
        if endsOnce, let last = result.ids.last, last == id, result.isSpecial.last == false {
          continue
        }
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
}
