internal import Foundation

/// How far a training is, told after every batch of about 10,000 words.
///
/// No clock is read: words a second and the time left are the listener's to work out.
public struct TrainingProgress: Sendable, Equatable {
  /// The epoch that is running, from 1.
  public let epoch: Int
  /// The number of epochs.
  public let epochs: Int
  /// Words of the corpus read so far in all epochs, before rare and frequent ones are left out (gensim's raw words).
  public let words: Int
  /// The words that all epochs will read.
  public let totalWords: Int
  /// The mean loss of this epoch so far, for each target and negative; log 2 ≈ 0.693 is knowing nothing.
  public let loss: Double
  /// The learning rate of the batch that was just read.
  public let alpha: Double

  /// From 0 to 1.
  public var fraction: Double { totalWords == 0 ? 1 : Double(words) / Double(totalWords) }
}

/// The loss of negative sampling or of hierarchical softmax, summed over what has been trained on.
///
///     −log σ(h·v_target) − Σ log σ(−h·v_negative)
///
/// Before any training every term is log 2 ≈ 0.693.
package struct TrainingLoss: Sendable, Codable, Equatable {
  /// The sum of all terms.
  package var sum = 0.0
  /// The number of terms: one for each target and each negative.
  package var terms = 0

  package init() {}

  /// The mean of a term, 0 before there is one.
  package var mean: Double { terms == 0 ? 0 : sum / Double(terms) }

  /// Whether a training can have lost this much: a file that was edited may say anything.
  var isPossible: Bool { sum.isFinite && (0...(1 << 60)).contains(terms) }

  /// Adds the term of one product, of a word that is there (`label` 1) or is not (0).
  mutating func add(product: Float, label: Float) {
    let margin = Double(label == 1 ? product : -product)
    // −log σ(m) = log(1 + e^−m), written so that neither end overflows.
    sum += max(-margin, 0) + log1p(exp(-abs(margin)))
    terms += 1
  }

  /// Adds another sum.
  package static func += (left: inout TrainingLoss, right: TrainingLoss) {
    left.sum += right.sum
    left.terms += right.terms
  }
}

/// How far a training is: what it takes besides the vectors to go on from there to the same bits.
struct TrainingState: Codable, Equatable {
  /// The epoch that is running, from 0.
  var epoch = 0
  /// The next batch of that epoch.
  var batch = 0
  /// The loss of that epoch so far.
  var loss = TrainingLoss()
  /// The mean losses of the epochs before it.
  var losses: [Double] = []
}
