internal import LinearAlgebra

/// How near the vectors of words come to those of another training when one set is turned onto the other.
///
/// Vectors at length 1, turned by the orthogonal matrix that fits best over all words: two trainings differ by a rotation that means
/// nothing, and what is left tells which words moved. Hamilton, Leskovec and Jurafsky 2016, "Diachronic word embeddings reveal
/// statistical laws of semantic change", §2.2.
public struct VectorAlignment: Sendable {
  /// The cosine of each word's two vectors as they were trained, in the order of the words.
  public let before: [Float]
  /// The same after the turn.
  public let after: [Float]

  /// - Parameters:
  ///   - vectors: What stays.
  ///   - others: What is turned: the same words in the same order, of the same size.
  public init(of vectors: KeyedVectors, and others: KeyedVectors) {
    precondition(vectors.count == others.count && vectors.vectorSize == others.vectorSize, "the same words and size")
    let (fixed, moving) = (vectors.normalized, others.normalized)
    before = Self.products(fixed, moving)
    after = Self.products(fixed, OrthogonalProcrustes(turning: moving, onto: fixed).turn(moving))
  }

  private static func products(_ first: Matrix, _ second: Matrix) -> [Float] {
    (0..<first.rows).map { row in
      first.withUnsafeRow(row) { a in
        second.withUnsafeRow(row) { b in Float(zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }) }
      }
    }
  }
}
