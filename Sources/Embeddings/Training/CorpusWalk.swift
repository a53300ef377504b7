/// What it takes to walk through a corpus: its words as rows of the matrices, and how random choices are made.
package struct CorpusWalk: Sendable {
  /// Rows longer than this are cut into sentences of this many words, gensim's `MAX_WORDS_IN_BATCH`.
  package static let maximumSentenceLength = 10_000

  let corpus: TokenizedCorpus
  /// For each word of the corpus its row in the matrices, or `Vocabulary.absent`.
  let positions: [UInt32]
  let keepThresholds: [UInt32]
  let sampler: NegativeSampler
  let window: Int
  let negative: Int
  package let scheme: TrainingScheme
  /// `TrainingScheme.groupLength`, or another for tests.
  package let groupLength: Int
  let seed: UInt64
  /// Consecutive rows with about `wordsInBatch` words before thinning, together the whole corpus.
  package let batches: [Range<Int>]

  /// - Parameters:
  ///   - wordsInBatch: How many words a batch gathers before it is closed.
  ///   - groupLength: How much goes into one group; what the scheme says where nil.
  package init(
    corpus: TokenizedCorpus, vocabulary: Vocabulary, configuration: Word2VecConfiguration, wordsInBatch: Int = 10_000,
    groupLength: Int? = nil
  ) {
    self.corpus = corpus
    positions = vocabulary.positions(in: corpus)
    keepThresholds = vocabulary.keepThresholds(sample: configuration.sample)
    sampler = NegativeSampler(counts: vocabulary.counts, exponent: configuration.nsExponent)
    window = configuration.window
    negative = configuration.negative
    scheme = TrainingScheme(configuration)
    self.groupLength = groupLength ?? scheme.groupLength
    seed = configuration.seed
    var batches: [Range<Int>] = []
    var first = 0
    for row in corpus.rowEnds.indices {
      let start = first == 0 ? 0 : corpus.rowEnds[first - 1]
      if corpus.rowEnds[row] - start >= wordsInBatch || row == corpus.rowEnds.count - 1 {
        batches.append(first..<(row + 1))
        first = row + 1
      }
    }
    self.batches = batches
  }

  /// Where a row's tokens lie in the corpus.
  func tokens(of row: Int) -> Range<Int> {
    (row == 0 ? 0 : corpus.rowEnds[row - 1])..<corpus.rowEnds[row]
  }

  /// The number of words of the corpus in a batch, before thinning and with words outside the vocabulary.
  package func wordCount(of batch: Range<Int>) -> Int {
    tokens(of: batch.upperBound - 1).upperBound - tokens(of: batch.lowerBound).lowerBound
  }
}
