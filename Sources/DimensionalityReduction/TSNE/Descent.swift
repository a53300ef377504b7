internal import LinearAlgebra

/// The way of a map's points from where they start to where they stay.
///
/// For large maps the points are renumbered along a curve through the map now and then: points that attract or repel
/// each other most are then near in memory, and half of the time is waiting for memory without.
struct Descent {
  /// How the divergence fell: after every fiftieth iteration.
  private(set) var curve: [TSNE.Sample] = []

  private let layout: Layout
  private let settings: TSNESettings
  private let kernels: RepulsionKernels
  private let rows: AffinityRows
  private let negativeEntropy: Double
  private let descent: GradientDescent
  /// Which point of the data is at each place of the layout.
  private let identity: Buffer<UInt32>

  init(_ layout: Layout, _ affinities: Affinities, settings: TSNESettings, kernels: RepulsionKernels) {
    self.layout = layout
    self.settings = settings
    self.kernels = kernels
    rows = AffinityRows(affinities, kernels: kernels, threads: settings.threads)
    negativeEntropy = affinities.negativeEntropy
    descent = GradientDescent(points: layout.count, kernels: kernels)
    identity = Buffer(repeating: 0, count: layout.count)
    for point in 0..<layout.count { identity[point] = UInt32(point) }
  }

  /// Does all iterations.
  ///
  /// - Parameter isLarge: Whether points are renumbered, and repulsion is taken from earlier steps where it counts least.
  mutating func run(
    _ repulsion: some Repulsion, isLarge: Bool, progress: (TSNE.Progress) throws -> Void
  ) throws {
    var repulsion = repulsion
    let order = isLarge ? MortonOrder(points: layout.count) : nil
    let total = settings.earlyIterations + settings.iterations
    func report(_ iteration: Int) throws {
      try progress(
        TSNE.Progress(
          stage: .layout, fraction: total > 0 ? Double(iteration) / Double(total) : 1, iteration: iteration,
          iterations: total, klDivergence: curve.last?.klDivergence))
    }
    try report(0)
    var similarity = 0.0
    for iteration in 0..<total {
      let isFiftieth = iteration.isMultiple(of: 50)
      if isFiftieth, let order { renumber(order) }
      if order == nil || settings.renewsRepulsion(at: iteration) {
        similarity = repulsion.compute(layout, threads: settings.threads)
      }
      if isFiftieth, iteration > 0 {
        let divergence = rows.roughDivergence(
          of: layout, negativeEntropy: negativeEntropy, similarity: similarity, kernels: kernels,
          threads: settings.threads)
        curve.append(TSNE.Sample(iteration: iteration, klDivergence: divergence))
      }
      descent.step(
        layout, rows: rows, repulsion: repulsion, similarity: similarity,
        phase: settings.phase(at: iteration, points: layout.count), threads: settings.threads)
      guard layout.settle() < Self.farthest else {
        throw ReductionError.data("the map diverged in iteration \(iteration + 1): lower learning_rate")
      }
      try report(iteration + 1)
    }
  }

  private func renumber(_ curve: MortonOrder) {
    curve.sort(layout)
    layout.rearrange(curve.order)
    descent.rearrange(curve.order)
    identity.rearrange(curve.order)
    rows.arrange(identity, threads: settings.threads)
  }

  /// The divergence of the map as it is.
  func divergence(similarity: Double) -> Double {
    rows.divergence(
      of: layout, negativeEntropy: negativeEntropy, similarity: similarity, threads: settings.threads)
  }

  /// The map in the order of the data, `[points, 2]`.
  var map: Matrix {
    var map = Matrix(rows: layout.count, columns: 2)
    for place in 0..<layout.count {
      map[Int(identity[place]), 0] = layout.x[place]
      map[Int(identity[place]), 1] = layout.y[place]
    }
    return map
  }

  /// Beyond this the kernels' arithmetic would overflow; a map is some hundreds across.
  private static let farthest: Float = 1e4
}

extension TSNESettings {
  /// Whether repulsion is worked out for a step of a large map; else it is the last step's.
  ///
  /// While attraction is exaggerated, it is what moves points, and every third step is enough: on 3,000, 5,000 and 10,000
  /// made points the divergence in the end moved by less than 0.001 either way. Afterwards the two are in balance, and
  /// every step counts.
  fileprivate func renewsRepulsion(at iteration: Int) -> Bool {
    iteration >= earlyIterations || (iteration % 50).isMultiple(of: 3)
  }

  fileprivate func phase(at iteration: Int, points: Int) -> GradientDescent.Phase {
    let early = iteration < earlyIterations
    let exaggeration = early ? earlyExaggeration : 1
    return GradientDescent.Phase(
      exaggeration: Float(exaggeration), learningRate: Float(learningRate ?? max(50, Double(points) / exaggeration)),
      momentum: early ? 0.5 : 0.8)
  }
}
