package import CaptionPairs
internal import Foundation

/// What a model makes of two captions of one picture.
package struct ScoredPair: Sendable {
  /// Below this highest probability a model is undecided, by the assignment's rule; of two captions, where the logits
  /// differ by less than ln 1.5 ≈ 0.405.
  package static let undecidedBelow = 0.6

  /// The same as a share, for prose.
  static let undecidedShare = "60\u{A0}%"

  /// The captions.
  package let pair: CaptionPair
  /// The cosines of the picture with the description and with the variant.
  package let cosines: (description: Double, variant: Double)
  /// The cosines times the model's logit scale, and a SigLIP's bias, which takes itself away between two.
  package let logits: (description: Double, variant: Double)
  /// The cosine of the two captions with each other: how alike they are to the text tower, before there is any picture.
  package let captionCosine: Double
  /// The angle between the vectors of the two captions, in degrees.
  package let captionAngle: Double
  /// The most by which any picture whatever can set the two logits apart.
  ///
  /// The gap of a picture of vector v is s · v·(a − b), and v has length one, so by Cauchy and Schwarz it is at most
  /// s · ‖a − b‖ = 2 s · sin(θ/2), θ being the angle between a and b.
  package let largestGap: Double

  /// Scores a pair by its cosines.
  package init(
    _ pair: CaptionPair, cosines: (description: Double, variant: Double), captionCosine: Double, logitScale: Double,
    logitBias: Double = 0
  ) {
    (self.pair, self.cosines, self.captionCosine) = (pair, cosines, captionCosine)
    logits = (cosines.description * logitScale + logitBias, cosines.variant * logitScale + logitBias)
    let half = max(0, min(1, (1 - captionCosine) / 2)).squareRoot()
    captionAngle = 2 * asin(half) * 180 / .pi
    largestGap = 2 * logitScale * half
  }

  /// By how much the description's logit is above the variant's.
  package var gap: Double { logits.description - logits.variant }
  /// The probability of the description, of the two.
  package var probability: Double { logistic(gap) }
  /// The higher one of the two probabilities.
  package var highestProbability: Double { max(probability, 1 - probability) }
  /// The highest probability that any picture could give either caption of the two.
  package var largestProbability: Double { logistic(largestGap) }
  /// Whether neither caption reaches 0.6.
  package var isUndecided: Bool { highestProbability < Self.undecidedBelow }
  /// Whether no picture at all could bring one of the two captions to 0.6.
  package var isUndecidable: Bool { largestProbability < Self.undecidedBelow }
  /// Whether the variant gets more than the description.
  package var prefersVariant: Bool { gap < 0 }
  /// Whether the variant is false, and the model prefers it or cannot decide.
  package var isFooled: Bool { pair.truth == .isFalse && (prefersVariant || isUndecided) }
}

extension [ScoredPair] {
  /// Of those whose variant is false and plausible and on which the model is undecided, the most specific; of equally
  /// specific ones the one with the nearer logits; of those the earlier.
  package var mostConfusing: ScoredPair? { candidates.filter(\.isUndecided).mostSpecific }

  /// The pair that comes nearest to confusing the model, undecided or not.
  package var closest: ScoredPair? { candidates.min { abs($0.gap) < abs($1.gap) } }

  /// The same of pairs that somebody put together: whether they are plausible is his to judge.
  package var bestByHand: ScoredPair? {
    let decidable = filter { $0.pair.truth == .isFalse }
    return decidable.filter(\.isUndecided).mostSpecific ?? decidable.min { abs($0.gap) < abs($1.gap) }
  }

  private var mostSpecific: ScoredPair? {
    self.min { ($1.pair.specificity, abs($0.gap)) < ($0.pair.specificity, abs($1.gap)) }
  }

  private var candidates: [ScoredPair] { filter { $0.pair.truth == .isFalse && $0.pair.isPlausible } }
}

/// The probability of the first of two captions by the difference of their logits.
func logistic(_ gap: Double) -> Double { 1 / (1 + exp(-gap)) }
