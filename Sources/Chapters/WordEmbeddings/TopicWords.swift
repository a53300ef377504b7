internal import Embeddings

/// Words that texts are about, as against those that every text needs.
///
/// A word of grammar is spread evenly; the name of a subject bunches in the texts that are about it. No list of words is
/// needed for that, and so no language is presumed.
enum TopicWords {
  /// A word that occurs as often as in this share of the texts says little of what one is about.
  private static let commonest = 0.15
  /// Out of how many times as many frequent words those that bunch most are taken.
  private static let pool = 2

  /// The rows of the vocabulary whose words bunch most, about half of twice as many of the most frequent, in the vocabulary's order.
  ///
  /// - Returns: `nil` where there are too few words to choose from.
  static func rows(_ count: Int, of vectors: KeyedVectors, in corpus: TokenizedCorpus, leaving out: Set<String>)
    -> [Int]?
  {
    let common = Self.commonest * Double(corpus.rowCount)
    let all = vectors.words.prefix(count * Self.pool).enumerated().filter { !out.contains($0.element) }
    let rare = all.filter { Double(vectors.vocabulary.counts[$0.offset]) < common }
    // In few texts, or of few words, each occurs in many.
    let pool = rare.count >= EmbeddingRegions.fewestWords ? rare : all
    guard pool.count >= EmbeddingRegions.fewestWords else { return nil }
    let burstiness = Dictionary(uniqueKeysWithValues: zip(corpus.words, corpus.burstiness))
    let bunched = pool.map { (row: $0.offset, score: burstiness[$0.element] ?? 0) }
      .sorted { $0.score != $1.score ? $0.score > $1.score : $0.row < $1.row }
    return bunched.prefix(min(count, max(EmbeddingRegions.fewestWords, pool.count / 2))).map(\.row).sorted()
  }
}
