import LinearAlgebra

/// How well a map keeps the neighbours of its data, as scikit-learn measures it.
struct MapQuality {
  /// How little the neighbours in the map are strangers in the data: from 0 to 1, best.
  let trustworthiness: Double
  /// The mean share of a point's nearest that are nearest in the map as well.
  let preserved: Double

  init(of map: Matrix, data: Matrix, neighbours count: Int = 10) {
    let points = data.rows
    var penalty = 0.0
    var common = 0
    for point in 0..<points {
      let near = Self.ranked(around: point, data)
      let shown = Self.ranked(around: point, map)
      var rank = [Int](repeating: 0, count: points)
      for (place, other) in near.enumerated() { rank[other] = place + 1 }
      for other in shown.prefix(count) {
        if rank[other] > count { penalty += Double(rank[other] - count) } else { common += 1 }
      }
    }
    preserved = Double(common) / Double(points * count)
    trustworthiness = 1 - penalty * 2 / Double(points * count * (2 * points - 3 * count - 1))
  }

  private static func ranked(around point: Int, _ matrix: Matrix) -> [Int] {
    let distances = (0..<matrix.rows).map { other in
      (0..<matrix.columns).reduce(0.0) {
        let difference = Double(matrix[point, $1]) - Double(matrix[other, $1])
        return $0 + difference * difference
      }
    }
    return (0..<matrix.rows).filter { $0 != point }
      .sorted { distances[$0] != distances[$1] ? distances[$0] < distances[$1] : $0 < $1 }
  }
}
