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
  package static let arithmeticVersion = 2

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
    /// The divergence of the map as it was then, to about 10⁻⁶ and, with `barnesHut`, to within its approximation.
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
    let angle = settings.angle(points: data.rows)
    let affinities = Affinities(
      neighbours, perplexity: settings.perplexity, byTangents: angle != nil, threads: settings.threads)
    let layout = try Layout(of: data, seed: settings.seed)
    let exact = ExactRepulsion(points: data.rows, kernels: kernels)
    var descent = Descent(layout, affinities, settings: settings, kernels: kernels)
    if let angle {
      let repulsion = BarnesHutRepulsion(points: data.rows, angle: angle, kernels: kernels)
      try descent.run(repulsion, isLarge: true, progress: progress)
    } else {
      try descent.run(exact, isLarge: false, progress: progress)
    }
    klDivergence = descent.divergence(similarity: exact.compute(layout, threads: settings.threads))
    curve = descent.curve + [Sample(iteration: iterations, klDivergence: klDivergence)]
    embedding = descent.map
  }
}

extension TSNESettings {
  /// The angle for far groups, or nil where every pair is computed.
  fileprivate func angle(points: Int) -> Float? {
    switch repulsion {
    case .exact: nil
    case .barnesHut(let angle): angle
    case .automatic: points > 2_000 ? 0.5 : nil
    }
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
