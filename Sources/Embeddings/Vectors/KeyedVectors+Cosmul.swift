internal import LinearAlgebra

extension KeyedVectors {
  /// The words that are most like some words and unlike others, by products instead of sums.
  ///
  ///     Π (1 + cos(w, positive)) / 2  ÷  (Π (1 + cos(w, negative)) / 2 + 10⁻⁶)
  ///
  /// One great similarity cannot outweigh the others, as it can in `mostSimilar`. gensim's `most_similar_cosmul`; Levy
  /// and Goldberg 2014, "Linguistic regularities in sparse and explicit word representations", eq. 4.
  ///
  /// - Returns: Words with that score as their similarity; it may exceed 1.
  /// - Throws: `EmbeddingError.unknownWord`, and `EmbeddingError.parameter` where no positive word is given.
  public func mostSimilarCosmul(
    positive: [String], negative: [String] = [], topN: Int = 10, restrictVocabulary: Int? = nil
  ) throws(EmbeddingError) -> [Neighbor] {
    guard !positive.isEmpty else { throw .parameter("positive", "must name at least one word") }
    var scores = [Float](repeating: 1, count: count)
    var divisors = scores
    var asked: Set<Int> = []
    for word in positive { multiply(&scores, byCosinesTo: try position(of: word), &asked) }
    for word in negative { multiply(&divisors, byCosinesTo: try position(of: word), &asked) }
    var best = BestOf(limit: max(topN, 0))
    for row in 0..<min(count, max(restrictVocabulary ?? count, 0)) where !asked.contains(row) {
      best.offer(row, scores[row] / (divisors[row] + 1e-6))
    }
    return best.sorted.map { Neighbor(word: words[$0.row], similarity: $0.score) }
  }

  private func multiply(_ scores: inout [Float], byCosinesTo row: Int, _ asked: inout Set<Int>) {
    asked.insert(row)
    let products = VectorKernels.best.product(vectors, vectors.row(row))
    for other in scores.indices {
      let length = norms[row] * norms[other]
      scores[other] *= (1 + (length > 0 ? products[other] / length : 0)) / 2
    }
  }
}
