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
    let places = layout.points
    return divergence(negativeEntropy, similarity, threads) { range in
      var stretch = 0.0
      for point in range {
        let (x, y) = (places[2 * point], places[2 * point + 1])
        for element in starts[point]..<starts[point + 1] where values[element] > 0 {
          let other = Int(columns[element])
          let (dx, dy) = (x - places[2 * other], y - places[2 * other + 1])
          stretch += Double(values[element]) * log(Double(1 + (dx * dx + dy * dy)))
        }
      }
      return stretch
    }
  }

  /// The same, with logarithms of floats: to about 10⁻⁶, and several times as fast.
  package func roughDivergence(
    of layout: Layout, negativeEntropy: Double, similarity: Double, kernels: RepulsionKernels, threads: Int
  ) -> Double {
    divergence(negativeEntropy, similarity, threads) { range in
      kernels.table.pointee.stretch(
        layout.points.base, range.lowerBound, range.count, starts.base, columns.base, values.base)
    }
  }

  /// - Parameter stretch: Σ P log(1 + d²) over some of the points.
  private func divergence(
    _ negativeEntropy: Double, _ similarity: Double, _ threads: Int,
    stretch: @Sendable (Range<Int>) -> Double
  ) -> Double {
    // log Q = −log(1 + d²) − log Z, and P sums to 1 but for rounding.
    let size = 512
    let points = starts.count - 1
    let sums = Buffer<(stretch: Double, mass: Double)>(repeating: (0, 0), count: (points + size - 1) / size)
    Blocks.forEachRange(of: points, size: size, threads: threads) { range, _ in
      var mass = 0.0
      for element in starts[range.lowerBound]..<starts[range.upperBound] { mass += Double(values[element]) }
      sums[range.lowerBound / size] = (stretch(range), mass)
    }
    let total = sums.elements.reduce((stretch: 0, mass: 0)) { ($0.stretch + $1.stretch, $0.mass + $1.mass) }
    return negativeEntropy + total.stretch + total.mass * log(similarity)
  }
}
