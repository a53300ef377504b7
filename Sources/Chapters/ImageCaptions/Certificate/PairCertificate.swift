package import CaptionPairs

/// What came of holding a pair of captions against every gate.
package struct PairCertificate: Sendable {
  /// Whose word it is that one caption is true and the other false.
  package enum Basis: String, Sendable {
    /// The author wrote both.
    case author
    /// The author wrote the true one, and the false one contradicts it by construction.
    case construction
  }

  /// What the model makes of the pair under a perturbation.
  package struct Perturbed: Sendable {
    package let perturbation: Perturbation
    /// The captions as they were asked.
    package let description, variant: String
    /// The probability of the true caption; nil where the perturbation could not be done.
    package let probability: Double?
    /// Why not.
    package let reason: String?

    /// The higher one of the two probabilities.
    package var highest: Double? { probability.map { max($0, 1 - $0) } }
    /// Whether neither caption reaches 0.6; not so where it could not be done.
    package var isUndecided: Bool { highest.map { $0 < ScoredPair.undecidedBelow } ?? false }
  }

  /// How the two captions stand among others of their form.
  package struct Standing: Sendable {
    /// The form, as a text.
    package let form: String
    /// How many distractors there were.
    package let count: Int
    /// Whether the form has no other captions.
    package let isAll: Bool
    /// How many of them have a higher cosine with the picture than the true and than the false caption.
    package let aboveDescription, aboveVariant: Int

    /// Of the less relevant caption the share of distractors that fit better; 1 where there are none.
    package var largestShare: Double {
      count > 0 ? Double(max(aboveDescription, aboveVariant)) / Double(count) : 1
    }
  }

  /// A caption beside the true one.
  package struct Control: Sendable {
    package let caption: String
    /// The logit of the true caption less that of this one.
    package let gap: Double
  }

  package let scored: ScoredPair
  package let basis: Basis
  /// The one edit between the captions and what it changes; nil where there is none or several.
  package let change: String?
  package let category: CaptionPair.Category
  package let isFluent: Bool
  /// Nil where the grammar does not know the captions' form.
  package let standing: Standing?
  /// All ten.
  package let perturbed: [Perturbed]
  /// The middle one by cosine of the distractors that name no thing of the true caption; nil where there is none.
  package let contrast: Control?
  /// The nearest one in logit of the paraphrases of the true caption; nil where the grammar gives none.
  package let paraphrase: Control?
  /// How many paraphrases the grammar gives that are other tokens to the model.
  package let paraphrases: Int

  /// In how many perturbations the pair stays undecided.
  package var undecidedCount: Int { perturbed.count(where: \.isUndecided) }

  /// Whether the pair passes a gate.
  package func passes(_ gate: Gate) -> Bool {
    switch gate {
    case .truth: scored.pair.truth == .isFalse
    case .edit: change != nil
    case .fluency: isFluent
    case .undecided: scored.isUndecided
    case .relevance: standing.map { $0.largestShare <= Gate.relevantShare } ?? false
    case .robustness: undecidedCount >= Gate.robustCount
    case .contrast: contrast.map { logistic($0.gap) > Gate.easyProbability } ?? false
    case .paraphrase: paraphrase.map { abs($0.gap) < Gate.paraphraseGap } ?? false
    }
  }

  /// The gates that it does not pass.
  package var failed: [Gate] { Gate.allCases.filter { !passes($0) } }
  /// Whether it passes all.
  package var isCertified: Bool { failed.isEmpty }
}
