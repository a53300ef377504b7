/// Words as what they are made of: each word's vector is the mean of one of its own and of those of its pieces, so that words that
/// look alike begin alike. Bojanowski et al. 2017, "Enriching word vectors with subword information".
public struct Subwords: Sendable, Equatable {
  /// The fewest code points of a piece, `<` and `>` at a word's ends included.
  public var minLength: Int
  /// The most.
  public var maxLength: Int
  /// How many vectors pieces share, by their hash.
  public var buckets: Int
  /// How many bytes the vectors that are trained may take.
  public var memoryLimit: Int

  /// fastText's values but for the bar.
  public init(minLength: Int = 3, maxLength: Int = 6, buckets: Int = 2_000_000, memoryLimit: Int = 1 << 31) {
    self.minLength = minLength
    self.maxLength = maxLength
    self.buckets = buckets
    self.memoryLimit = memoryLimit
  }

  /// - Throws: `EmbeddingError.parameter` for a value that cannot work, or that does not go with the others.
  func validate(with configuration: Word2VecConfiguration) throws(EmbeddingError) {
    guard minLength >= 1 else { throw .parameter("min_n", "must be at least 1, found \(minLength)") }
    guard maxLength >= minLength else {
      throw .parameter("max_n", "must be at least min_n = \(minLength), found \(maxLength)")
    }
    guard (1...Int(Int32.max)).contains(buckets) else {
      throw .parameter("bucket", "must be between 1 and \(Int32.max), found \(buckets)")
    }
    guard !configuration.hs, !configuration.hogwild, !configuration.sharedNegatives else {
      throw .parameter("subword", "goes with negative sampling alone: without hs, hogwild and shared_negatives")
    }
  }
}

/// The pieces of each word of a vocabulary, as rows of a matrix: first the words themselves, then the buckets that any of them has.
///
/// A bucket that no word has would never be trained, so it has no row: two million buckets take no more memory than the corpus needs.
struct SubwordRows: Sendable {
  /// How many rows there are.
  let count: Int
  /// Where in `rows` each word's lie, and the end of the last one's.
  let bounds: [Int]
  /// The rows of all words, each word's own first.
  let rows: [UInt32]

  init(_ vocabulary: Vocabulary, _ subwords: Subwords) {
    let pieces = WordPieceHashes(
      minLength: subwords.minLength, maxLength: subwords.maxLength, buckets: subwords.buckets)
    var (bounds, rows) = ([0], [UInt32]())
    var known: [Int: UInt32] = [:]
    for (word, text) in vocabulary.words.enumerated() {
      rows.append(UInt32(word))
      for bucket in pieces(Array(text.utf8)) {
        let row = known[bucket] ?? UInt32(vocabulary.count + known.count)
        known[bucket] = row
        rows.append(row)
      }
      bounds.append(rows.count)
    }
    (self.bounds, self.rows) = (bounds, rows)
    count = vocabulary.count + known.count
  }

  /// How many rows a word has.
  func width(of word: Int) -> Int { bounds[word + 1] - bounds[word] }
}
