/// Gradient descent with momentum and a gain for each coordinate.
///
///     gradientᵢ = exaggeration · Σⱼ P(i,j) q(i,j) (yᵢ − yⱼ) − fᵢ / Z
///
/// A coordinate whose gradient keeps its sign against its motion gains speed, one that swings back loses it
/// (Jacobs 1988); no point moves further than 5 in one step. The gradient's factor 4 is left to the learning rate.
package struct GradientDescent: Sendable {
  /// What stays the same during a number of iterations.
  package struct Phase: Sendable {
    package var exaggeration: Float
    package var learningRate: Float
    package var momentum: Float

    package init(exaggeration: Float, learningRate: Float, momentum: Float) {
      self.exaggeration = exaggeration
      self.learningRate = learningRate
      self.momentum = momentum
    }
  }

  private let update: Buffer<Float>
  private let gains: Buffer<Float>
  private let kernels: RepulsionKernels

  package init(points: Int, kernels: RepulsionKernels) {
    update = Buffer(repeating: 0, count: 2 * points)
    gains = Buffer(repeating: 1, count: 2 * points)
    self.kernels = kernels
  }

  /// Moves every point by one step.
  ///
  /// - Parameters:
  ///   - repulsion: The forces where the points are.
  ///   - similarity: Z.
  package func step(
    _ layout: Layout, affinities: Affinities, repulsion: some Repulsion, similarity: Double, phase: Phase, threads: Int
  ) {
    let perSimilarity = Float(1 / similarity)
    Blocks.forEachRange(of: layout.count, size: 128, threads: threads) { range, _ in
      affinities.columns.withUnsafeBufferPointer { columns in
        affinities.values.withUnsafeBufferPointer { values in
          for point in range {
            let first = affinities.offsets[point]
            var attraction: (Float, Float) = (0, 0)
            withUnsafeMutablePointer(to: &attraction) {
              $0.withMemoryRebound(to: Float.self, capacity: 2) {
                kernels.table.pointee.attract(
                  layout.points.base, point, columns.baseAddress.map { $0 + first },
                  values.baseAddress.map { $0 + first }, affinities.offsets[point + 1] - first, $0)
              }
            }
            move(
              point, layout,
              gradient: (
                phase.exaggeration * attraction.0 - repulsion.forceX[point] * perSimilarity,
                phase.exaggeration * attraction.1 - repulsion.forceY[point] * perSimilarity
              ), phase)
          }
        }
      }
    }
  }

  private func move(_ point: Int, _ layout: Layout, gradient: (Float, Float), _ phase: Phase) {
    var stepX = step(2 * point, gradient.0, phase)
    var stepY = step(2 * point + 1, gradient.1, phase)
    let length = (stepX * stepX + stepY * stepY).squareRoot()
    if length > Self.longestStep {
      stepX *= Self.longestStep / length
      stepY *= Self.longestStep / length
    }
    update[2 * point] = stepX
    update[2 * point + 1] = stepY
    layout.x[point] += stepX
    layout.y[point] += stepY
  }

  private func step(_ coordinate: Int, _ gradient: Float, _ phase: Phase) -> Float {
    let last = update[coordinate]
    // The motion is against the gradient: equal signs mean that the last step went too far.
    let gain = (last > 0) == (gradient > 0) ? gains[coordinate] * 0.8 + Self.leastGain : gains[coordinate] + 0.2
    gains[coordinate] = gain
    return phase.momentum * last - phase.learningRate * gain * gradient
  }

  private static let longestStep: Float = 5
  private static let leastGain: Float = 0.01
}
