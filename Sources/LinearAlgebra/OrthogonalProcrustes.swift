/// The rotation, with a reflection where that fits better, that brings the rows of one matrix nearest to those of another.
///
///     R = U Vᵀ  with  Aᵀ B = U Σ Vᵀ  minimises  ‖A R − B‖  among all orthogonal R
///
/// Schönemann 1966, "A generalized solution of the orthogonal Procrustes problem". In double, in one order, so with the same bits every
/// time. Where the rows leave directions undecided, as fewer rows than columns do, R is one of several that are equally near.
public struct OrthogonalProcrustes: Sendable {
  /// The number of columns.
  public let size: Int
  /// R, `[size, size]` row by row.
  public let rotation: [Double]

  /// - Parameters:
  ///   - source: A, what is turned, `[rows, size]`.
  ///   - target: B, what it is turned onto, of the same shape.
  public init(turning source: Matrix, onto target: Matrix) {
    precondition(source.rows == target.rows && source.columns == target.columns, "row by row, column by column")
    let size = source.columns
    self.size = size
    var product = [Double](repeating: 0, count: size * size)
    for row in 0..<source.rows {
      source.withUnsafeRow(row) { a in
        target.withUnsafeRow(row) { b in
          product.withUnsafeMutableBufferPointer { product in
            for i in 0..<size {
              let factor = Double(a[i])
              let sums = product.baseAddress! + i * size
              for j in 0..<size { sums[j] += factor * Double(b[j]) }
            }
          }
        }
      }
    }
    let (left, right) = Self.singularVectors(of: product, size)
    var rotation = [Double](repeating: 0, count: size * size)
    for vector in 0..<size {
      for i in 0..<size {
        let factor = left[vector * size + i]
        for j in 0..<size { rotation[i * size + j] += factor * right[vector * size + j] }
      }
    }
    self.rotation = rotation
  }

  /// Rows turned by R.
  public func turn(_ matrix: Matrix) -> Matrix {
    precondition(matrix.columns == size, "the columns that were turned")
    var turned = [Float](repeating: 0, count: matrix.rows * size)
    var sums = [Double](repeating: 0, count: size)
    for row in 0..<matrix.rows {
      for j in 0..<size { sums[j] = 0 }
      matrix.withUnsafeRow(row) { elements in
        for i in 0..<size {
          let factor = Double(elements[i])
          for j in 0..<size { sums[j] += factor * rotation[i * size + j] }
        }
      }
      for j in 0..<size { turned[row * size + j] = Float(sums[j]) }
    }
    return Matrix(rows: matrix.rows, columns: size, elements: turned)
  }

  /// The left and right singular vectors of a square matrix, one a row, in one order.
  ///
  /// One-sided Jacobi rotations make the columns of M V orthogonal; V begins with the eigenvectors of MᵀM, which are right but for the
  /// small singular values, so that a few sweeps do. Left vectors of what is nought are any that complete the basis.
  private static func singularVectors(of matrix: [Double], _ n: Int) -> (left: [Double], right: [Double]) {
    var gram = [Double](repeating: 0, count: n * n)
    for k in 0..<n {
      for i in 0..<n {
        let factor = matrix[k * n + i]
        for j in 0..<n { gram[i * n + j] += factor * matrix[k * n + j] }
      }
    }
    var right = SymmetricEigen(gram, size: n).vectors
    // Column v of M V, as a row.
    var images = [Double](repeating: 0, count: n * n)
    for v in 0..<n {
      for i in 0..<n {
        var sum = 0.0
        for j in 0..<n { sum += matrix[i * n + j] * right[v * n + j] }
        images[v * n + i] = sum
      }
    }
    for _ in 0..<40 where !orthogonalize(&images, &right, n) { continue }
    return (unit(images, n), right)
  }

  /// One sweep over all pairs of rows.
  ///
  /// - Returns: Whether they were orthogonal already.
  private static func orthogonalize(_ images: inout [Double], _ right: inout [Double], _ n: Int) -> Bool {
    var isDone = true
    for p in 0..<max(0, n - 1) {
      for q in (p + 1)..<n {
        var (pp, qq, pq) = (0.0, 0.0, 0.0)
        for i in 0..<n {
          let (a, b) = (images[p * n + i], images[q * n + i])
          pp += a * a
          qq += b * b
          pq += a * b
        }
        guard abs(pq) > 1e-15 * (pp * qq).squareRoot(), abs(pq) > .leastNormalMagnitude else { continue }
        isDone = false
        let zeta = (qq - pp) / (2 * pq)
        let tangent = (zeta < 0 ? -1.0 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        rotate(&images, p, q, n, cosine, cosine * tangent)
        rotate(&right, p, q, n, cosine, cosine * tangent)
      }
    }
    return isDone
  }

  private static func rotate(_ rows: inout [Double], _ p: Int, _ q: Int, _ n: Int, _ cosine: Double, _ sine: Double) {
    rows.withUnsafeMutableBufferPointer { rows in
      let (first, second) = (rows.baseAddress! + p * n, rows.baseAddress! + q * n)
      for i in 0..<n {
        let (a, b) = (first[i], second[i])
        first[i] = cosine * a - sine * b
        second[i] = sine * a + cosine * b
      }
    }
  }

  /// The rows at length 1; those of nought are replaced by what is orthogonal to all others.
  private static func unit(_ images: [Double], _ n: Int) -> [Double] {
    var units = images
    let lengths = (0..<n).map { v in
      (0..<n).reduce(0.0) { $0 + images[v * n + $1] * images[v * n + $1] }.squareRoot()
    }
    let least = (lengths.max() ?? 0) * Double(n) * .ulpOfOne
    var isSet = lengths.map { $0 > least }
    for v in 0..<n where isSet[v] { for i in 0..<n { units[v * n + i] /= lengths[v] } }
    for v in 0..<n where !isSet[v] {
      complete(&units, v, isSet, n)
      isSet[v] = true
    }
    return units
  }

  /// Sets a row to the unit vector furthest from those that are set, made orthogonal to them.
  private static func complete(_ units: inout [Double], _ row: Int, _ isSet: [Bool], _ n: Int) {
    let others = (0..<n).filter { isSet[$0] }
    let taken = (0..<n).map { axis in others.reduce(0.0) { $0 + units[$1 * n + axis] * units[$1 * n + axis] } }
    let axis = (0..<n).min { taken[$0] < taken[$1] } ?? 0
    var vector = [Double](repeating: 0, count: n)
    vector[axis] = 1
    // Twice, since the first time leaves what rounding has left.
    for _ in 0..<2 {
      for other in others {
        let product = (0..<n).reduce(0.0) { $0 + vector[$1] * units[other * n + $1] }
        for i in 0..<n { vector[i] -= product * units[other * n + i] }
      }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for i in 0..<n { units[row * n + i] = vector[i] / length }
  }
}
