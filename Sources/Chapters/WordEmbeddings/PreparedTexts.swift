internal import Embeddings

/// Texts that are ready to be trained on.
struct PreparedTexts {
  /// The texts as rows of words.
  let corpus: TokenizedCorpus
  /// The words that get a vector.
  let vocabulary: Vocabulary
  /// The sum of the corpus, under which trainings on it are kept.
  let sum: String

  /// - Throws: `EmbeddingError.emptyVocabulary` where no word occurs often enough.
  init(_ corpus: TokenizedCorpus, minCount: Int) throws {
    self.corpus = corpus
    vocabulary = try Vocabulary(corpus: corpus, minCount: minCount)
    sum = corpus.sum
  }
}
