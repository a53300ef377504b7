internal import LinearAlgebra

extension Matrix {
  /// The mean of each column and the covariance of each two, `[columns, columns]`, with n − 1 in the denominator.
  ///
  /// The mean is taken off before anything is multiplied, so that data far from the origin loses no digits.
  func covariance() -> (mean: [Double], covariance: [Double]) {
    let size = columns
    var mean = [Double](repeating: 0, count: size)
    for point in 0..<rows {
      withUnsafeRow(point) { row in for column in 0..<size { mean[column] += Double(row[column]) } }
    }
    for column in 0..<size { mean[column] /= Double(rows) }

    var covariance = [Double](repeating: 0, count: size * size)
    var centered = [Double](repeating: 0, count: size)
    for point in 0..<rows {
      withUnsafeRow(point) { row in for column in 0..<size { centered[column] = Double(row[column]) - mean[column] } }
      covariance.withUnsafeMutableBufferPointer { covariance in
        centered.withUnsafeBufferPointer { centered in
          for i in 0..<size {
            let factor = centered[i]
            let row = covariance.baseAddress! + i * size
            for j in i..<size { row[j] += factor * centered[j] }
          }
        }
      }
    }
    for i in 0..<size {
      for j in i..<size {
        covariance[i * size + j] /= Double(rows - 1)
        covariance[j * size + i] = covariance[i * size + j]
      }
    }
    return (mean, covariance)
  }
}
