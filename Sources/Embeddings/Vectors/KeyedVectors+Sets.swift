internal import LinearAlgebra

extension KeyedVectors {
  /// The word that fits least among some; gensim's `doesnt_match`.
  ///
  /// - Throws: `EmbeddingError.unknownWord`, and `EmbeddingError.parameter` where no word is given.
  public func doesntMatch(_ words: [String]) throws(EmbeddingError) -> String {
    try centrality(of: words)[words.count - 1].word
  }

  /// Words with the cosine to the mean of their normalised vectors, the most central first; gensim's
  /// `rank_by_centrality`, except that a word without a vector is an error instead of being left out.
  ///
  /// - Throws: `EmbeddingError.unknownWord`, and `EmbeddingError.parameter` where no word is given.
  public func centrality(of words: [String]) throws(EmbeddingError) -> [Neighbor] {
    guard !words.isEmpty else { throw .parameter("words", "must name at least one word") }
    let mean = try mean(of: words, normalizing: true)
    var central: [Neighbor] = []
    for word in words {
      let row = try position(of: word)
      central.append(Neighbor(word: word, similarity: Self.cosine(vectors.row(row).map { Double($0) }, mean)))
    }
    return central.enumerated().sorted {
      $0.element.similarity != $1.element.similarity
        ? $0.element.similarity > $1.element.similarity : $0.offset < $1.offset
    }.map(\.element)
  }

  /// The cosine between the means of two sets of words, their vectors as long as they are; gensim's `n_similarity`, except
  /// that a word without a vector is an error instead of being left out.
  ///
  /// - Throws: `EmbeddingError.unknownWord`, and `EmbeddingError.parameter` where a set is empty.
  public func nSimilarity(_ first: [String], _ second: [String]) throws(EmbeddingError) -> Float {
    guard !first.isEmpty, !second.isEmpty else { throw .parameter("words", "must name at least one word each") }
    return Self.cosine(try mean(of: first, normalizing: false), try mean(of: second, normalizing: false))
  }

  private func mean(of words: [String], normalizing: Bool) throws(EmbeddingError) -> [Double] {
    var sum = [Double](repeating: 0, count: vectorSize)
    for word in words {
      let row = try position(of: word)
      let scale = normalizing ? (norms[row] > 0 ? 1 / Double(norms[row]) : 0) : 1
      for (column, element) in vectors.row(row).enumerated() { sum[column] += scale * Double(element) }
    }
    return sum.map { $0 / Double(words.count) }
  }

  private static func cosine(_ a: [Double], _ b: [Double]) -> Float {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let length = (dot(a, a) * dot(b, b)).squareRoot()
    return length > 0 ? Float(dot(a, b) / length) : 0
  }
}
