extension AttentionMap {
  /// How much attention each unit receives: the mean over layers, heads and the queries that can see it.
  ///
  /// Mostly ranks [SEP] and [CLS] first; see `without(special:punctuation:)`.
  public func received() -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for layer in 0..<layers {
      for head in 0..<heads {
        for query in units.indices {
          for (key, weight) in row(layer, head, query).enumerated() { sums[key] += Double(weight) }
        }
      }
    }
    return sums.enumerated().map { key, sum in
      let queries =
        windows.isEmpty
        ? layers * (isCausal ? count - key : count)
        : (0..<layers).reduce(0) { total, layer in total + units.indices.count { sees(layer, $0, key) } }
      return sum / Double(heads * queries)
    }
  }

  /// Attention followed through all layers, residual connections included.
  ///
  ///     rollout = Ã_L … Ã_2 Ã_1,  Ã = (A + I) with rows that sum to 1, A the mean over heads
  ///
  /// - Returns: For each unit at the last layer, how much each unit at the first has in it; rows sum to 1. Abnar and Zuidema
  ///   2020.
  public func rollout() -> [[Double]] {
    var result = units.indices.map { i in units.indices.map { i == $0 ? 1.0 : 0.0 } }
    for layer in 0..<layers {
      result = mixing(layer).map { mixed in
        var row = [Double](repeating: 0, count: count)
        for key in units.indices where mixed[key] > 0 {
          for source in units.indices { row[source] += mixed[key] * result[key][source] }
        }
        return row
      }
    }
    return result
  }

  /// Ã of a layer: how its attention, mean over heads, and its residual connection mix the units; rows sum to 1.
  func mixing(_ layer: Int) -> [[Double]] {
    units.indices.map { query in
      var mean = [Double](repeating: 0, count: count)
      for head in 0..<heads {
        for (key, weight) in row(layer, head, query).enumerated() { mean[key] += Double(weight) / Double(heads) }
      }
      mean[query] += 1
      let sum = mean.reduce(0, +)
      return mean.map { $0 / sum }
    }
  }
}

/// Agreement of two rankings.
public enum RankAgreement {
  /// Kendall's τ-b: 1 for the same order, −1 for the opposite one; ties count for neither. Nil where one of them is all ties.
  public static func kendall(_ left: [Double], _ right: [Double]) -> Double? {
    precondition(left.count == right.count, "rankings of one length")
    var (agreeing, tiedLeft, tiedRight, pairs) = (0, 0, 0, 0)
    for i in left.indices {
      for j in 0..<i {
        pairs += 1
        let a = (left[i] - left[j]).sign(of: left[i] != left[j])
        let b = (right[i] - right[j]).sign(of: right[i] != right[j])
        agreeing += a * b
        if a == 0 { tiedLeft += 1 }
        if b == 0 { tiedRight += 1 }
      }
    }
    let scale = (Double(pairs - tiedLeft) * Double(pairs - tiedRight)).squareRoot()
    return scale > 0 ? Double(agreeing) / scale : nil
  }
}

extension Double {
  fileprivate func sign(of isDifferent: Bool) -> Int { isDifferent ? (self > 0 ? 1 : -1) : 0 }
}
