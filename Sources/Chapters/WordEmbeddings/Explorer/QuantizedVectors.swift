package import Embeddings
internal import LinearAlgebra

/// Directions of vectors in as few bits for each element as still find the nearest words.
///
/// Each vector is scaled so that its greatest element is the greatest number of so many bits. How long it was is not kept: a
/// cosine does not ask for it.
package struct QuantizedVectors: Sendable {
  /// The share of the nearest words that the bits are to find again, where ten bits are enough for it.
  package static let aim = 0.99

  /// The elements, vector by vector.
  package let elements: [Int16]
  /// How many bits an element has with its sign: 8, 9 or 10.
  package let bits: Int
  /// The share of the nearest words of all words that are nearest by these elements as well, on average.
  package let recall: Double

  init(elements: [Int16], bits: Int, recall: Double) {
    self.elements = elements
    self.bits = bits
    self.recall = recall
  }

  /// - Parameters:
  ///   - vectors: Finite.
  ///   - topN: How many nearest words to look for.
  package init(_ vectors: KeyedVectors, topN: Int = 10, threads: Int) {
    let exact = vectors.neighborsOfAll(topN: topN, threads: threads)
    var bits = 8
    while true {
      let elements = Self.elements(vectors.vectors, greatest: Float((1 << (bits - 1)) - 1))
      let recall = Self.recall(of: elements, in: vectors, exact, threads: threads)
      if recall >= Self.aim || bits == 10 {
        (self.elements, self.bits, self.recall) = (elements, bits, recall)
        return
      }
      bits += 1
    }
  }

  private static func elements(_ vectors: Matrix, greatest limit: Float) -> [Int16] {
    (0..<vectors.rows).flatMap { row in
      vectors.withUnsafeRow(row) { row in
        let greatest = row.reduce(Float(0)) { max($0, abs($1)) }
        // Divided first: limit / greatest overflows where the greatest is next to nothing.
        return row.map { greatest > 0 ? Int16(($0 / greatest * limit).rounded()) : 0 }
      }
    }
  }

  private static func recall(
    of elements: [Int16], in vectors: KeyedVectors, _ exact: [[Neighbor]], threads: Int
  ) -> Double {
    let matrix = Matrix(rows: vectors.count, columns: vectors.vectorSize, elements: elements.lazy.map { Float($0) })
    let own = KeyedVectors(vocabulary: vectors.vocabulary, vectors: matrix)
      .neighborsOfAll(topN: exact.first?.count ?? 0, threads: threads)
    let shares = zip(exact, own).map { exact, own in
      let words = Set(own.map(\.word))
      return exact.isEmpty ? 1 : Double(exact.count { words.contains($0.word) }) / Double(exact.count)
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }
}
