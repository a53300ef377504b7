internal import Transformers

extension Attention.Results {
  /// What the checkpoint's head says of the sentence, and which words and heads carry it.
  struct Prediction: Encodable {
    /// A class with its score and, where scores have such, its probability.
    struct Class: Encodable {
      var label: String
      var score: Double
      var probability: Double?
    }

    /// A word: by how much the class's score falls without it, in both ways; and what measures make of it that ask nothing of the class.
    struct Word: Encodable {
      var word: String
      /// The word's tokens masked; absent for a model without a token for that.
      var masked: Double?
      /// The word left out; absent where nothing would be left to read.
      var leftOut: Double?
      /// The class's probability with the word hidden in the first of these ways; absent where scores have none.
      var probability: Double?
      /// How much the judged token attends to it, mean over heads; that followed through the layers, and weighed by the length of what
      /// it brings.
      var attention, rollout, normBased: Double
      /// The most attention that can flow from it to the judged token; absent for a sentence of very many tokens.
      var flow: Double?
      /// How far the sentence's vector moves when the word is hidden.
      var distance: Double
    }

    /// The change of the class's score without a head: below 0 where it falls.
    struct HeadEffect: Encodable {
      var layer, head: Int
      var change: Double
    }

    /// `single_label_classification`, `multi_label_classification` or `regression`, as transformers calls them.
    var answer: String
    /// How many classes there are, and those of the largest scores, twenty at most, the largest first.
    var classCount: Int
    var classes: [Class]
    /// The class by which words and heads are judged, and whether the settings chose it.
    var label: String
    var score: Double
    var probability: Double?
    var isChosen: Bool
    /// How many classes have a probability of at least a half.
    var likely: Int
    /// The token whose last state the head judges.
    var token: String
    /// Whether words are hidden by a mask; else they are left out.
    var usesMask: Bool
    /// The words, those first whose hiding changes the score most; none where nothing would be left to read.
    var words: [Word]
    /// How many words the score falls without, and how many it rises without.
    var supporting, opposing: Int
    /// How many words there are without which another class has the largest score.
    var turning: Int
    /// Kendall's τ of other measures with the size of the change of the score.
    var agreements: [Agreement]
    /// The measure that agrees best, and the one that agrees least; absent for a single word.
    var agreesMost, agreesLeast: Agreement?
    /// The heads without which the score changes most, five at most; and the mean size of the change over all heads.
    var heads: [HeadEffect]
    var meanHeadChange: Double
  }
}

extension Attention.Results.Prediction {
  /// What was found, with the heads that were removed.
  init(_ prediction: Prediction, _ study: AttentionStudy, _ ablation: HeadAblation) {
    let (effects, label, names) = (prediction.effects, prediction.label, study.judgedNames)
    func value(_ name: String, _ word: Int) -> Double? {
      prediction.others.first { $0.name == name }?.values[word]
    }
    let changes = ablation.heads.enumerated().flatMap { layer, heads in
      heads.enumerated().map { HeadEffect(layer: layer, head: $0, change: $1.classScoreChange ?? 0) }
    }
    let strongest = changes.sorted { abs($0.change) > abs($1.change) }
    let agreements = prediction.agreements.map { Attention.Results.Agreement(measure: $0.measure, tau: $0.tau) }
    let first = prediction.ranking.first ?? 0
    self.init(
      answer: prediction.classes.answer.rawValue, classCount: prediction.scores.count,
      classes: prediction.ranking.prefix(20).map {
        Class(
          label: prediction.classes.names[$0], score: prediction.scores[$0],
          probability: prediction.probabilities?[$0])
      },
      label: prediction.classes.names[label], score: prediction.scores[label],
      probability: prediction.probabilities?[label], isChosen: prediction.isChosen,
      likely: (prediction.probabilities ?? []).count { $0 >= 0.5 }, token: study.token(prediction.judged),
      usesMask: !prediction.masked.isEmpty,
      words: prediction.order.map { word in
        Word(
          word: names[word], masked: prediction.masked.isEmpty ? nil : prediction.masked[word],
          leftOut: prediction.leftOut[word],
          probability: prediction.classes.probabilities(prediction.hiddenScores[word])?[label],
          attention: value("attention", word) ?? 0, rollout: value("rollout", word) ?? 0,
          normBased: value("norm-based", word) ?? 0, flow: value("maximum flow", word),
          distance: Double(study.importance.hidden.distances[word]))
      },
      supporting: effects.count { $0 > 0 }, opposing: effects.count { $0 < 0 },
      turning: effects.indices.count { word in
        let scores = prediction.hiddenScores[word]
        return scores.indices.contains { scores[$0] > scores[first] }
      },
      agreements: agreements, agreesMost: agreements.max { $0.tau < $1.tau },
      agreesLeast: agreements.min { $0.tau < $1.tau }, heads: Array(strongest.prefix(5)),
      meanHeadChange: changes.map { abs($0.change) }.mean)
  }
}
