internal import LinearAlgebra

/// A word and how similar it is to what was asked about.
public struct Neighbor: Sendable, Equatable {
  /// The word.
  public let word: String
  /// The cosine, from -1 to 1.
  public let similarity: Float
}

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
