/// Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of their ranks.
///
/// - Returns: nil where fewer than three values are compared, or where either list never varies.
public func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double? {
  precondition(x.count == y.count, "values are compared two by two")
  guard x.count > 2 else { return nil }
  let once = [Int](repeating: 1, count: x.count)
  return RankOrder(x).correlation(with: RankOrder(y), counting: once)
}

/// Values in order, sorted once, so that their ranks within any draw from them need no sorting.
public struct RankOrder: Sendable {
  private let order: [Int]
  /// Behind which place of `order` each run of equal values ends.
  private let ends: [Int]

  /// Sorts values, none of them nan.
  public init(_ values: [Double]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    ends = (1...max(1, order.count)).filter {
      $0 == order.count || $0 < order.count && values[order[$0]] != values[order[$0 - 1]]
    }
    self.order = order
  }

  /// The place of each value among all, counted from 1; equal ones share the mean of their places.
  ///
  /// - Parameter times: How often each value counts, as in a draw with replacement; once unless said.
  public func ranks(counting times: [Int]? = nil) -> [Double] {
    precondition(times == nil || times?.count == order.count, "each value counts some times")
    var ranks = [Double](repeating: 0, count: order.count)
    var (start, before) = (0, 0)
    for end in ends {
      let count = times.map { times in order[start..<end].reduce(0) { $0 + times[$1] } } ?? end - start
      for place in order[start..<end] { ranks[place] = Double(before) + Double(count + 1) / 2 }
      (start, before) = (end, before + count)
    }
    return ranks
  }

  /// Spearman's correlation where each pair of values counts so many times; nil where either never varies.
  public func correlation(with other: RankOrder, counting times: [Int]) -> Double? {
    RankOrder.correlation(ranks(counting: times), other.ranks(counting: times), counting: times)
  }

  /// The same of ranks that are known.
  public static func correlation(_ x: [Double], _ y: [Double], counting times: [Int]) -> Double? {
    let mean = Double(times.reduce(0, +) + 1) / 2
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for index in times.indices where times[index] > 0 {
      let (dx, dy, count) = (x[index] - mean, y[index] - mean, Double(times[index]))
      xy += count * dx * dy
      xx += count * dx * dx
      yy += count * dy * dy
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
  }
}
