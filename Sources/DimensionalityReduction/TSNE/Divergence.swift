internal import Foundation

extension Affinities {
  /// Σ P log P, the part of the divergence that does not depend on the map.
  package var negativeEntropy: Double {
    values.reduce(0) { $0 + Double($1) * log(Double($1)) }
  }
}

extension AffinityRows {
  /// The Kullback–Leibler divergence of a map, Σ P log (P / Q) with Q = q / Z.
  ///
  /// - Parameters:
  ///   - negativeEntropy: Σ P log P.
  ///   - similarity: Z.
  package func divergence(of layout: Layout, negativeEntropy: Double, similarity: Double, threads: Int) -> Double {
    // log Q = −log(1 + d²) − log Z, and P sums to 1 but for rounding.
    let size = 512
    let sums = Buffer<(stretch: Double, mass: Double)>(repeating: (0, 0), count: (layout.count + size - 1) / size)
    let places = layout.points
    Blocks.forEachRange(of: layout.count, size: size, threads: threads) { range, _ in
      var (stretch, mass) = (0.0, 0.0)
      for point in range {
        let (x, y) = (places[2 * point], places[2 * point + 1])
        for element in starts[point]..<starts[point + 1] where values[element] > 0 {
          let other = Int(columns[element])
          let (dx, dy) = (x - places[2 * other], y - places[2 * other + 1])
          stretch += Double(values[element]) * log(Double(1 + (dx * dx + dy * dy)))
          mass += Double(values[element])
        }
      }
      sums[range.lowerBound / size] = (stretch, mass)
    }
    let total = sums.elements.reduce((stretch: 0, mass: 0)) { ($0.stretch + $1.stretch, $0.mass + $1.mass) }
    return negativeEntropy + total.stretch + total.mass * log(similarity)
  }
}
