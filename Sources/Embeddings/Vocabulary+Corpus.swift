extension Vocabulary {
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
}
