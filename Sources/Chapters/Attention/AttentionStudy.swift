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
  /// What each of those words is called: repeated ones have a number.
  let names: [String]
  /// The words that are judged, as places among those: no special tokens, no punctuation, unless there is nothing else.
  let judged: [Int]
  let profiles: [[HeadProfile]]
  let importance: WordImportance

  /// Reads the sentence with every number of its attention kept.
  init(_ model: LanguageModel, _ encoding: Encoding) throws {
    self.model = model
    self.encoding = encoding
    pass = try model.forward(encoding)
    tokens = AttentionMap(pass, model)
    words = tokens.joiningWords(encoding, model.tokenizer)
    names = Self.names(of: words.units)
    judged = Self.judged(words.units)
    profiles = tokens.profiles()
    importance = try WordImportance(model, pass, words, judged: judged)
  }

  /// The words without special tokens and punctuation; all of them where there is nothing else.
  static func judged(_ units: [AttentionMap.Unit]) -> [Int] {
    let found = units.indices.filter { !units[$0].isSpecial && !units[$0].isPunctuation }
    return found.isEmpty ? Array(units.indices) : found
  }

  /// Names that tell words apart: `the (1)`, `the (2)`.
  static func names(of units: [AttentionMap.Unit]) -> [String] {
    let labels = units.map { unit in
      let label = unit.label.trimmed
      return label.isEmpty ? "␣" : label
    }
    var counts: [String: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    var seen: [String: Int] = [:]
    return labels.map { label in
      if counts[label] == 1 { return label }
      seen[label, default: 0] += 1
      return "\(label) (\(seen[label] ?? 0))"
    }
  }

  /// The names of the judged words.
  var judgedNames: [String] { judged.map { names[$0] } }

  /// Whether the model puts special tokens around a text.
  var hasSpecialTokens: Bool { tokens.units.contains(where: \.isSpecial) }

  /// What a token is drawn as: pieces keep their `##`, and blanks alone are a box.
  var labels: [String] { Self.labels(of: encoding, model.tokenizer) }

  /// A token as prose names it: its label without blanks at its ends.
  func token(_ position: Int) -> String {
    let text = labels[position].trimmed
    return text.isEmpty ? "␣" : text
  }

  /// How a sentence's hidden states become one vector.
  static func pooling(of model: LanguageModel) -> SentenceVector.Pooling {
    model.configuration.isCausal ? .last : .mean
  }

  /// The share of all attention that each token receives.
  var received: [Double] {
    // Each row of each head gives 1 in all.
    let sums = tokens.units.indices.map { key in
      (0..<tokens.layers).reduce(0.0) { sum, layer in
        (0..<tokens.heads).reduce(sum) { sum, head in
          tokens.units.indices.reduce(sum) { $0 + Double(tokens[layer, head, $1, key]) }
        }
      }
    }
    let all = sums.reduce(0, +)
    return sums.map { $0 / all }
  }

  /// The share of all attention that tokens of a kind receive.
  func share(of kind: KeyPath<AttentionMap.Unit, Bool>) -> Double {
    zip(received, tokens.units).reduce(0) { $1.1[keyPath: kind] ? $0 + $1.0 : $0 }
  }

  /// The unit of any kind that a word attends to most in a head.
  func favourite(of unit: Int, _ layer: Int, _ head: Int) -> Int {
    words.units.indices.max { words[layer, head, unit, $0] < words[layer, head, unit, $1] } ?? unit
  }
}
