/// Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of their ranks.
///
/// - Returns: nil where fewer than three values are compared, or where either list never varies.
public func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double? {
  precondition(x.count == y.count, "values are compared two by two")
  guard x.count > 2 else { return nil }
  let (x, y) = (ranks(x), ranks(y))
  let mean = Double(x.count + 1) / 2
  var (xy, xx, yy) = (0.0, 0.0, 0.0)
  for (x, y) in zip(x, y) {
    xy += (x - mean) * (y - mean)
    xx += (x - mean) * (x - mean)
    yy += (y - mean) * (y - mean)
  }
  return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
}

/// The place of each value among all, counted from 1.
private func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = values
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in order[start..<end] { ranks[place] = Double(start + end + 1) / 2 }
    start = end
  }
  return ranks
}
