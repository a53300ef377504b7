package import Embeddings
package import LinearAlgebra

/// Directions of vectors in a byte for each element.
///
/// Each vector is scaled so that its greatest element is 127. How long it was is not kept: a cosine does not ask for it.
package struct QuantizedVectors: Sendable {
  /// The elements, vector by vector.
  package let elements: [Int8]
  private let columns: Int

  /// - Parameter vectors: Finite.
  package init(_ vectors: Matrix) {
    columns = vectors.columns
    elements = (0..<vectors.rows).flatMap { row in
      vectors.withUnsafeRow(row) { row in
        let greatest = row.reduce(Float(0)) { max($0, abs($1)) }
        // By division: 127 / greatest overflows where the greatest is next to nothing.
        return row.map { greatest > 0 ? Int8(($0 / greatest * 127).rounded()) : 0 }
      }
    }
  }

  /// The share of the ten nearest words of all words that are nearest by these bytes as well, on average.
  package func recall(of vectors: KeyedVectors, topN: Int = 10, threads: Int) -> Double {
    let matrix = Matrix(rows: vectors.count, columns: columns, elements: elements.lazy.map { Float($0) })
    let own = KeyedVectors(vocabulary: vectors.vocabulary, vectors: matrix)
      .neighborsOfAll(topN: topN, threads: threads)
    let shares = zip(vectors.neighborsOfAll(topN: topN, threads: threads), own).map { exact, own in
      let words = Set(own.map(\.word))
      return exact.isEmpty ? 1 : Double(exact.count { words.contains($0.word) }) / Double(exact.count)
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }
}
