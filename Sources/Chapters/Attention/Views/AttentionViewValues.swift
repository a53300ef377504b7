internal import Foundation
internal import Transformers

/// What the views of attention read beside the tensors; `templates/html/views/attention` says what each view makes of it.
package struct AttentionViewValues: Encodable, Sendable {
  package struct Model: Encodable, Sendable {
    var name, architecture: String
    var layers, heads, headSize: Int
    var isCausal: Bool
    /// How scores are made where they are not q·k/√d: beside the products, the array `biases` and the cap; nil for most models.
    var scoring: Scoring?
    /// From how many tokens away on each layer does not see; nil where all see everything.
    var windows: [Int?]?
  }

  package struct Scoring: Encodable, Sendable {
    var divisor: Double
    /// As it is written.
    var root: String
    var cap: Double?
  }

  package struct Token: Encodable, Sendable {
    var text: String
    var special: Bool
    /// Which of two texts it is from; nil for what was added.
    var sequence: Int?
    /// Its word, as an index into `words`.
    var word: Int?
  }

  package struct Word: Encodable, Sendable {
    var label: String
    var positions: [Int]
    var special, punctuation: Bool
  }

  /// One head's measures, as the figures show them.
  package struct Head: Encodable, Sendable {
    /// Over the largest possible, and in nats.
    var entropy, nats: Double
    var next, previous, start, separator, punctuation, itself: Double
    var categories: [String]
    /// How far the sentence moves when the head is removed.
    var ablation: Double
    /// Its place in the map of heads.
    var place: [Double]
  }

  package struct Measure: Encodable, Sendable {
    var name: String
    var shares: [Double]
  }

  package struct Importance: Encodable, Sendable {
    /// The judged words, as indices into `words`.
    var words: [Int]
    var measures: [Measure]
  }

  package struct Chosen: Encodable, Sendable {
    package var layer, head, token: Int

    package init(layer: Int, head: Int, token: Int) { (self.layer, self.head, self.token) = (layer, head, token) }
  }

  package struct Vectors: Encodable, Sendable {
    var type: String
    /// As a share of the largest number of its vector.
    var error: Double
  }

  package struct Precision: Encodable, Sendable {
    /// The greatest error of a weight.
    var attention: Double
    var vectors: Vectors?
  }

  package struct Kept: Encodable, Sendable {
    var attention, vectors: [Int]
  }

  package var model: Model
  package var sentence, pair: String
  package var tokens: [Token]
  /// The tokens that are looked at, where they are of another text than those that look.
  package var sources: [Token]?
  package var words: [Word]
  package var heads: [[Head]]
  package var categoryTitles: [String]
  package var importance: Importance
  package var chosen: Chosen
  /// Filled in when the file is made.
  package var precision: Precision?
  package var omitted: [String] = []
  package var kept: Kept?
  /// The heads, `[layer, head]`, whose queries and keys are mapped; nil for all.
  package var mapHeads: [[Int]]?
}

extension AttentionViewValues {
  /// Tokens of which nothing is measured.
  package init(of tensors: AttentionTensors, sentence: String, tokens: [String], chosen: Chosen) {
    model = Model(
      name: "", architecture: "", layers: tensors.layers.count, heads: tensors.heads, headSize: tensors.size,
      isCausal: false)
    (self.sentence, pair) = (sentence, "")
    self.tokens = tokens.map { Token(text: $0, special: false, sequence: 0) }
    (words, heads, categoryTitles) = ([], [], [])
    importance = Importance(words: [], measures: [])
    self.chosen = chosen
  }

  /// What a chapter found.
  init(
    _ study: AttentionStudy, _ settings: Attention.Settings, chosen: Attention.Results.Head, token: Int,
    ablation: HeadAblation, places: [[Double]], kinds: [[[HeadCategory]]]
  ) {
    let sizes = study.model.configuration
    let units = study.words.units
    func word(_ position: Int) -> Int? { units.firstIndex { $0.positions.contains(position) } }
    func short(_ number: Double) -> Double { (number * 1e6).rounded() / 1e6 }
    model = Model(
      name: settings.model, architecture: sizes.architecture.rawValue, layers: sizes.layers, heads: sizes.heads,
      headSize: sizes.headSize, isCausal: sizes.isCausal)
    let scoring = Attention.Results.Scoring(study)
    if !scoring.isUsual {
      model.scoring = Scoring(divisor: scoring.divisor, root: scoring.root, cap: scoring.cap)
    }
    if scoring.nearLayers > 0 { model.windows = sizes.stack.windows }
    (sentence, pair) = (settings.sentence, settings.pair)
    tokens = study.labels.enumerated().map { index, label in
      let unit = study.tokens.units[index]
      return Token(text: label, special: unit.isSpecial, sequence: unit.sequence, word: word(index))
    }
    words = zip(study.names, units).map { name, unit in
      Word(label: name, positions: unit.positions, special: unit.isSpecial, punctuation: unit.isPunctuation)
    }
    heads = study.profiles.enumerated().map { layer, profiles in
      profiles.enumerated().map { head, profile in
        Head(
          entropy: short(profile.relativeEntropy), nats: short(profile.entropy), next: short(profile.next),
          previous: short(profile.previous), start: short(profile.start), separator: short(profile.separator),
          punctuation: short(profile.punctuation), itself: short(profile.itself),
          categories: kinds[layer][head].map(\.title), ablation: Double(ablation.heads[layer][head].distance),
          place: places[layer * sizes.heads + head].map(short))
      }
    }
    categoryTitles = HeadCategory.allCases.map(\.title)
    importance = Importance(
      words: study.importance.words.compactMap { word($0.positions[0]) },
      measures: study.importance.measures.map { Measure(name: $0.name, shares: $0.shares.map(short)) })
    self.chosen = Chosen(layer: chosen.layer, head: chosen.head, token: token)
  }
}
