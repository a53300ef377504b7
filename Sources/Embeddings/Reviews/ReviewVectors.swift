public import LinearAlgebra

/// A vector for each text of a corpus, made of the vectors of its words.
public struct ReviewVectors: Sendable {
  /// How the vectors of words are put together.
  public enum Weighting: Sendable, Equatable {
    /// Their mean, each occurrence counting once.
    case mean
    /// Smooth inverse frequency: Σ a / (a + p(w)) · v(w) over the number of words, less what all texts have in common, their first
    /// principal component. p(w) is the word's share of all words with a vector. Arora, Liang and Ma 2017, "A simple but
    /// tough-to-beat baseline for sentence embeddings", whose a is 0.001.
    case smoothInverseFrequency(a: Double = 1e-3)
  }

  /// One row for each text; nought where no word has a vector.
  public let vectors: Matrix
  /// The length of each row.
  public let norms: [Float]

  /// - Throws: `EmbeddingError.parameter` where the vectors would take more than `memoryLimit` bytes.
  public init(
    of corpus: TokenizedCorpus, words: KeyedVectors, weighting: Weighting, memoryLimit: Int = .max
  ) throws(EmbeddingError) {
    let size = words.vectorSize
    let (bytes, isTooMuch) = corpus.rowCount.multipliedReportingOverflow(by: size * MemoryLayout<Float>.stride)
    guard !isTooMuch, bytes <= memoryLimit else {
      throw .parameter(
        "review",
        "needs a vector for each of \(corpus.rowCount) texts, for which memory_limit "
          + "(\(memoryLimit >> 20) MiB) is too small; raise it, or leave `review` out")
    }
    let positions = words.vocabulary.positions(in: corpus)
    var sums = Matrix(rows: corpus.rowCount, columns: size)
    let weights = Self.weights(weighting, corpus, positions)
    corpus.tokens.withUnsafeBufferPointer { tokens in
      words.vectors.withUnsafeBufferPointer { vectors in
        sums.withUnsafeMutableBufferPointer { sums in
          var total = [Double](repeating: 0, count: size)
          for row in 0..<corpus.rowCount {
            for column in 0..<size { total[column] = 0 }
            var count = 0
            for token in tokens[corpus.tokenRange(ofRow: row)] where positions[Int(token)] != Vocabulary.absent {
              let (start, weight) = (Int(positions[Int(token)]) * size, weights[Int(token)])
              for column in 0..<size { total[column] += weight * Double(vectors[start + column]) }
              count += 1
            }
            guard count > 0 else { continue }
            for column in 0..<size { sums[row * size + column] = Float(total[column] / Double(count)) }
          }
        }
      }
    }
    if case .smoothInverseFrequency = weighting { Self.removeCommon(from: &sums) }
    vectors = sums
    norms = (0..<sums.rows).map { row in
      sums.withUnsafeRow(row) { Float($0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()) }
    }
  }

  /// The texts whose vectors lie at the smallest angle to that of a text, nearest first, of equals the earlier; without itself, and
  /// without those that have no vector.
  ///
  /// - Returns: Nothing where the text has no vector.
  public func nearest(to row: Int, count: Int) -> [(row: Int, similarity: Float)] {
    guard norms[row] > 0 else { return [] }
    let own = vectors.row(row)
    let found = norms.indices.filter { $0 != row && norms[$0] > 0 }.map { other in
      let product = vectors.withUnsafeRow(other) { zip(own, $0).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
      return (row: other, similarity: Float(product / (Double(norms[row]) * Double(norms[other]))))
    }
    return Array(found.sorted { ($1.similarity, $0.row) < ($0.similarity, $1.row) }.prefix(count))
  }

  /// What each word of the corpus counts.
  private static func weights(_ weighting: Weighting, _ corpus: TokenizedCorpus, _ positions: [UInt32]) -> [Double] {
    guard case .smoothInverseFrequency(let a) = weighting else { return corpus.counts.map { _ in 1 } }
    let total = Double(zip(corpus.counts, positions).reduce(0) { $1.1 == Vocabulary.absent ? $0 : $0 + $1.0 })
    return corpus.counts.map { a / (a + Double($0) / total) }
  }

  /// Takes from each row what it has of the first right singular vector of all; what is left of a row that is nothing else is nought.
  private static func removeCommon(from matrix: inout Matrix) {
    let size = matrix.columns
    var gram = [Double](repeating: 0, count: size * size)
    for row in 0..<matrix.rows {
      matrix.withUnsafeRow(row) { elements in
        for i in 0..<size where elements[i] != 0 {
          let factor = Double(elements[i])
          for j in 0..<size { gram[i * size + j] += factor * Double(elements[j]) }
        }
      }
    }
    let first = Array(SymmetricEigen(gram, size: size).vectors.prefix(size))
    matrix.withUnsafeMutableBufferPointer { elements in
      for start in stride(from: 0, to: elements.count, by: size) {
        let row = (0..<size).map { Double(elements[start + $0]) }
        let share = (0..<size).reduce(0.0) { $0 + row[$1] * first[$1] }
        let rest = (0..<size).map { row[$0] - share * first[$0] }
        func square(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
        let isLeft = square(rest) > 1e-10 * square(row)
        for column in 0..<size { elements[start + column] = isLeft ? Float(rest[column]) : 0 }
      }
    }
  }
}
