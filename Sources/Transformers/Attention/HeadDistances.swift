internal import Foundation

extension AttentionMap {
  /// How differently any two heads attend: the Jensen–Shannon divergence of their rows, mean over the queries, in nats.
  ///
  /// - Returns: A symmetric matrix, heads in the order layer · heads + head. Clark et al. 2019, §6, without their sum.
  public func divergences() -> [[Double]] {
    HeadDistances.divergences(heads: layers * heads, rows: count) { row($0 / heads, $0 % heads, $1) }
  }
}

/// How differently heads attend.
enum HeadDistances {
  /// The Jensen–Shannon divergence of the rows of any two heads, mean over the rows.
  ///
  ///     JS(p, q) = H((p + q) / 2) − (H(p) + H(q)) / 2
  ///
  /// - Parameter row: A row of a head.
  static func divergences(
    heads: Int, rows: Int, of row: (_ head: Int, _ row: Int) -> ArraySlice<Float>
  ) -> [[Double]] {
    var result = Array(repeating: [Double](repeating: 0, count: heads), count: heads)
    let entropies = (0..<heads).map { head in (0..<rows).map { AttentionMap.entropy(row(head, $0)) } }
    for first in 0..<heads {
      for second in 0..<first {
        var sum = 0.0
        for place in 0..<rows {
          let middle = zip(row(first, place), row(second, place)).reduce(0.0) { sum, pair in
            let p = (Double(pair.0) + Double(pair.1)) / 2
            return p > 0 ? sum - p * log(p) : sum
          }
          sum += max(middle - (entropies[first][place] + entropies[second][place]) / 2, 0)
        }
        result[first][second] = sum / Double(max(rows, 1))
        result[second][first] = result[first][second]
      }
    }
    return result
  }
}

/// Classical multidimensional scaling: points in a plane whose distances are as near to given ones as a plane allows.
///
///     B = −½ J D² J,  J = I − 1/n;  x = v √λ for the largest eigenvalues λ of B
///
/// Torgerson 1952.
public enum ClassicalScaling {
  /// Points for a symmetric matrix of distances.
  ///
  /// - Returns: `[points][dimensions]`, centred; of each dimension the largest coordinate is positive, so that the
  ///   same distances give the same picture. A dimension whose eigenvalue is not positive is all zeros.
  public static func points(_ distances: [[Double]], dimensions: Int = 2) -> [[Double]] {
    let count = distances.count
    precondition(distances.allSatisfy { $0.count == count }, "a square matrix of distances")
    if count == 0 { return [] }
    let squares = distances.map { $0.map { $0 * $0 } }
    let means = squares.map { $0.reduce(0, +) / Double(count) }
    let mean = means.reduce(0, +) / Double(count)
    let centred = (0..<count).map { i in (0..<count).map { j in -0.5 * (squares[i][j] - means[i] - means[j] + mean) } }
    let (values, vectors) = SymmetricEigenvalues.decompose(centred)
    let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
    var points = Array(repeating: [Double](repeating: 0, count: dimensions), count: count)
    for (dimension, index) in order.prefix(dimensions).enumerated() where values[index] > 0 {
      let peak = vectors[index].max { abs($0) < abs($1) } ?? 0
      let scale = values[index].squareRoot() * (peak < 0 ? -1 : 1)
      for point in 0..<count { points[point][dimension] = vectors[index][point] * scale }
    }
    return points
  }
}

/// Eigenvalues of a symmetric matrix by Jacobi's rotations: slow beside Householder's way, exact to the last digits, and a
/// few milliseconds for the 144 heads of a large model.
enum SymmetricEigenvalues {
  /// - Returns: The eigenvalues, and for each its unit vector.
  static func decompose(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    let count = matrix.count
    var a = matrix.flatMap { $0 }
    var vectors = (0..<count * count).map { $0 % (count + 1) == 0 ? 1.0 : 0.0 }
    let size = a.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var rest = 0.0
      for row in 0..<count { for column in 0..<row { rest += a[row * count + column] * a[row * count + column] } }
      if rest <= 1e-30 * size { break }
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) where a[p * count + q] != 0 {
          rotate(&a, &vectors, count, p, q)
        }
      }
    }
    return (
      (0..<count).map { a[$0 * count + $0] },
      (0..<count).map { Array(vectors[($0 * count)..<(($0 + 1) * count)]) }
    )
  }

  /// Turns rows and columns p and q so that their common element becomes 0. Vectors are rows of `vectors`.
  private static func rotate(_ a: inout [Double], _ vectors: inout [Double], _ count: Int, _ p: Int, _ q: Int) {
    let theta = (a[q * count + q] - a[p * count + p]) / (2 * a[p * count + q])
    let t = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (t * t + 1).squareRoot()
    let sine = t * cosine
    for k in 0..<count {
      let (x, y) = (a[k * count + p], a[k * count + q])
      a[k * count + p] = cosine * x - sine * y
      a[k * count + q] = sine * x + cosine * y
    }
    for k in 0..<count {
      let (x, y) = (a[p * count + k], a[q * count + k])
      a[p * count + k] = cosine * x - sine * y
      a[q * count + k] = sine * x + cosine * y
      let (v, w) = (vectors[p * count + k], vectors[q * count + k])
      vectors[p * count + k] = cosine * v - sine * w
      vectors[q * count + k] = sine * v + cosine * w
    }
  }
}
