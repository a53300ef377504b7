internal import CaptionPairs

extension ImageCaptions.Results {
  /// What came of holding a pair against every gate.
  struct Certificate: Encodable {
    /// One gate.
    struct Finding: Encodable {
      /// What the table calls it, what was measured, and what it must reach.
      var title, measured, limit: String
      var isPassed: Bool
    }

    /// The pair under one perturbation.
    struct Perturbed: Encodable {
      var title: String
      /// The captions as they were asked.
      var description, variant: String
      /// Whether it could be done; the probabilities are absent where not, and `reason` says why.
      var isDone: Bool
      var descriptionProbability, highestProbability: Double?
      var isUndecided: Bool
      var reason: String?
    }

    /// How the captions stand among others of their form.
    struct Distractors: Encodable {
      var form: String
      /// How many there were.
      var count: Int
      /// Whether the form has no other captions.
      var isAll: Bool
      /// How many fit the picture better than the true and than the false caption.
      var aboveDescription, aboveVariant: Int
      /// The larger one of the two as a share of all.
      var largestShare: Double
    }

    /// A caption beside the true one.
    struct Control: Encodable {
      var caption: String
      /// The logit of the true caption less that of this one.
      var gap: Double
      /// The probability of the true caption of the two.
      var probability: Double
    }

    var description, variant: String
    /// What the one edit changes, or where there is none the pair was made for.
    var category: String
    /// The same in words.
    var categoryTitle: String
    /// The one edit, as in `left → right`; empty where there is none or several.
    var change: String
    var isCertified: Bool
    /// How many of the eight gates it passes.
    var passed, of: Int
    /// The names of the gates that it fails, and the same as words of a sentence.
    var failed: [String]
    var failedTitles: String
    /// `construction` or `author`: by whose word the false caption is false.
    var basis: String
    var gates: [String: Finding]
    var descriptionProbability, highestProbability: Double
    /// Whether that is at most 0.51.
    var isEven: Bool
    var perturbations: [String: Perturbed]
    /// In how many of the ten it stays undecided, how many could not be done, and the highest probability of all.
    var undecidedPerturbations, impossiblePerturbations: Int
    var highestPerturbed: Double
    /// Absent where the grammar does not know the captions' form.
    var distractors: Distractors?
    var hasDistractors: Bool
    /// The middle one of the distractors that name no thing of the true caption; absent where there is none.
    var contrast: Control?
    var hasContrast: Bool
    /// The nearest paraphrase of the true caption; absent where the grammar gives none.
    var paraphrase: Control?
    var hasParaphrase: Bool
    /// How many paraphrases the grammar gives.
    var paraphrases: Int
  }
}

extension ImageCaptions.Results.Certificate {
  init(_ certificate: PairCertificate) {
    let (scored, failed) = (certificate.scored, certificate.failed)
    let gates = Dictionary(uniqueKeysWithValues: Gate.allCases.map { ($0.rawValue, Finding($0, certificate)) })
    let perturbations = certificate.perturbed.map { ($0.perturbation.rawValue, Perturbed($0)) }
    self.init(
      description: scored.pair.description, variant: scored.pair.variant, category: certificate.category.rawValue,
      categoryTitle: certificate.category.title, change: certificate.change ?? "", isCertified: certificate.isCertified,
      passed: Gate.allCases.count - failed.count, of: Gate.allCases.count,
      failed: failed.map(\.rawValue), failedTitles: failed.map(\.title).enumerated, basis: certificate.basis.rawValue,
      gates: gates, descriptionProbability: scored.probability, highestProbability: scored.highestProbability,
      isEven: scored.isEven, perturbations: Dictionary(uniqueKeysWithValues: perturbations),
      undecidedPerturbations: certificate.undecidedCount,
      impossiblePerturbations: certificate.perturbed.count { $0.probability == nil },
      highestPerturbed: certificate.perturbed.compactMap(\.highest).max() ?? scored.highestProbability,
      distractors: certificate.standing.map(Distractors.init), hasDistractors: certificate.standing != nil,
      contrast: certificate.contrast.map(Control.init), hasContrast: certificate.contrast != nil,
      paraphrase: certificate.paraphrase.map(Control.init), hasParaphrase: certificate.paraphrase != nil,
      paraphrases: certificate.paraphrases)
  }
}

extension ImageCaptions.Results.Certificate.Finding {
  fileprivate init(_ gate: Gate, _ certificate: PairCertificate) {
    self.init(
      title: gate.title, measured: certificate.measured(gate), limit: gate.limit, isPassed: certificate.passes(gate))
  }
}

extension ImageCaptions.Results.Certificate.Perturbed {
  fileprivate init(_ perturbed: PairCertificate.Perturbed) {
    self.init(
      title: perturbed.perturbation.title(asked: perturbed.description), description: perturbed.description,
      variant: perturbed.variant, isDone: perturbed.probability != nil, descriptionProbability: perturbed.probability,
      highestProbability: perturbed.highest, isUndecided: perturbed.isUndecided, reason: perturbed.reason)
  }
}

extension ImageCaptions.Results.Certificate.Distractors {
  fileprivate init(_ standing: PairCertificate.Standing) {
    self.init(
      form: standing.form, count: standing.count, isAll: standing.isAll,
      aboveDescription: standing.aboveDescription, aboveVariant: standing.aboveVariant,
      largestShare: standing.largestShare)
  }
}

extension ImageCaptions.Results.Certificate.Control {
  fileprivate init(_ control: PairCertificate.Control) {
    self.init(caption: control.caption, gap: control.gap, probability: logistic(control.gap))
  }
}

extension PairCertificate {
  /// What was measured for a gate, as a cell of a table.
  func measured(_ gate: Gate) -> String {
    switch gate {
    case .truth:
      guard passes(.truth) else { return "nobody knows whether the second is false" }
      return basis == .author ? "one true, one false, by the author's word" : "one true, one false by construction"
    case .edit: return change.map { "1 (\($0))" } ?? "none or several"
    case .fluency: return isFluent ? "both by rule" : "not by rule"
    case .undecided: return scored.highestProbability.percent
    case .relevance:
      guard let standing else { return "the form is not known" }
      guard standing.count > 0 else { return "the form has no other caption" }
      return "\(standing.aboveDescription.grouped) and \(standing.aboveVariant.grouped) of \(standing.count.grouped)"
    case .robustness: return "\(undecidedCount) of \(perturbed.count)"
    case .contrast: return contrast.map { logistic($0.gap).percent } ?? "there is none"
    case .paraphrase: return paraphrase.map { "gap \(abs($0.gap).threeDecimals)" } ?? "the grammar has none"
    }
  }
}
