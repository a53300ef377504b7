public import LinearAlgebra

/// Vectors by word, apart from whatever trained them.
///
/// Similarity is the cosine of the angle between two vectors; a vector of zeros is similar to nothing (0).
public struct KeyedVectors: Sendable {
  /// The words, in the order of the rows; with counts where those are known.
  public let vocabulary: Vocabulary
  /// The vectors as trained, `[words, vectorSize]`.
  public let vectors: Matrix
  /// The Euclidean length of each vector.
  public let norms: [Float]

  /// - Parameter vectors: One row for each word of the vocabulary.
  public init(vocabulary: Vocabulary, vectors: Matrix) {
    precondition(vocabulary.count == vectors.rows, "one row for each word")
    self.vocabulary = vocabulary
    self.vectors = vectors
    norms = (0..<vectors.rows).map { row in
      // In double, because the squares of large elements overflow a float.
      vectors.withUnsafeRow(row) { Float($0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()) }
    }
  }

  /// The words, in the order of the rows.
  public var words: [String] { vocabulary.words }

  /// The number of words.
  public var count: Int { vocabulary.count }

  /// The number of elements of each vector.
  public var vectorSize: Int { vectors.columns }

  /// The vectors divided by their lengths, `[words, vectorSize]`; a vector of zeros stays.
  public var normalized: Matrix {
    var result = vectors
    result.withUnsafeMutableBufferPointer { elements in
      for row in 0..<count where norms[row] > 0 {
        for column in row * vectorSize..<(row + 1) * vectorSize { elements[column] /= norms[row] }
      }
    }
    return result
  }

  /// The vector of a word.
  ///
  /// - Throws: `EmbeddingError.unknownWord` with the words that are spelled most like it.
  public func vector(of word: String) throws(EmbeddingError) -> [Float] {
    vectors.row(try position(of: word))
  }

  /// The row of a word.
  ///
  /// - Throws: `EmbeddingError.unknownWord` with the words that are spelled most like it.
  public func position(of word: String) throws(EmbeddingError) -> Int {
    guard let position = vocabulary.position(of: word) else {
      throw .unknownWord(word, nearest: vocabulary.nearestSpellings(to: word))
    }
    return position
  }
}
