internal import LinearAlgebra

extension KeyedVectors {
  /// The cosine between two words' vectors.
  public func similarity(_ first: String, _ second: String) throws(EmbeddingError) -> Float {
    let (a, b) = (try position(of: first), try position(of: second))
    let length = norms[a] * norms[b]
    guard length > 0 else { return 0 }
    return VectorKernels.best.dot(vectors.row(a), vectors.row(b)) / length
  }

  /// The words whose vectors have the smallest angle to a word's, without the word itself.
  ///
  /// - Parameters:
  ///   - word: A word that has a vector.
  ///   - topN: How many words to give; fewer where there are no more.
  ///   - restrictVocabulary: Look at this many words of the vocabulary only, the most frequent ones.
  /// - Throws: `EmbeddingError.unknownWord`.
  public func mostSimilar(
    to word: String, topN: Int = 10, restrictVocabulary: Int? = nil
  ) throws(EmbeddingError) -> [Neighbor] {
    try mostSimilar(positive: [word], topN: topN, restrictVocabulary: restrictVocabulary)
  }

  /// The words that are most like some words and unlike others: `king` − `man` + `woman`.
  ///
  /// The normalised vectors are added, those of `negative` with the other sign, and the words nearest to the sum are
  /// given without those that were asked about. gensim's `most_similar`; Mikolov, Yih and Zweig 2013.
  ///
  /// - Throws: `EmbeddingError.unknownWord`, and `EmbeddingError.parameter` where no word is given.
  public func mostSimilar(
    positive: [String], negative: [String] = [], topN: Int = 10, restrictVocabulary: Int? = nil
  ) throws(EmbeddingError) -> [Neighbor] {
    guard !positive.isEmpty || !negative.isEmpty else {
      throw .parameter("positive", "must name at least one word")
    }
    var sum = [Double](repeating: 0, count: vectorSize)
    var asked: Set<Int> = []
    for (words, sign) in [(positive, 1.0), (negative, -1.0)] {
      for word in words {
        let row = try position(of: word)
        asked.insert(row)
        guard norms[row] > 0 else { continue }
        let scale = sign / Double(norms[row])
        for (column, element) in vectors.row(row).enumerated() { sum[column] += scale * Double(element) }
      }
    }
    return try mostSimilar(
      to: sum.map { Float($0) }, topN: topN, restrictVocabulary: restrictVocabulary, excluding: asked)
  }

  /// The words whose vectors have the smallest angle to a given vector; equal ones in the order of the vocabulary.
  ///
  /// - Parameters:
  ///   - vector: `vectorSize` elements.
  ///   - excluding: Rows that are not looked at.
  /// - Throws: `EmbeddingError.parameter` where the vector has another size or is not finite.
  public func mostSimilar(
    to vector: [Float], topN: Int = 10, restrictVocabulary: Int? = nil, excluding: Set<Int> = []
  ) throws(EmbeddingError) -> [Neighbor] {
    guard vector.count == vectorSize else {
      throw .parameter("vector", "must have \(vectorSize) elements, found \(vector.count)")
    }
    guard vector.allSatisfy(\.isFinite) else {
      throw .parameter("vector", "must be finite")
    }
    let length = Float(vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
    guard topN > 0 else { return [] }
    let unit = length > 0 ? vector.map { $0 / length } : vector
    let products = VectorKernels.best.product(vectors, unit)
    var best = BestOf(limit: topN)
    for row in 0..<min(count, max(restrictVocabulary ?? count, 0)) where !excluding.contains(row) {
      best.offer(row, norms[row] > 0 ? products[row] / norms[row] : 0)
    }
    return best.sorted.map { Neighbor(word: words[$0.row], similarity: $0.score) }
  }
}
