/// What one prediction of a training is.
package enum TrainingScheme: Sendable, CaseIterable {
  /// CBOW: the mean (or sum) of a window predicts its centre.
  case bags
  /// Skip-gram: each word of a window predicts the centre, each pair with negatives of its own.
  case pairs
  /// Skip-gram with targets shared by neighbouring pairs of a window, which makes small matrix products of it.
  case windows

  /// The scheme that a configuration asks for.
  package init(_ configuration: Word2VecConfiguration) {
    // On the way to one word all its pairs meet the same nodes, so there is nothing to lose by sharing them.
    self = !configuration.sg ? .bags : configuration.sharedNegatives || configuration.hs ? .windows : .pairs
  }

  /// How much goes into one group unless said otherwise: positions of the corpus, or pairs for `pairs`.
  ///
  /// Within a group everything is predicted from vectors as they were before it. Quality does not change from 1 up to
  /// far more than these; threads exchange their sums once a group, and a group's rows should stay in the cache.
  package var groupLength: Int {
    switch self {
    case .bags: 64
    case .pairs: 48
    case .windows: 8
    }
  }
}
