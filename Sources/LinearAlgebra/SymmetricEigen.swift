internal import Foundation

/// The eigenvalues and eigenvectors of a symmetric matrix, greatest eigenvalue first.
///
/// Householder reflections make the matrix tridiagonal, implicit QL rotations make it diagonal; both in double, in
/// O(n³) and always in the same order, so the result has the same bits every time. An eigenvector's sign is whatever
/// the rotations leave. Bowdler, Martin, Reinsch and Wilkinson 1968, "The QR and QL algorithms for symmetric matrices".
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, descending.
  public let values: [Double]
  /// The eigenvectors, `[n, n]` row by row in the order of the values: one vector a row, each of length 1.
  public let vectors: [Double]

  /// - Parameters:
  ///   - matrix: `[size, size]`, symmetric and finite.
  ///   - size: The number of rows.
  public init(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a square matrix")
    var reduction = Tridiagonal(matrix, size: size)
    reduction.diagonalize()
    let order = (0..<size).sorted {
      reduction.diagonal[$0] != reduction.diagonal[$1]
        ? reduction.diagonal[$0] > reduction.diagonal[$1] : $0 < $1
    }
    values = order.map { reduction.diagonal[$0] }
    vectors = order.flatMap { reduction.basis[$0 * size..<($0 + 1) * size] }
  }
}

/// A symmetric matrix on its way to being diagonal: `A = basisᵀ · T · basis` with T tridiagonal.
private struct Tridiagonal {
  let size: Int
  var diagonal: [Double]
  /// Element i couples rows i and i + 1; the last one stays 0.
  var coupling: [Double]
  /// Orthogonal, one vector a row.
  var basis: [Double]

  init(_ matrix: [Double], size n: Int) {
    size = n
    var a = matrix
    var basis = [Double](repeating: 0, count: n * n)
    for i in 0..<n { basis[i * n + i] = 1 }
    coupling = [Double](repeating: 0, count: n)
    var v = [Double](repeating: 0, count: n)
    var w = [Double](repeating: 0, count: n)
    var projection = [Double](repeating: 0, count: n)
    for k in 0..<max(n - 2, 0) {
      // v reflects column k, below the diagonal, onto its first element.
      var square = 0.0
      for i in (k + 1)..<n {
        v[i] = a[i * n + k]
        square += v[i] * v[i]
      }
      let image = v[k + 1] > 0 ? -square.squareRoot() : square.squareRoot()
      coupling[k] = image
      let length = (2 * (square - image * v[k + 1])).squareRoot()
      guard length > 0 else { continue }
      v[k + 1] -= image
      for i in (k + 1)..<n { v[i] /= length }

      // A ← H A H with H = 1 − 2 v vᵀ, as one symmetric change of rank two.
      var inner = 0.0
      for i in (k + 1)..<n {
        var sum = 0.0
        for j in (k + 1)..<n { sum += a[i * n + j] * v[j] }
        w[i] = sum
        inner += sum * v[i]
      }
      for i in (k + 1)..<n { w[i] -= inner * v[i] }
      for i in (k + 1)..<n {
        let (vi, wi) = (2 * v[i], 2 * w[i])
        for j in (k + 1)..<n { a[i * n + j] -= vi * w[j] + wi * v[j] }
      }
      for j in 0..<n { projection[j] = 0 }
      for i in (k + 1)..<n {
        for j in 0..<n { projection[j] += v[i] * basis[i * n + j] }
      }
      for i in (k + 1)..<n {
        let vi = 2 * v[i]
        for j in 0..<n { basis[i * n + j] -= vi * projection[j] }
      }
    }
    if n > 1 { coupling[n - 2] = a[(n - 1) * n + n - 2] }
    diagonal = (0..<n).map { a[$0 * n + $0] }
    self.basis = basis
  }

  /// Rotates until no coupling is left.
  mutating func diagonalize() {
    for first in 0..<size {
      // Two rotations a value is usual; a finite matrix never needs 60.
      for _ in 0..<60 {
        let last = endOfBlock(from: first)
        guard last > first else { break }
        sweep(first...last)
      }
    }
  }

  /// The last row that is still coupled to a row through rows in between.
  private func endOfBlock(from first: Int) -> Int {
    var last = first
    while last < size - 1 {
      let scale = abs(diagonal[last]) + abs(diagonal[last + 1])
      if abs(coupling[last]) <= .ulpOfOne * scale { break }
      last += 1
    }
    return last
  }

  /// One implicit QL step on a block, shifted by the eigenvalue of its leading two rows that is nearer to the first.
  private mutating func sweep(_ block: ClosedRange<Int>) {
    let (first, last) = (block.lowerBound, block.upperBound)
    let half = (diagonal[first + 1] - diagonal[first]) / (2 * coupling[first])
    let root = hypot(half, 1)
    let shift = diagonal[first] - coupling[first] / (half + (half < 0 ? -root : root))
    var bulge = diagonal[last] - shift
    var (sine, cosine, moved) = (1.0, 1.0, 0.0)
    for i in stride(from: last - 1, through: first, by: -1) {
      let chased = sine * coupling[i]
      let kept = cosine * coupling[i]
      let length = hypot(chased, bulge)
      coupling[i + 1] = length
      guard length > 0 else {
        // The block fell apart here: what was moved goes back, and the next step takes the smaller block.
        diagonal[i + 1] -= moved
        coupling[last] = 0
        return
      }
      sine = chased / length
      cosine = bulge / length
      let rest = diagonal[i + 1] - moved
      let mix = (diagonal[i] - rest) * sine + 2 * cosine * kept
      moved = sine * mix
      diagonal[i + 1] = rest + moved
      bulge = cosine * mix - kept
      rotate(i, sine, cosine)
    }
    diagonal[first] -= moved
    coupling[first] = bulge
    coupling[last] = 0
  }

  private mutating func rotate(_ i: Int, _ sine: Double, _ cosine: Double) {
    let n = size
    basis.withUnsafeMutableBufferPointer { basis in
      let (upper, lower) = (basis.baseAddress! + i * n, basis.baseAddress! + (i + 1) * n)
      for j in 0..<n {
        let (a, b) = (upper[j], lower[j])
        lower[j] = sine * a + cosine * b
        upper[j] = cosine * a - sine * b
      }
    }
  }
}
