internal import Foundation

/// How likely each two points are neighbours: the joint distribution P that a t-SNE map tries to keep.
///
///     p(j|i) ∝ exp(−βᵢ ‖xᵢ − xⱼ‖²)   over the nearest neighbours of i, with βᵢ such that the entropy is log(perplexity)
///     P(i,j) = (p(j|i) + p(i|j)) / 2n
///
/// A sparse symmetric matrix, row by row with ascending columns; its elements sum to 1.
/// van der Maaten and Hinton 2008, §2; van der Maaten 2014, §4.1.
package struct Affinities: Sendable {
  /// Where each row starts, and at last where the last one ends: `[points + 1]`.
  package let offsets: [Int]
  /// The column of each element.
  package let columns: [UInt32]
  /// The elements.
  package let values: [Float]

  /// - Parameters:
  ///   - neighbours: Of every point, at least as many as the perplexity.
  ///   - perplexity: The effective number of neighbours.
  ///   - byTangents: Whether temperatures are found by Newton's steps, a fifth of bisection's, which end some last bits
  ///     away.
  package init(_ neighbours: NearestNeighbours, perplexity: Double, byTangents: Bool = false, threads: Int) {
    let count = neighbours.count
    let points = count > 0 ? neighbours.indices.count / count : 0

    // Rows of conditional probabilities, each with ascending columns.
    let columns = Buffer<UInt32>(repeating: 0, count: points * count)
    let conditional = Buffer<Double>(repeating: 0, count: points * count)
    Blocks.forEachRange(of: points, size: 256, threads: threads) { range, _ in
      for point in range {
        let row = point * count..<(point + 1) * count
        let distances = neighbours.squaredDistances[row].map(Double.init)
        let probabilities = Self.conditional(distances, perplexity: perplexity, byTangents: byTangents)
        let order = (0..<count).sorted {
          neighbours.indices[row.lowerBound + $0] < neighbours.indices[row.lowerBound + $1]
        }
        for (place, rank) in order.enumerated() {
          columns[row.lowerBound + place] = neighbours.indices[row.lowerBound + rank]
          conditional[row.lowerBound + place] = probabilities[rank]
        }
      }
    }

    // The same elements by column. Rows are visited in order, so these lists ascend as well.
    var starts = [Int](repeating: 0, count: points + 1)
    for column in columns.elements { starts[Int(column) + 1] += 1 }
    for point in 0..<points { starts[point + 1] += starts[point] }
    let transposedRows = Buffer<UInt32>(repeating: 0, count: points * count)
    let transposed = Buffer<Double>(repeating: 0, count: points * count)
    var next = starts
    for element in 0..<points * count {
      let column = Int(columns[element])
      transposedRows[next[column]] = UInt32(element / count)
      transposed[next[column]] = conditional[element]
      next[column] += 1
    }

    // A row of P merges a row and a column.
    var offsets = [0]
    offsets.reserveCapacity(points + 1)
    var allColumns: [UInt32] = []
    var values: [Float] = []
    allColumns.reserveCapacity(2 * points * count)
    values.reserveCapacity(2 * points * count)
    let scale = 1 / (2 * Double(points))
    for point in 0..<points {
      var (a, endA) = (point * count, (point + 1) * count)
      var (b, endB) = (starts[point], starts[point + 1])
      while a < endA || b < endB {
        let left = a < endA ? columns[a] : .max
        let right = b < endB ? transposedRows[b] : .max
        var sum = 0.0
        if left <= right {
          sum += conditional[a]
          a += 1
        }
        if right <= left {
          sum += transposed[b]
          b += 1
        }
        // An affinity too small for a float attracts nobody.
        let value = Float(sum * scale)
        if value > 0 {
          allColumns.append(min(left, right))
          values.append(value)
        }
      }
      offsets.append(values.count)
    }
    self.offsets = offsets
    self.columns = allColumns
    self.values = values
  }

  /// The neighbours' probabilities at the temperature that gives the wanted entropy, found by bisection.
  ///
  /// Where no temperature does (more points than the perplexity are exactly as near as the nearest one), the nearest
  /// share alike.
  ///
  /// - Parameters:
  ///   - distances: Squared, ascending, at least one.
  ///   - byTangents: Whether the next temperature is where the entropy's tangent meets the wanted one, as long as that
  ///     lies within what bisection has left; the entropy falls by β times the variance of the distances.
  package static func conditional(
    _ distances: [Double], perplexity: Double, byTangents: Bool = false
  ) -> [Double] {
    let wanted = log(perplexity)
    let nearest = distances[0]
    let mean = distances.reduce(0, +) / Double(distances.count) - nearest
    guard mean > 0 else { return [Double](repeating: 1 / Double(distances.count), count: distances.count) }
    var beta = 1 / mean
    var (low, high) = (0.0, Double.infinity)
    var weights = distances
    var total = 0.0
    for _ in 0..<100 {
      total = 0
      var (moment, second) = (0.0, 0.0)
      for (index, distance) in distances.enumerated() {
        let weight = exp(-beta * (distance - nearest))
        weights[index] = weight
        total += weight
        moment += weight * (distance - nearest)
        if byTangents { second += weight * (distance - nearest) * (distance - nearest) }
      }
      let excess = log(total) + beta * moment / total - wanted
      if abs(excess) < 1e-8 { break }
      let last = beta
      if excess > 0 {
        low = beta
        beta = high.isFinite ? (low + high) / 2 : beta * 2
      } else {
        high = beta
        beta = (low + high) / 2
      }
      if byTangents {
        // In log β, where the entropy is nearly straight.
        let slope = last * last * (second / total - moment * moment / (total * total))
        let next = last * exp(excess / slope)
        if next > low, next < high { beta = next }
      }
    }
    for index in weights.indices { weights[index] /= total }
    return weights
  }
}
