/// One of the eight things that a pair of captions must pass before its confusion counts as a limit of the model, and not as
/// noise.
///
/// Two captions about nothing get 50 % each as well: so a pair must fit the picture better than nearly all captions of its form,
/// and stay undecided when the picture and the wording change a little, while the model is sure of what is easy on the same
/// picture.
package enum Gate: String, CaseIterable, Sendable {
  /// One caption is true, the other false by construction or by the author's word.
  case truth
  /// One edit leads from one to the other: a word, a swap, a number.
  case edit
  /// Both are equally fluent English, by rule.
  case fluency
  /// Neither caption reaches 0.6.
  case undecided
  /// Hardly any distractor, a caption of the same form, fits the picture better than either.
  case relevance
  /// The pair stays undecided in nine of ten perturbations.
  case robustness
  /// The true caption beside one about other things is found without doubt.
  case contrast
  /// The model makes the same of the true caption and of another wording of it.
  case paraphrase

  /// The share of distractors that may have a higher cosine with the picture.
  static let relevantShare = 0.02
  /// How many distractors are drawn where the form has so many.
  package static let distractors = 1_000
  /// In how many perturbations a pair must stay undecided.
  package static let robustCount = 9
  /// What the true caption must reach beside the easy contrast.
  static let easyProbability = 0.95
  /// The logits of two captions that mean the same must differ by less: ln 1.5, the assignment's rule for two captions.
  static let paraphraseGap = 0.4054651081081644

  /// The gate's name in the table.
  var title: String {
    switch self {
    case .truth: "truth"
    case .edit: "one edit"
    case .fluency: "fluent"
    case .undecided: "undecided"
    case .relevance: "relevant"
    case .robustness: "robust"
    case .contrast: "easy contrast"
    case .paraphrase: "paraphrase"
    }
  }

  /// What a pair must reach to pass.
  var limit: String {
    switch self {
    case .truth: "one of the two"
    case .edit: "1 edit"
    case .fluency: "both"
    case .undecided: "below \(ScoredPair.undecidedShare)"
    case .relevance: "at most 2\u{A0}% each"
    case .robustness: "at least \(Self.robustCount) of 10"
    case .contrast: "above 95\u{A0}%"
    case .paraphrase: "gap below 0.405"
    }
  }
}
