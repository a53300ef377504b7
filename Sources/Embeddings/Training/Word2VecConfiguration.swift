/// The parameters of word2vec, with gensim's names and defaults.
public struct Word2VecConfiguration: Sendable, Equatable {
  /// The number of elements of a word's vector.
  public var vectorSize: Int
  /// The greatest distance between a word and its context; each occurrence draws its own, 1 to `window`.
  public var window: Int
  /// Words that occur less often are left out before anything else happens.
  public var minCount: Int
  /// The share of the corpus above which a word is thinned out; 0 keeps every occurrence.
  public var sample: Double
  /// How many words that are not there each word is told from; hierarchical softmax does without, and then it may be 0.
  public var negative: Int
  /// The power of the counts by which those words are drawn.
  public var nsExponent: Double
  /// Whether CBOW predicts from the mean of the context (true) or from its sum.
  public var cbowMean: Bool
  /// Whether to train skip-gram (true), a context word predicting the centre, or CBOW.
  public var sg: Bool
  /// Whether neighbouring pairs of a skip-gram window are told from the same `negative` words (true), which is faster, or
  /// each pair from words of its own, as in gensim. CBOW draws once a window anyway, and hierarchical softmax draws none.
  public var sharedNegatives: Bool
  /// Whether to predict words by hierarchical softmax instead of negative sampling. gensim does both at once unless its
  /// `negative` is 0.
  public var hs: Bool
  /// Whether threads train on different parts of the corpus without waiting for each other: faster with several
  /// threads, but no two runs give the same vectors. With one thread it changes nothing.
  public var hogwild: Bool
  /// How often to go through the corpus.
  public var epochs: Int
  /// The learning rate at the start, falling evenly with the words read …
  public var alpha: Double
  /// … to this at the end.
  public var minAlpha: Double
  /// The seed of all random numbers; two trainings with one seed give the same bits.
  public var seed: UInt64
  /// Whether, and how, words are made of pieces, as in fastText; nil trains words whole.
  public var subwords: Subwords?

  /// A configuration; what is not given is gensim's default.
  public init(
    vectorSize: Int = 100, window: Int = 5, minCount: Int = 5, sample: Double = 1e-3, negative: Int = 5,
    nsExponent: Double = 0.75, cbowMean: Bool = true, sg: Bool = false, sharedNegatives: Bool = false,
    hs: Bool = false, hogwild: Bool = false, epochs: Int = 5, alpha: Double = 0.025, minAlpha: Double = 0.0001,
    seed: UInt64 = 1
  ) {
    self.vectorSize = vectorSize
    self.window = window
    self.minCount = minCount
    self.sample = sample
    self.negative = negative
    self.nsExponent = nsExponent
    self.cbowMean = cbowMean
    self.sg = sg
    self.sharedNegatives = sharedNegatives
    self.hs = hs
    self.hogwild = hogwild
    self.epochs = epochs
    self.alpha = alpha
    self.minAlpha = minAlpha
    self.seed = seed
  }
}

extension Word2VecConfiguration {
  /// Checks every value.
  ///
  /// - Throws: `EmbeddingError.parameter` for the first value that cannot work, by its name in the settings.
  public func validate() throws(EmbeddingError) {
    try Self.check("vector_size", vectorSize, in: 1...65_536)
    try Self.check("window", window, in: 1...1_000_000)
    try Self.check("min_count", minCount, in: 1...Int(Int32.max))
    try Self.check("negative", negative, in: (hs ? 0 : 1)...1_000)
    try Self.check("epochs", epochs, in: 1...1_000_000)
    try Self.check("sample", sample, "0 or more") { $0 >= 0 }
    try Self.check("ns_exponent", nsExponent, "finite") { _ in true }
    try subwords?.validate(with: self)
    try Self.check("alpha", alpha, "more than 0") { $0 > 0 }
    try Self.check("min_alpha", minAlpha, "between 0 and alpha = \(alpha)") { $0 >= 0 && $0 <= alpha }
  }

  private static func check(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws(EmbeddingError) {
    guard value >= range.lowerBound else {
      throw .parameter(name, "must be at least \(range.lowerBound), found \(value)")
    }
    guard value <= range.upperBound else {
      throw .parameter(name, "must be at most \(range.upperBound), found \(value)")
    }
  }

  private static func check(
    _ name: String, _ value: Double, _ expected: String, _ holds: (Double) -> Bool
  ) throws(EmbeddingError) {
    guard value.isFinite, holds(value) else {
      throw .parameter(name, "must be \(expected), found \(value)")
    }
  }
}
