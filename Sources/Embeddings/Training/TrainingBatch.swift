internal import LinearAlgebra

/// Some sentences of a corpus made ready for arithmetic: every random choice is made, every word is a row of the matrices.
///
/// Frequent words have been thinned out, each remaining position has drawn its window and the words it is told from.
/// The arithmetic that follows draws nothing, so two implementations of it can be compared on the same batch. A batch
/// depends on the seed, the epoch and its own sentences only, so batches can be made in any order, on any thread.
package struct TrainingBatch: Sendable {
  /// The remaining words of all sentences, one after another.
  package internal(set) var words: [UInt32] = []
  /// Bags and windows: the centre's position in `words`. Pairs: the context's row in the matrix.
  package internal(set) var heads: [UInt32] = []
  /// Bags and windows: where each prediction's window starts, in `words` …
  package internal(set) var starts: [UInt32] = []
  /// … and ends, exclusive. The centre of a bag lies inside and is not part of its context.
  package internal(set) var ends: [UInt32] = []
  /// The word that each prediction is about.
  var centers: [UInt32] = []
  /// Where each prediction's targets start, and the end of the last one's.
  package internal(set) var bounds: [UInt32] = [0]
  /// Rows of the output matrix: the centre word and those to tell it from, or the inner nodes on the way to it.
  package internal(set) var targets: [UInt32] = []
  /// 1 for a target that is there or where the way turns left, -1 for one that is not or where it turns right; 0 for a
  /// negative that happens to be the centre word, which counts for nothing.
  package internal(set) var labels: [Int8] = []
  /// All predictions, in groups.
  package internal(set) var groups: [TrainingGroup] = []

  /// An empty batch, to be filled by `plan`.
  package init() {}

  /// A batch of negative sampling whose choices were made elsewhere, to be cut by `group`.
  ///
  /// - Parameter targets: `[heads.count, width]`, the centre word first.
  package init(
    words: [UInt32], heads: [UInt32], starts: [UInt32], ends: [UInt32], targets: [UInt32], width: Int
  ) {
    self.words = words
    self.heads = heads
    self.starts = starts
    self.ends = ends
    self.targets = targets
    bounds = (0...heads.count).map { UInt32($0 * width) }
    labels = targets.indices.map { target in
      let first = target / width * width
      return target == first ? 1 : targets[target] == targets[first] ? 0 : -1
    }
  }

  /// Leaves all groups out but one.
  package mutating func keep(_ group: TrainingGroup) { groups = [group] }
}

extension TrainingBatch {
  /// Cuts the predictions into groups; bags and windows by position, so that a group's windows lie close together.
  package mutating func group(by scheme: TrainingScheme, length: Int) {
    groups.removeAll(keepingCapacity: true)
    var first = 0
    while first < heads.count {
      guard scheme != .pairs else {
        let end = min(first + length, heads.count)
        groups.append(TrainingGroup(predictions: first..<end, span: 0..<0, products: Int(bounds[end] - bounds[first])))
        first = end
        continue
      }
      let block = Int(heads[first]) / length
      var (end, low, high, products) = (first, Int(starts[first]), Int(ends[first]), 0)
      while end < heads.count, Int(heads[end]) / length == block {
        low = min(low, Int(starts[end]))
        high = max(high, Int(ends[end]))
        let rows = scheme == .bags ? 1 : ends[end] - starts[end]
        products += Int(rows * (bounds[end + 1] - bounds[end]))
        end += 1
      }
      groups.append(TrainingGroup(predictions: first..<end, span: low..<high, products: products))
      first = end
    }
  }

  /// The positions of a prediction's context: its window, or the part of one, without the centre.
  package func context(of prediction: Int) -> [Int] {
    (Int(starts[prediction])..<Int(ends[prediction])).filter { $0 != Int(heads[prediction]) }
  }

  /// Where a prediction's targets lie.
  package func targets(of prediction: Int) -> Range<Int> {
    Int(bounds[prediction])..<Int(bounds[prediction + 1])
  }
}

/// Consecutive predictions of a batch that are made from the same state of the vectors.
///
/// First every product h · v of the group is taken; then, prediction by prediction and in this order,
///
///     g = (y − σ(h·v)) · α        h's change: Σ g v        v's change: g h
///
/// with y = 1 for the word that is there and 0 for those that are not (hierarchical softmax: 1 where the way to the word
/// turns left, 0 where it turns right). Products thus wait for nothing, and threads that each hold some columns exchange
/// their parts of them once a group. h is the mean of a window (CBOW), whose words all receive the whole change when the
/// group is done, or one word's vector (skip-gram), which changes at once.
package struct TrainingGroup: Sendable, Equatable {
  /// The group's predictions in the batch.
  package var predictions: Range<Int>
  /// Positions in the batch's words that hold all its windows; empty where predictions have none.
  package var span: Range<Int>
  /// How many products it has: one for each target of a prediction, or of each of its pairs where they share targets.
  package var products: Int
}

/// What one prediction of a training is.
package enum TrainingScheme: Sendable, CaseIterable {
  /// CBOW: the mean (or sum) of a window predicts its centre.
  case bags
  /// Skip-gram: each word of a window predicts the centre, each pair with negatives of its own or through the tree.
  case pairs
  /// Skip-gram with negatives shared by neighbouring pairs of a window, which makes small matrix products of it.
  case windows

  /// The scheme that a configuration asks for.
  package init(_ configuration: Word2VecConfiguration) {
    // All pairs of a window meet the same nodes on the way to their word, but taken together they would meet those near the
    // root as they were before any of them moved, and neighbours would agree less with gensim's.
    self = !configuration.sg ? .bags : configuration.sharedNegatives && !configuration.hs ? .windows : .pairs
  }

  /// How much goes into one group unless said otherwise: positions of the corpus, or pairs for `pairs`.
  ///
  /// Within a group everything is predicted from vectors as they were before it. Quality does not change from 1 up to
  /// far more than these; threads exchange their sums once a group, and a group's rows should stay in the cache. Through a
  /// tree every prediction of a group meets the root, which then moves by the sum of what each would have it do: with 16
  /// pairs and few words it oscillates at a learning rate of 0.1, with 64 and many at 0.05, which one by one are harmless.
  package func groupLength(throughTree: Bool) -> Int {
    switch self {
    case .bags: throughTree ? 16 : 64
    case .pairs: throughTree ? 8 : 48
    case .windows: 8
    }
  }
}
