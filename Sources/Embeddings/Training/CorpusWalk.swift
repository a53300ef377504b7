internal import LinearAlgebra

/// What it takes to walk through a corpus: its words as rows of the matrices, and how random choices are made.
package struct CorpusWalk: Sendable {
  /// Rows longer than this are cut into sentences of this many words, gensim's `MAX_WORDS_IN_BATCH`.
  package static let maximumSentenceLength = 10_000

  let corpus: TokenizedCorpus
  /// For every sentence, the end of its tokens: rows, and the pieces of those that are longer than a sentence may be.
  let sentenceEnds: [Int]
  /// For each word of the corpus its row in the matrices and how likely it stays.
  let chances: [WordChance]
  let objective: Objective
  let window: Int
  package let scheme: TrainingScheme
  /// `TrainingScheme.groupLength`, or another for tests.
  package let groupLength: Int
  let seed: UInt64
  /// Consecutive sentences with about `wordsInBatch` words before thinning, together the whole corpus.
  package let batches: [Range<Int>]

  /// How a word is predicted.
  enum Objective: Sendable {
    /// Told from as many words that are drawn.
    case negatives(NegativeSampler, Int)
    /// By the turns on its way through a tree.
    case tree(HuffmanTree)
  }

  /// - Parameters:
  ///   - wordsInBatch: How many words a batch gathers before it is closed.
  ///   - groupLength: How much goes into one group; what the scheme says where nil.
  package init(
    corpus: TokenizedCorpus, vocabulary: Vocabulary, configuration: Word2VecConfiguration, wordsInBatch: Int = 10_000,
    groupLength: Int? = nil
  ) {
    self.corpus = corpus
    let ends = Self.sentenceEnds(of: corpus)
    sentenceEnds = ends
    let thresholds = vocabulary.keepThresholds(sample: configuration.sample)
    chances = vocabulary.positions(in: corpus).map { row in
      WordChance(row: row, threshold: row == Vocabulary.absent ? 0 : thresholds[Int(row)])
    }
    objective =
      configuration.hs
      ? .tree(HuffmanTree(counts: vocabulary.counts))
      : .negatives(
        NegativeSampler(counts: vocabulary.counts, exponent: configuration.nsExponent), configuration.negative)
    window = configuration.window
    scheme = TrainingScheme(configuration)
    self.groupLength = groupLength ?? scheme.groupLength(throughTree: configuration.hs)
    seed = configuration.seed
    var batches: [Range<Int>] = []
    var first = 0
    for sentence in ends.indices {
      let start = first == 0 ? 0 : ends[first - 1]
      if ends[sentence] - start >= wordsInBatch || sentence == ends.count - 1 {
        batches.append(first..<(sentence + 1))
        first = sentence + 1
      }
    }
    self.batches = batches
  }

  /// The ends of a corpus's sentences: those of its rows where none is longer than a sentence.
  private static func sentenceEnds(of corpus: TokenizedCorpus) -> [Int] {
    let rows = corpus.rowEnds
    guard rows.indices.contains(where: { corpus.tokenRange(ofRow: $0).count > maximumSentenceLength }) else {
      return rows
    }
    var ends: [Int] = []
    for row in rows.indices {
      let tokens = corpus.tokenRange(ofRow: row)
      ends += stride(from: tokens.lowerBound + maximumSentenceLength, to: tokens.upperBound, by: maximumSentenceLength)
      ends.append(tokens.upperBound)
    }
    return ends
  }

  /// Where a sentence's tokens lie in the corpus.
  func tokens(of sentence: Int) -> Range<Int> {
    (sentence == 0 ? 0 : sentenceEnds[sentence - 1])..<sentenceEnds[sentence]
  }

  /// The number of words of the corpus in a batch, before thinning and with words outside the vocabulary.
  package func wordCount(of batch: Range<Int>) -> Int {
    tokens(of: batch.upperBound - 1).upperBound - tokens(of: batch.lowerBound).lowerBound
  }

  /// The number of words of the corpus that all epochs have read before a batch, or the end, of one.
  func wordsBefore(_ batch: Int, epoch: Int) -> Int {
    let read = batch == batches.count ? corpus.tokens.count : tokens(of: batches[batch].lowerBound).lowerBound
    return epoch * corpus.tokens.count + read
  }
}
