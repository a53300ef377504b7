internal import LinearAlgebra

extension KeyedVectors {
  /// The cosine distances, 1 − cosine, from a word to others, in their order; gensim's `distances`.
  ///
  /// - Parameter others: nil for all words.
  /// - Throws: `EmbeddingError.unknownWord`.
  public func distances(from word: String, to others: [String]? = nil) throws(EmbeddingError) -> [Float] {
    let row = try position(of: word)
    guard let others else { return distances(from: row) }
    var result: [Float] = []
    for other in others { result.append(1 - (try similarity(word, other))) }
    return result
  }

  /// The words that are nearer to a word than another word is, in the order of the vocabulary; gensim's `closer_than`.
  ///
  /// - Throws: `EmbeddingError.unknownWord`.
  public func closerThan(_ other: String, to word: String) throws(EmbeddingError) -> [String] {
    let (row, limit) = (try position(of: word), try position(of: other))
    let distances = distances(from: row)
    return words.indices.filter { $0 != row && distances[$0] < distances[limit] }.map { words[$0] }
  }

  /// The place of a word among the neighbours of another, 1 for the nearest; gensim's `rank`.
  ///
  /// - Throws: `EmbeddingError.unknownWord`.
  public func rank(of other: String, from word: String) throws(EmbeddingError) -> Int {
    try closerThan(other, to: word).count + 1
  }

  private func distances(from row: Int) -> [Float] {
    let products = VectorKernels.best.product(vectors, vectors.row(row))
    return words.indices.map { other in
      let length = norms[row] * norms[other]
      return length > 0 ? 1 - products[other] / length : 1
    }
  }
}
