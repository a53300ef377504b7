internal import Transformers

/// All that is computed of one sentence before anything is drawn.
struct AttentionStudy {
  let model: LanguageModel
  let encoding: Encoding
  let pass: ForwardPass
  /// The attention over tokens.
  let tokens: AttentionMap
  /// The attention over words, special tokens included.
  let words: AttentionMap
  let profiles: [[HeadProfile]]
  let importance: WordImportance

  /// Reads the sentence with every number of its attention kept.
  init(_ model: LanguageModel, _ encoding: Encoding) throws {
    self.model = model
    self.encoding = encoding
    pass = try model.forward(encoding)
    tokens = AttentionMap(pass, model)
    words = tokens.joiningWords(encoding, model.tokenizer)
    profiles = tokens.profiles()
    importance = try WordImportance(model, pass, words)
  }

  /// What a token is drawn as: pieces keep their `##`, and blanks alone are a box.
  var labels: [String] {
    encoding.ids.indices.map { index in
      let token = encoding.tokens[index]
      let text = model.tokenizer.isByteLevel ? model.tokenizer.text(of: [encoding.ids[index]]) : token
      return text.allSatisfy(\.isWhitespace) ? "␣" : text
    }
  }

  /// How a sentence's hidden states become one vector.
  static func pooling(of model: LanguageModel) -> SentenceVector.Pooling {
    model.configuration.isCausal ? .last : .mean
  }

  /// The share of all attention that special tokens receive.
  var specialShare: Double {
    let received = tokens.received()
    let special = zip(received, tokens.units).reduce(0) { $1.1.isSpecial ? $0 + $1.0 : $0 }
    return special / received.reduce(0, +)
  }
}
