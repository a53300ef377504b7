/// How a t-SNE map is made.
public struct TSNESettings: Sendable, Equatable {
  /// How the repulsion of all points is computed.
  public enum Repulsion: Sendable, Equatable {
    /// `exact` for up to 2,000 points, `barnesHut` with an angle of 0.5 for more: as good a map, sooner.
    case automatic
    /// Every pair, O(points²).
    case exact
    /// Far groups of points by their middle and spread, O(points · log points).
    ///
    /// - Parameter angle: A group is far when its extent is less than this share of its distance; the less, the more
    ///   exact. From above 0 to 1.
    case barnesHut(angle: Float)
  }

  /// The effective number of neighbours, at least 1 and less than a third of the points.
  public var perplexity: Double = 30
  /// By how much attraction is exaggerated at first, so that clusters find together.
  public var earlyExaggeration: Double = 12
  /// How many iterations are exaggerated, with a momentum of 0.5; 0.8 afterwards.
  public var earlyIterations: Int = 250
  /// How many iterations follow.
  public var iterations: Int = 500
  /// The length of a step; `nil` is the number of points by the exaggeration, n / 12 and then n, but never below 50.
  ///
  /// For the gradient without its factor 4, as in openTSNE; scikit-learn's rate means four times as much.
  /// Belkina et al. 2019, "Automated optimized parameters for t-SNE".
  public var learningRate: Double?
  /// How the repulsion is computed.
  public var repulsion = Repulsion.automatic
  /// Decides how points that start in one place part.
  public var seed: UInt64 = 0
  /// How many threads share the work. The map does not depend on it.
  public var threads: Int = 1

  /// The settings of the literature.
  public init() {}

  /// - Throws: `ReductionError.parameter` for a value that cannot work with so many points.
  func check(points: Int) throws(ReductionError) {
    guard perplexity.isFinite, perplexity >= 1 else {
      throw .parameter("perplexity", "must be at least 1, found \(perplexity)")
    }
    guard perplexity < Double(points) / 3 else {
      throw .parameter(
        "perplexity",
        "must be less than a third of the points, found \(perplexity) for \(points) points: lower it, or map more points"
      )
    }
    guard earlyExaggeration.isFinite, earlyExaggeration >= 1 else {
      throw .parameter("early_exaggeration", "must be at least 1, found \(earlyExaggeration)")
    }
    guard earlyIterations >= 0 else {
      throw .parameter("early_exaggeration_iter", "must not be negative, found \(earlyIterations)")
    }
    guard iterations >= 0 else { throw .parameter("n_iter", "must not be negative, found \(iterations)") }
    if let learningRate, !learningRate.isFinite || learningRate <= 0 {
      throw .parameter("learning_rate", "must be above 0, found \(learningRate)")
    }
    if case .barnesHut(let angle) = repulsion, !(angle > 0 && angle <= 1) {
      throw .parameter("theta", "must be above 0 and at most 1, found \(angle)")
    }
    guard threads >= 1 else { throw .parameter("threads", "must be at least 1, found \(threads)") }
  }
}
