package import LinearAlgebra

/// What training changes: two matrices of one row for each word.
///
/// Rows are padded with zeros to a multiple of 16 floats, one cache line, so that kernels need no remainder and rows
/// never share a line. The padding stays zero: every update of it is a multiple of zero.
package struct Word2VecWeights: Sendable {
  /// The word vectors, gensim's `wv.vectors`: `[words, stride]`.
  package var input: Matrix
  /// The vectors that words are predicted with, gensim's `syn1neg`: `[words, stride]`.
  package var output: Matrix
  /// The elements of a vector, without padding.
  package let vectorSize: Int

  /// The length of a padded row.
  package var stride: Int { input.columns }

  /// Input vectors evenly from -0.5 to 0.5, divided by `vectorSize`; output vectors zero.
  package init(words: Int, vectorSize: Int, seed: UInt64) {
    let stride = Self.paddedSize(vectorSize)
    self.vectorSize = vectorSize
    input = Matrix(rows: words, columns: stride)
    output = Matrix(rows: words, columns: stride)
    // A stream of its own: rows of the corpus draw from streams 0, 1, 2 …
    var random = SeededRandom(seed: seed, stream: .max)
    let scale = 1 / Float(vectorSize)
    input.withUnsafeMutableBufferPointer { elements in
      for word in 0..<words {
        for column in 0..<vectorSize { elements[word * stride + column] = (random.nextFloat() - 0.5) * scale }
      }
    }
  }

  /// Weights from elsewhere, `[words, vectorSize]` each.
  package init(input: Matrix, output: Matrix) {
    precondition(input.rows == output.rows && input.columns == output.columns, "matrices of one shape")
    vectorSize = input.columns
    self.input = Self.padded(input)
    self.output = Self.padded(output)
  }

  /// Weights that are a panel of others' columns, padding included.
  init(panel input: Matrix, _ output: Matrix) {
    vectorSize = input.columns
    self.input = input
    self.output = output
  }

  /// The word vectors without padding, `[words, vectorSize]`.
  package var vectors: Matrix { input.columns(0..<vectorSize) }

  private static func padded(_ matrix: Matrix) -> Matrix {
    let padding = paddedSize(matrix.columns) - matrix.columns
    return Matrix(joining: [matrix, Matrix(rows: matrix.rows, columns: padding)])
  }

  private static func paddedSize(_ size: Int) -> Int { (size + 15) / 16 * 16 }
}
