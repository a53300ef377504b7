extension Attention.Results {
  /// Where attention goes, each part counted once, so that they sum to 1: to special tokens (the first token where there are none),
  /// the token itself, the one before it, the one behind it, other punctuation, other words.
  struct Mix: Encodable {
    var special, itself, previous, next, punctuation, words: Double
    /// To the tokens on either side.
    var neighbours: Double
  }

  /// What the heads of a layer do together.
  struct Together: Encodable {
    /// How far the sentence moves when all heads of a layer share one pattern, the mean of theirs, by layer.
    var sharing: [Double]
    /// The same in all layers at once.
    var sharingAll: Double
    /// The layer in which that moves the sentence most, and the most in any other layer; that of the layer itself where there is one.
    var mostLayer: Int
    var most, runnerUp: Double
    /// How many different tokens the heads of a layer give as the one that a word attends to most: mean over words and layers.
    var differentAnswers: Double
    /// What more heads of the chosen layer name than any other token when they are asked for the chosen word, and how many do; empty
    /// where no token is named by more heads than every other.
    var commonAnswer: String
    var commonAnswerHeads: Int
    /// How much the two words that the chosen word looks at in two heads of one layer get on the mean of that layer's heads; none
    /// without such a pair.
    var pairMeans: [Double]
    /// The word at which the chosen word looks in the chosen head: how far hiding it moves the chosen word, with all heads and
    /// without that one; absent where there is none.
    var reliance: Reliance?
  }

  /// How far hiding a word moves another one.
  struct Reliance: Encodable {
    var on: String
    var distance, withoutHead: Double
  }

  /// A layer: means over its heads and all sentences, and what is lost without it.
  struct Layer: Encodable {
    var layer: Int
    /// Entropy over the largest possible; tokens between a token and what it attends to; the share that special tokens get.
    var entropy, distance, special: Double
    /// The share that the first token gets.
    var start: Double
    /// Where all of its attention goes.
    var mix: Mix
    /// How many of its heads are of each kind: `next`, `previous`, `start`, `separator`, `punctuation`, `broad`.
    var kinds: [String: Int]
    /// How far the chosen sentence moves without one of its heads, on average.
    var withoutHead: Double
    /// How far the chosen sentence moves without the layer's heads, and without the layer.
    var withoutHeads, withoutLayer: Double
  }

  /// The layers in which a property is largest and smallest, and its values there.
  struct Extremes: Encodable {
    var most, least: Int
    var largest, smallest: Double
    /// The largest value of any other layer; that of the layer itself where there is one layer only.
    var runnerUp: Double

    /// Of values by layer; the first of equals.
    init(_ values: [Double]) {
      let most = values.indices.max { values[$0] < values[$1] } ?? 0
      self.most = most
      least = values.indices.min { values[$0] < values[$1] } ?? 0
      (largest, smallest) = (values.max() ?? 0, values.min() ?? 0)
      runnerUp = values.indices.filter { $0 != most }.map { values[$0] }.max() ?? values.max() ?? 0
    }
  }

  /// Which layers stand out.
  struct LayerExtremes: Encodable {
    var entropy, distance, special, start, neighbours, words: Extremes
    /// How far the chosen sentence moves without all heads of a layer.
    var heads: Extremes
  }

  /// The layers that give special tokens (the first token where there are none) more than half of their attention, and the others.
  struct LayersByRest: Encodable {
    var resting, reading: [Int]
    /// The least that is lost without one of the others, and the most that is lost without one of the first; 0 where there are none.
    var leastLossOfReading, greatestLossOfResting: Double
  }
}
