/// What one prediction of a training is.
package enum TrainingScheme: Sendable, CaseIterable {
  /// CBOW: the mean (or sum) of a window predicts its centre.
  case bags
  /// Skip-gram: each word of a window predicts the centre, each pair with negatives of its own.
  case pairs
  /// Skip-gram with negatives shared by neighbouring pairs of a window, which makes small matrix products of it.
  case windows

  /// The scheme that a configuration asks for.
  package init(_ configuration: Word2VecConfiguration) {
    self = !configuration.sg ? .bags : configuration.sharedNegatives ? .windows : .pairs
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

  /// The parts of a skip-gram window whose pairs share their negatives: at most four neighbours on one side of the centre.
  ///
  /// Shared by a whole window of ten, they push all its words the same way, and neighbours agree less with those of pairs
  /// that have negatives of their own.
  static func parts(of window: Range<Int>, around center: Int) -> [Range<Int>] {
    [window.lowerBound..<center, center + 1..<window.upperBound].flatMap { side in
      let count = (side.count + 3) / 4
      return (0..<count).map {
        side.lowerBound + side.count * $0 / count..<side.lowerBound + side.count * ($0 + 1) / count
      }
    }
  }
}
