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

  /// Of one axis.
  fileprivate struct Axis: Sendable {
    let attraction: Buffer<Float>
    let update: Buffer<Float>
    let gains: Buffer<Float>

    init(points: Int) {
      attraction = Buffer(repeating: 0, count: points)
      update = Buffer(repeating: 0, count: points)
      gains = Buffer(repeating: 1, count: points)
    }
  }

  private let x: Axis
  private let y: Axis
  private let kernels: RepulsionKernels

  package init(points: Int, kernels: RepulsionKernels) {
    x = Axis(points: points)
    y = Axis(points: points)
    self.kernels = kernels
  }

  /// Brings what is known of the points into another order.
  ///
  /// - Parameter order: Which of the present places comes to each place.
  func rearrange(_ order: Buffer<UInt32>) {
    for buffer in [x.update, x.gains, y.update, y.gains] { buffer.rearrange(order) }
  }

  /// Moves every point by one step.
  ///
  /// - Parameters:
  ///   - rows: The affinities in the layout's order.
  ///   - repulsion: The forces where the points are.
  ///   - similarity: Z.
  package func step(
    _ layout: Layout, rows: AffinityRows, repulsion: some Repulsion, similarity: Double, phase: Phase, threads: Int
  ) {
    let perSimilarity = Float(1 / similarity)
    Blocks.forEachRange(of: layout.count, size: 128, threads: threads) { range, _ in
      kernels.table.pointee.attract(
        layout.points.base, range.lowerBound, range.count, rows.starts.base, rows.columns.base, rows.values.base,
        x.attraction.base + range.lowerBound, y.attraction.base + range.lowerBound)
      // Buffers have room for a register beyond their end, and only the last range is not a multiple of one.
      for point in stride(from: range.lowerBound, to: range.upperBound, by: Eight.scalarCount) {
        move(
          point, layout, phase,
          gradientX: phase.exaggeration * x.attraction[point, Eight.self]
            - repulsion.forceX[point, Eight.self] * perSimilarity,
          gradientY: phase.exaggeration * y.attraction[point, Eight.self]
            - repulsion.forceY[point, Eight.self] * perSimilarity)
      }
    }
  }

  private typealias Eight = SIMD8<Float>

  /// Moves eight points.
  private func move(_ first: Int, _ layout: Layout, _ phase: Phase, gradientX: Eight, gradientY: Eight) {
    var stepX = x.step(first, gradientX, phase)
    var stepY = y.step(first, gradientY, phase)
    let length = (stepX * stepX + stepY * stepY).squareRoot()
    let tooLong = length .> Self.longestStep
    if any(tooLong) {
      let share = Eight(repeating: 1).replacing(with: Self.longestStep / length, where: tooLong)
      stepX *= share
      stepY *= share
    }
    x.update[first, Eight.self] = stepX
    y.update[first, Eight.self] = stepY
    layout.x[first, Eight.self] += stepX
    layout.y[first, Eight.self] += stepY
  }

  private static let longestStep: Float = 5
}

extension GradientDescent.Axis {
  /// How far eight points go, against the gradient.
  fileprivate func step(_ first: Int, _ gradient: SIMD8<Float>, _ phase: GradientDescent.Phase) -> SIMD8<Float> {
    let last = update[first, SIMD8<Float>.self]
    let gain = gains[first, SIMD8<Float>.self]
    // The motion is against the gradient: equal signs mean that the last step went too far.
    let changed = (gain + 0.2).replacing(with: gain * 0.8 + Self.leastGain, where: (last .> 0) .^ (gradient .<= 0))
    gains[first, SIMD8<Float>.self] = changed
    return phase.momentum * last - phase.learningRate * changed * gradient
  }

  private static let leastGain: Float = 0.01
}
