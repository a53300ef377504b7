extension Matrix {
  /// A copy of some columns, `[rows, range.count]`.
  package func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "outside the matrix")
    let result = Matrix(rows: rows, columns: range.count)
    for row in 0..<rows {
      (result.storage.base + row * range.count).update(
        from: storage.base + row * columns + range.lowerBound, count: range.count)
    }
    return result
  }

  /// Matrices of the same number of rows side by side.
  package init(joining parts: [Matrix]) {
    self.init(rows: parts.first?.rows ?? 0, columns: parts.reduce(0) { $0 + $1.columns })
    var first = 0
    for part in parts {
      precondition(part.rows == rows, "matrices of as many rows")
      for row in 0..<rows {
        (storage.base + row * columns + first).update(
          from: part.storage.base + row * part.columns, count: part.columns)
      }
      first += part.columns
    }
  }
}
