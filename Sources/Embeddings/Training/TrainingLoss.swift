internal import Foundation

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
