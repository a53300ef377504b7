public import LinearAlgebra

/// A map of points in two dimensions that keeps neighbours together: t-distributed stochastic neighbour embedding.
///
/// The map minimises the Kullback–Leibler divergence of two distributions over pairs: how likely two points are
/// neighbours in the data (`Affinities`) and in the map, where likeness falls off as 1 / (1 + d²). Distances between
/// clusters and the sizes of clusters mean little in it.
///
/// The map has the same bits for the same data and settings with any number of threads, on one kind of processor.
/// Small data have many optima, and rounding decides which is met: another kind of processor may show another of them.
/// van der Maaten and Hinton 2008, "Visualizing data using t-SNE".
public struct TSNE: Sendable {
  /// Raised by every change of the arithmetic: a map that was kept is another version's where this differs.
  package static let arithmeticVersion = 1

  /// The map, `[points, 2]`, with its middle at the origin.
  public let embedding: Matrix
  /// How far the map's neighbourhoods are from the data's, computed over every pair; 0 would be a perfect map.
  public let klDivergence: Double
  /// How the divergence fell: after every fiftieth iteration and the last. The exaggeration is not part of it.
  public let curve: [Sample]

  /// The divergence after some iterations.
  public struct Sample: Sendable, Equatable {
    /// How many iterations were done.
    public let iteration: Int
    /// The divergence of the map as it was then; with `barnesHut`, to within its approximation.
    public let klDivergence: Double
  }

  /// How far the work has come.
  public struct Progress: Sendable {
    /// What is being done.
    public enum Stage: Sendable {
      /// The nearest neighbours of every point are being found.
      case neighbours
      /// The points are moving.
      case layout
    }

    /// What is being done.
    public let stage: Stage
    /// The share of the stage that is done, from 0 to 1.
    public let fraction: Double
    /// How many iterations are done.
    public let iteration: Int
    /// How many there will be.
    public let iterations: Int
    /// The last measured divergence.
    public let klDivergence: Double?
  }

  /// Makes a map of some data.
  ///
  /// - Parameters:
  ///   - data: `[points, columns]`, at least four points, finite. Scale does not matter.
  ///   - settings: How.
  ///   - progress: Called on this thread while neighbours are found, before the first iteration and after every one;
  ///     what it throws stops the work and is passed on, which is how to cancel.
  /// - Complexity: O(points² · columns) for the neighbours, then O(points²) or O(points · log points) an iteration.
  /// - Throws: `ReductionError`, and whatever `progress` throws.
  public init(
    fitting data: Matrix, settings: TSNESettings = TSNESettings(), progress: (Progress) throws -> Void = { _ in }
  ) throws {
    try self.init(fitting: data, settings: settings, kernels: .best, progress: progress)
  }

  package init(
    fitting data: Matrix, settings: TSNESettings, kernels: RepulsionKernels,
    progress: (Progress) throws -> Void = { _ in }
  ) throws {
    guard data.rows >= 4 else { throw ReductionError.data("needs at least four points, found \(data.rows)") }
    guard data.columns >= 1 else { throw ReductionError.data("needs points of at least one column, found none") }
    guard data.isFinite else { throw ReductionError.data("has an element that is infinite or not a number") }
    try settings.check(points: data.rows)

    let data = data.scaledNearOne()
    let iterations = settings.earlyIterations + settings.iterations
    let neighbours = try NearestNeighbours(
      of: data, count: min(data.rows - 1, Int(3 * settings.perplexity)), threads: settings.threads,
      kernels: kernels
    ) {
      try progress(
        Progress(stage: .neighbours, fraction: $0, iteration: 0, iterations: iterations, klDivergence: nil))
    }
    let affinities = Affinities(neighbours, perplexity: settings.perplexity, threads: settings.threads)
    let layout = try Layout(of: data, seed: settings.seed)
    let exact = ExactRepulsion(points: data.rows, kernels: kernels)
    var curve: [Sample]
    if let angle = settings.angle(points: data.rows) {
      curve = try Self.descend(
        layout, affinities, repulsion: BarnesHutRepulsion(points: data.rows, angle: angle, kernels: kernels),
        settings: settings, kernels: kernels, progress: progress)
    } else {
      curve = try Self.descend(
        layout, affinities, repulsion: exact, settings: settings, kernels: kernels, progress: progress)
    }
    klDivergence = affinities.divergence(
      of: layout, negativeEntropy: affinities.negativeEntropy,
      similarity: exact.compute(layout, threads: settings.threads), threads: settings.threads)
    curve.append(Sample(iteration: iterations, klDivergence: klDivergence))
    self.curve = curve
    embedding = layout.matrix
  }

  private static func descend(
    _ layout: Layout, _ affinities: Affinities, repulsion: some Repulsion, settings: TSNESettings,
    kernels: RepulsionKernels, progress: (Progress) throws -> Void
  ) throws -> [Sample] {
    var repulsion = repulsion
    let descent = GradientDescent(points: layout.count, kernels: kernels)
    let negativeEntropy = affinities.negativeEntropy
    let total = settings.earlyIterations + settings.iterations
    var curve: [Sample] = []
    func report(_ iteration: Int) throws {
      try progress(
        Progress(
          stage: .layout, fraction: total > 0 ? Double(iteration) / Double(total) : 1, iteration: iteration,
          iterations: total, klDivergence: curve.last?.klDivergence))
    }
    try report(0)
    for iteration in 0..<total {
      let similarity = repulsion.compute(layout, threads: settings.threads)
      if iteration > 0, iteration.isMultiple(of: 50) {
        let divergence = affinities.divergence(
          of: layout, negativeEntropy: negativeEntropy, similarity: similarity, threads: settings.threads)
        curve.append(Sample(iteration: iteration, klDivergence: divergence))
      }
      descent.step(
        layout, affinities: affinities, repulsion: repulsion, similarity: similarity,
        phase: settings.phase(at: iteration, points: layout.count), threads: settings.threads)
      guard layout.settle() < farthest else {
        throw ReductionError.data("the map diverged in iteration \(iteration + 1): lower learning_rate")
      }
      try report(iteration + 1)
    }
    return curve
  }

  /// Beyond this the kernels' arithmetic would overflow; a map is some hundreds across.
  private static let farthest: Float = 1e4
}

extension TSNESettings {
  /// The angle for far groups, or nil where every pair is computed.
  fileprivate func angle(points: Int) -> Float? {
    switch repulsion {
    case .exact: nil
    case .barnesHut(let angle): angle
    case .automatic: points > 2_000 ? 0.2 : nil
    }
  }

  fileprivate func phase(at iteration: Int, points: Int) -> GradientDescent.Phase {
    let early = iteration < earlyIterations
    let exaggeration = early ? earlyExaggeration : 1
    return GradientDescent.Phase(
      exaggeration: Float(exaggeration), learningRate: Float(learningRate ?? max(50, Double(points) / exaggeration)),
      momentum: early ? 0.5 : 0.8)
  }
}

extension Matrix {
  /// The same points, scaled by a power of two so that no element is beyond 1: nothing overflows, and the map has the
  /// same bits.
  fileprivate func scaledNearOne() -> Matrix {
    let greatest = withUnsafeBufferPointer { $0.reduce(Float(0)) { max($0, abs($1)) } }
    guard greatest > 0 else { return self }
    let scale = Float(sign: .plus, exponent: max(-126, min(126, -Int(greatest.exponent) - 1)), significand: 1)
    var scaled = self
    scaled.withUnsafeMutableBufferPointer { for index in $0.indices { $0[index] *= scale } }
    return scaled
  }
}
