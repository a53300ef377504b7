internal import Images

extension SeenPicture {
  /// Cells along a side of the reduced picture, and how many of them deep the edge is.
  private static let (side, depth) = (32, 2)
  /// The share of the edge that has to lie near an even ground, and how often the ground is fitted to it.
  private static let (share, rounds) = (0.85, 6)

  /// The same share in words of a report.
  static let edgeShare = share.percentWithoutDecimals

  /// By how much the edge of what the model sees differs from one colour that changes evenly, of 255 levels.
  ///
  /// A plane a + b x + c y is fitted to the cells of each channel along the edge, again and again to the 85 % of them that lie
  /// nearest to it, since things may reach the edge; the distance of a cell is the largest of its channels'. The measure is the
  /// distance within which 85 % of the cells lie. `Tools/miniclip/familiar.py` has the same.
  var unevenness: Double {
    let image = seen.resized(width: 2 * Self.side, height: 2 * Self.side)
    var cells: [(row: [Double], levels: [Double])] = []
    for y in 0..<Self.side {
      for x in 0..<Self.side where min(x, y, Self.side - 1 - x, Self.side - 1 - y) < Self.depth {
        var levels: [Double] = [0, 0, 0]
        for pixel in 0..<4 {
          let at = 4 * ((2 * y + pixel / 2) * image.width + 2 * x + pixel % 2)
          for channel in 0..<3 { levels[channel] += Double(image.pixels[at + channel]) / 4 }
        }
        cells.append(([1, Double(x), Double(y)], levels))
      }
    }
    var near = cells
    var limit = 0.0
    for _ in 0..<Self.rounds {
      let planes = (0..<3).map { channel in Self.plane(near.map { ($0.row, $0.levels[channel]) }) }
      let distances = cells.map { cell -> Double in
        let apart = (0..<3).map { channel -> Double in abs(cell.levels[channel] - dot(planes[channel], cell.row)) }
        return apart.max() ?? 0
      }
      limit = distances.quantile(Self.share)
      near = zip(cells, distances).filter { $0.1 <= limit }.map(\.0)
    }
    return limit
  }

  /// The coefficients of the plane nearest to values in the sense of least squares, by Cramer's rule.
  private static func plane(_ cells: [(row: [Double], value: Double)]) -> [Double] {
    var (matrix, right) = ([[Double]](repeating: [0, 0, 0], count: 3), [0.0, 0, 0])
    for (row, value) in cells {
      for i in 0..<3 {
        right[i] += row[i] * value
        for j in 0..<3 { matrix[i][j] += row[i] * row[j] }
      }
    }
    let whole = determinant(matrix)
    // Cells in one line have no plane; the level of them all is what is left.
    guard abs(whole) > 1e-9 else { return [right[0] / max(1, matrix[0][0]), 0, 0] }
    return (0..<3).map { column in
      var changed = matrix
      for i in 0..<3 { changed[i][column] = right[i] }
      return determinant(changed) / whole
    }
  }

  private static func determinant(_ m: [[Double]]) -> Double {
    let first = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
    let second = m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
    let third = m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    return first - second + third
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension [Double] {
  /// The value below which a share of these lies, between neighbours in proportion, as NumPy has it.
  fileprivate func quantile(_ share: Double) -> Double {
    let sorted = sorted()
    guard let last = sorted.last else { return 0 }
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}

extension Double {
  /// `85 %`.
  fileprivate var percentWithoutDecimals: String { "\(Int((self * 100).rounded()))\u{A0}%" }
}
