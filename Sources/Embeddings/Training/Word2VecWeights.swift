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

  /// The word vectors without padding, `[words, vectorSize]`.
  package var vectors: Matrix { Self.copy(input, columns: vectorSize) }

  private static func padded(_ matrix: Matrix) -> Matrix {
    copy(matrix, columns: paddedSize(matrix.columns))
  }

  private static func paddedSize(_ size: Int) -> Int { (size + 15) / 16 * 16 }

  /// The same rows, cut or filled with zeros to another length.
  private static func copy(_ matrix: Matrix, columns: Int) -> Matrix {
    var result = Matrix(rows: matrix.rows, columns: columns)
    result.withUnsafeMutableBufferPointer { result in
      for row in 0..<matrix.rows {
        matrix.withUnsafeRow(row) { source in
          (result.baseAddress! + row * columns).update(
            from: source.baseAddress!, count: min(columns, matrix.columns))
        }
      }
    }
    return result
  }
}
