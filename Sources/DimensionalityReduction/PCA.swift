public import LinearAlgebra

/// Principal component analysis: the directions in which data varies most.
///
/// The eigenvectors of the covariance matrix, computed in double. Signs follow scikit-learn (`svd_flip` on the
/// components): the element of a component that is greatest in magnitude is positive, so a figure never flips from one
/// run to the next. Pearson 1901; Hotelling 1933.
public struct PCA: Sendable {
  /// The mean of each column, which is taken off before anything else: `[columns]`.
  public let mean: [Double]
  /// The directions, `[components, columns]`, each of length 1, the one with the greatest variance first.
  public let components: Matrix
  /// The variance along each component, with n − 1 in the denominator.
  public let explainedVariance: [Double]
  /// The share of the whole variance along each component; 0 where the data does not vary.
  public let explainedVarianceRatio: [Double]

  /// Finds the components of some data.
  ///
  /// - Parameters:
  ///   - data: `[points, columns]`, at least two points, finite.
  ///   - components: From 1 to the lesser of points and columns.
  /// - Complexity: O(points · columns² + columns³).
  /// - Throws: `ReductionError`.
  public init(fitting data: Matrix, components count: Int) throws(ReductionError) {
    guard data.rows > 1 else { throw .data("needs at least two points, found \(data.rows)") }
    guard data.isFinite else { throw .data("has an element that is infinite or not a number") }
    let most = min(data.rows, data.columns)
    guard count >= 1, count <= most else {
      throw .parameter(
        "n_components", "must be from 1 to \(most) for \(data.rows) points of \(data.columns) columns, found \(count)")
    }
    let size = data.columns
    let (mean, covariance) = data.covariance()
    let eigen = SymmetricEigen(covariance, size: size)
    // Rounding can leave a vanishing variance a little below zero.
    let variances = eigen.values.map { max($0, 0) }
    let total = variances.reduce(0, +)
    self.mean = mean
    explainedVariance = Array(variances.prefix(count))
    explainedVarianceRatio = explainedVariance.map { total > 0 ? $0 / total : 0 }
    components = Matrix(
      rows: count, columns: size,
      elements: (0..<count).flatMap { Self.oriented(eigen.vectors[$0 * size..<($0 + 1) * size]) })
  }

  /// The coordinates of points along the components.
  ///
  /// - Parameter data: `[points, columns]`, with the columns that were fitted.
  /// - Returns: `[points, components]`.
  public func transform(_ data: Matrix) -> Matrix {
    precondition(data.columns == mean.count, "data of \(mean.count) columns")
    var result = Matrix(rows: data.rows, columns: components.rows)
    for point in 0..<data.rows {
      for component in 0..<components.rows {
        result[point, component] = data.withUnsafeRow(point) { values in
          components.withUnsafeRow(component) { direction in
            var sum = 0.0
            for column in values.indices { sum += (Double(values[column]) - mean[column]) * Double(direction[column]) }
            return Float(sum)
          }
        }
      }
    }
    return result
  }

  private static func oriented(_ direction: ArraySlice<Double>) -> [Float] {
    let greatest = direction.max { abs($0) < abs($1) } ?? 0
    return direction.map { Float(greatest < 0 ? -$0 : $0) }
  }
}
