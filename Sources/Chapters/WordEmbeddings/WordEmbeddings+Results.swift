internal import Embeddings

extension WordEmbeddings {
  /// What the chapter found: `results.json`, and what answers quote as `{{embeddings.…}}`.
  public struct Results: Encodable, Sendable {
    /// The data, before and after preparation.
    public struct Corpus: Encodable, Sendable {
      /// The rows that were read.
      public var rows: Int
      /// The rows that hold no word.
      public var emptyRows: Int
      /// The rows that could not be read.
      public var malformedRows: Int
      /// The tokens of all rows.
      public var tokens: Int
      /// The distinct words.
      public var distinctWords: Int
      /// The tokens of a row, on average.
      public var meanLength: Double
    }

    /// The parameters of the training, by gensim's names.
    public struct Parameters: Encodable, Sendable {
      var vectorSize, window, minCount, negative, epochs: Int
      var sample, nsExponent, alpha, minAlpha: Double
      var cbowMean, sg: Bool
      /// Only where they are set.
      var hs, hogwild, sharedNegatives: Bool?
      var seed: Int
    }

    /// The words that were trained.
    public struct Vocabulary: Encodable, Sendable {
      /// The words that occur often enough.
      public var size: Int
      /// Their tokens.
      public var keptTokens: Int
      /// Their share of all tokens.
      public var keptShare: Double
    }

    /// The loss: the mean of negative log-likelihood over all predictions of an epoch.
    public struct Loss: Encodable, Sendable {
      /// For each epoch.
      public var perEpoch: [Double]
      /// For the first epoch.
      public var first: Double
      /// For the last epoch.
      public var last: Double
    }

    /// A word that is near another.
    public struct Neighbour: Encodable, Sendable {
      /// The word.
      public var word: String
      /// The cosine of the angle between the two vectors.
      public var similarity: Double
    }

    /// The projection to two dimensions.
    public struct Projection: Encodable, Sendable {
      /// How many words are shown.
      public var words: Int
      /// The share of variance that each of the two dimensions holds.
      public var explainedVariance: [Double]
      /// The share that both hold.
      public var explainedTogether: Double
    }

    /// The map of the frequent words.
    public struct Regions: Encodable, Sendable {
      /// A region of the map.
      public struct Region: Encodable, Sendable {
        /// How many words it holds.
        public var size: Int
        /// Its most central words.
        public var central: [String]
      }

      /// How many words are shown.
      public var words: Int
      /// How many neighbours count, about.
      public var perplexity: Double
      /// How far the map is from the vectors' neighbourhoods: the Kullback–Leibler divergence.
      public var divergence: Double
      /// The regions, the largest first.
      public var regions: [Region]
    }

    /// The data.
    public var corpus: Corpus
    /// The parameters.
    public var parameters: Parameters
    /// The words that were trained.
    public var vocabulary: Vocabulary
    /// The loss.
    public var loss: Loss
    /// The nearest words of each chosen word, nearest first.
    public var neighbours: [String: [Neighbour]]
    /// The projection.
    public var projection: Projection
    /// The map; absent where there are too few words for one.
    public var map: Regions?
    /// Analogies, and words that do not belong.
    public var arithmetic: Arithmetic
    /// Agreement with people, by file.
    public var wordPairs: [WordPairs]
    /// Analogies of files that are solved.
    public var analogyFiles: [AnalogyFile]
    /// The comparison with vectors from elsewhere, where there are some.
    public var others: Others?
    /// What the seed decides, where that was asked for.
    public var stability: Stability?
    /// What the parameters do, where that was asked for.
    public var grid: [GridRow]?
  }
}
