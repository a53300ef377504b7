/// The force that drives every two points of a map apart, before it is divided by the sum of all similarities.
///
///     q(i,j) = 1 / (1 + ‖yᵢ − yⱼ‖²)        Z = Σᵢ Σ_{j≠i} q(i,j)        fᵢ = Σⱼ q(i,j)² (yᵢ − yⱼ)
package protocol Repulsion: Sendable {
  /// f, `[points]` each.
  var forceX: Buffer<Float> { get }
  var forceY: Buffer<Float> { get }

  /// Computes f for the points where they are.
  ///
  /// - Returns: Z.
  mutating func compute(_ layout: Layout, threads: Int) -> Double
}

/// Repulsion of every pair, O(points²) but sixteen pairs at a time.
package struct ExactRepulsion: Repulsion {
  package let forceX: Buffer<Float>
  package let forceY: Buffer<Float>
  private let similarity: Buffer<Float>
  private let kernels: RepulsionKernels

  package init(points: Int, kernels: RepulsionKernels) {
    forceX = Buffer(repeating: 0, count: points)
    forceY = Buffer(repeating: 0, count: points)
    similarity = Buffer(repeating: 0, count: points)
    self.kernels = kernels
  }

  package func compute(_ layout: Layout, threads: Int) -> Double {
    Blocks.forEachRange(of: layout.count, size: 128, threads: threads) { range, _ in
      let first = range.lowerBound
      let (fx, fy, z) = (forceX.base + first, forceY.base + first, similarity.base + first)
      fx.update(repeating: 0, count: range.count)
      fy.update(repeating: 0, count: range.count)
      z.update(repeating: 0, count: range.count)
      kernels.table.pointee.repel(
        layout.x.base + first, layout.y.base + first, range.count, layout.x.base, layout.y.base, layout.count, fx, fy, z
      )
    }
    // Every point met itself, with a similarity of 1.
    return similarity.elements.reduce(-Double(layout.count)) { $0 + Double($1) }
  }
}
