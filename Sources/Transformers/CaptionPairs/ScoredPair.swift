internal import Foundation

/// What a model makes of two captions of one picture.
public struct ScoredPair: Sendable {
  /// Below this highest probability a model is undecided, by the assignment's rule; of two captions, where the logits
  /// differ by less than ln 1.5 ≈ 0.405.
  public static let undecidedBelow = 0.6

  /// The captions.
  public let pair: CaptionPair
  /// The cosines of the picture with the description and with the variant.
  public let cosines: (description: Double, variant: Double)
  /// The cosines times the model's logit scale.
  public let logits: (description: Double, variant: Double)

  /// Scores a pair by its cosines.
  public init(_ pair: CaptionPair, cosines: (description: Double, variant: Double), logitScale: Double) {
    (self.pair, self.cosines) = (pair, cosines)
    logits = (cosines.description * logitScale, cosines.variant * logitScale)
  }

  /// By how much the description's logit is above the variant's.
  public var gap: Double { logits.description - logits.variant }
  /// The probability of the description, of the two.
  public var probability: Double { 1 / (1 + exp(-gap)) }
  /// The higher one of the two probabilities.
  public var highestProbability: Double { max(probability, 1 - probability) }
  /// Whether neither caption reaches 0.6.
  public var isUndecided: Bool { highestProbability < Self.undecidedBelow }
  /// Whether the variant gets more than the description.
  public var prefersVariant: Bool { gap < 0 }
  /// Whether the variant is false, and the model prefers it or cannot decide.
  public var isFooled: Bool { pair.truth == .isFalse && (prefersVariant || isUndecided) }

  /// How much the less telling caption tells: its words other than articles, prepositions and the like.
  public var specificity: Int {
    [pair.description, pair.variant].map { caption in
      let words = CaptionWords(caption)
      return words.words[words.start...].count { !WordTables.isFunctionWord($0.key) }
    }.min() ?? 0
  }
}

extension [ScoredPair] {
  /// The pair to hand in: of those whose variant is false and plausible and on which the model is undecided, the most
  /// specific; of equally specific ones the one with the nearer logits; of those the earlier.
  public var mostConfusing: ScoredPair? {
    candidates.filter(\.isUndecided).min { ($1.specificity, abs($0.gap)) < ($0.specificity, abs($1.gap)) }
  }

  /// The pair that comes nearest to confusing the model, undecided or not.
  public var closest: ScoredPair? { candidates.min { abs($0.gap) < abs($1.gap) } }

  private var candidates: [ScoredPair] { filter { $0.pair.truth == .isFalse && $0.pair.isPlausible } }
}
