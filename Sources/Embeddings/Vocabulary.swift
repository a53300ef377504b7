internal import Basics

/// The words that have a vector, most frequent first.
///
/// Sorted by count descending, then by the bytes of the word, so that a corpus has one vocabulary however it was read.
/// Words are told apart by their UTF-8 bytes, not by canonical equivalence.
public struct Vocabulary: Sendable {
  /// The words; a word's position here is its row in every matrix.
  public let words: [String]
  /// How often each word occurs; all 0 where that is not known, as in a file of vectors.
  public let counts: [Int]

  private let positions: [UTF8Key: Int]

  /// A vocabulary in a given order.
  ///
  /// - Parameters:
  ///   - words: Distinct words.
  ///   - counts: One for each word, or nil where counts are not known.
  /// - Returns: nil where two words are equal.
  public init?(words: [String], counts: [Int]? = nil) {
    precondition(counts == nil || counts?.count == words.count, "one count for each word")
    self.words = words
    self.counts = counts ?? Array(repeating: 0, count: words.count)
    var positions = [UTF8Key: Int](minimumCapacity: words.count)
    for (position, word) in words.enumerated() {
      guard positions.updateValue(position, forKey: UTF8Key(word)) == nil else { return nil }
    }
    self.positions = positions
  }

  /// The number of words.
  public var count: Int { words.count }

  /// How many tokens of the corpus are words of this vocabulary.
  public var tokenCount: Int { counts.reduce(0, +) }

  /// The position of a word, or nil where it is not in the vocabulary.
  public func position(of word: String) -> Int? {
    positions[UTF8Key(word)]
  }

  /// The words of a corpus that occur at least `minCount` times.
  ///
  /// - Throws: `EmbeddingError.emptyVocabulary` where none does.
  public init(corpus: TokenizedCorpus, minCount: Int) throws(EmbeddingError) {
    let counts = corpus.counts
    let kept = counts.indices.filter { counts[$0] >= max(minCount, 1) }
      .sorted { left, right in
        counts[left] != counts[right]
          ? counts[left] > counts[right]
          : corpus.words[left].utf8.lexicographicallyPrecedes(corpus.words[right].utf8)
      }
    guard !kept.isEmpty else {
      guard let most = counts.max(), most > 0 else {
        throw .emptyVocabulary("the corpus has no words")
      }
      throw .emptyVocabulary(
        "no word occurs min_count = \(minCount) times, the most frequent \(most); lower min_count or train on more text"
      )
    }
    guard let vocabulary = Vocabulary(words: kept.map { corpus.words[$0] }, counts: kept.map { counts[$0] }) else {
      preconditionFailure("a corpus lists each word once")
    }
    self = vocabulary
  }

  /// For each word of a corpus its position here, `Vocabulary.absent` for words that are left out.
  package func positions(in corpus: TokenizedCorpus) -> [UInt32] {
    corpus.words.map { position(of: $0).map { UInt32($0) } ?? Self.absent }
  }

  /// Marks a word of the corpus that is not in the vocabulary.
  package static let absent = UInt32.max

  /// How likely each word is to be kept when frequent words are thinned out, scaled to 32 bits.
  ///
  ///     p = min(1, (√(c / t) + 1) · t / c)
  ///
  /// c is the word's count, t the count above which words are thinned: `sample · tokenCount`, or from `sample` = 1 on
  /// gensim's reading of it as a count, ⌊`sample` · (3 + √5) / 2⌋. An occurrence is kept where a random 32-bit number is
  /// at most the scaled p. `sample` = 0 keeps everything. Mikolov et al. 2013, §2.3, in the form that word2vec.c and
  /// gensim use.
  package func keepThresholds(sample: Double) -> [UInt32] {
    guard sample > 0 else { return Array(repeating: .max, count: count) }
    let threshold = sample < 1 ? sample * Double(tokenCount) : (sample * (3 + 5.0.squareRoot()) / 2).rounded(.down)
    return counts.map { count in
      let ratio = threshold / Double(count)
      let probability = min(1, ((1 / ratio).squareRoot() + 1) * ratio)
      return UInt32(probability * Double(UInt32.max))
    }
  }

  /// How likely each word is to be kept when frequent words are thinned out, from 0 to 1.
  package func keepChances(sample: Double) -> [Double] {
    keepThresholds(sample: sample).map { Double($0) / Double(UInt32.max) }
  }
}
