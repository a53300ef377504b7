internal import Foundation
package import LinearAlgebra

/// Places of words on one square map, or on several that are drawn in the same square.
package struct MapPlaces: Sendable {
  /// The greatest coordinate.
  package static let extent = 65_535.0

  /// The places of each map, from left to right and from top to bottom.
  package let maps: [(x: [UInt16], y: [UInt16])]

  /// Fits maps into one square, with one scale for both directions and all maps.
  ///
  /// - Parameter maps: `[points, 2]` each, upwards.
  package init(_ maps: [Matrix]) {
    var (low, high) = ([Float.infinity, .infinity], [-Float.infinity, -.infinity])
    for map in maps {
      for point in 0..<map.rows {
        for axis in 0..<2 {
          low[axis] = min(low[axis], map[point, axis])
          high[axis] = max(high[axis], map[point, axis])
        }
      }
    }
    let span = max(high[0] - low[0], high[1] - low[1])
    let scale = span > 0 && span.isFinite ? Self.extent / Double(span) : 0
    func coordinate(_ value: Float, _ axis: Int) -> Double {
      Self.extent / 2 + (Double(value) - (Double(low[axis]) + Double(high[axis])) / 2) * scale
    }
    self.maps = maps.map { map in
      (
        x: (0..<map.rows).map { UInt16(min(Self.extent, max(0, coordinate(map[$0, 0], 0).rounded()))) },
        y: (0..<map.rows).map { UInt16(min(Self.extent, max(0, Self.extent - coordinate(map[$0, 1], 1).rounded()))) }
      )
    }
  }
}

extension Matrix {
  /// A map, `[points, 2]`, moved, turned and where need be mirrored so that its points lie as near as may be to those of another in
  /// the sum of squares, and scaled to spread as far. Schönemann 1966, "A generalized solution of the orthogonal Procrustes
  /// problem".
  package func aligned(to other: Matrix) -> Matrix {
    precondition(columns == 2 && other.columns == 2 && rows == other.rows, "two maps of the same points")
    let (own, their) = (middle, other.middle)
    // The sums of products a·c of the coordinates (a, b) here and (c, d) there.
    var (ac, ad, bc, bd) = (0.0, 0.0, 0.0, 0.0)
    var (squares, theirSquares) = (0.0, 0.0)
    for point in 0..<rows {
      let (a, b) = (Double(self[point, 0]) - own.x, Double(self[point, 1]) - own.y)
      let (c, d) = (Double(other[point, 0]) - their.x, Double(other[point, 1]) - their.y)
      ac += a * c
      ad += a * d
      bc += b * c
      bd += b * d
      squares += a * a + b * b
      theirSquares += c * c + d * d
    }
    // Of a turn by an angle t, and of a turn after the second coordinate's sign is changed, the one that fits better.
    let turn = (along: ac + bd, across: ad - bc)
    let mirrored = (along: ac - bd, across: ad + bc)
    let isMirrored = hypot(mirrored.along, mirrored.across) > hypot(turn.along, turn.across)
    let best = isMirrored ? mirrored : turn
    let length = hypot(best.along, best.across)
    guard squares > 0, length > 0 else { return self }
    let scale = (theirSquares / squares).squareRoot()
    let (cosine, sine) = (scale * best.along / length, scale * best.across / length)
    var result = Matrix(rows: rows, columns: 2)
    for point in 0..<rows {
      let a = Double(self[point, 0]) - own.x
      let b = (Double(self[point, 1]) - own.y) * (isMirrored ? -1 : 1)
      result[point, 0] = Float(cosine * a - sine * b + their.x)
      result[point, 1] = Float(sine * a + cosine * b + their.y)
    }
    return result
  }

  private var middle: (x: Double, y: Double) {
    var sum = (x: 0.0, y: 0.0)
    for point in 0..<rows {
      sum.x += Double(self[point, 0])
      sum.y += Double(self[point, 1])
    }
    let count = Double(Swift.max(1, rows))
    return (sum.x / count, sum.y / count)
  }
}
