package import CaptionPairs

/// Works certificates out, encoding each caption and the distractors of each form once.
package struct Certifier {
  /// The captions that were read so far.
  package private(set) var scores: CaptionScores
  private let grammar: any ConfusionGrammar
  private let pictures: PerturbedPictures
  private let fits: (String) -> Bool
  private var forms: [String: Distractors] = [:]

  /// - Parameter fits: Whether the model reads the whole of a caption.
  package init(
    _ scores: CaptionScores, _ grammar: any ConfusionGrammar, _ pictures: PerturbedPictures,
    fits: @escaping (String) -> Bool
  ) {
    (self.scores, self.grammar, self.pictures, self.fits) = (scores, grammar, pictures, fits)
  }

  /// How many forms' distractors were read.
  var formCount: Int { forms.count }

  /// All that were drawn of a form.
  func distractors(ofForm form: String) -> [String] { forms[form]?.drawn ?? [] }

  /// Whether the distractors of a pair need not be drawn any more.
  func knowsForm(of pair: CaptionPair) -> Bool {
    grammar.form(of: pair.description).map { forms[$0] != nil } ?? true
  }

  /// What the edit of a pair changes; the pair's own category where the grammar does not see one edit.
  package func category(of pair: CaptionPair) -> CaptionPair.Category {
    grammar.edit(from: pair.description, to: pair.variant)?.category ?? pair.category
  }

  /// Whether a pair passes the gates for which nothing has to be encoded.
  package func isPromising(_ scored: ScoredPair) -> Bool {
    let pair = scored.pair
    return pair.truth == .isFalse && scored.isUndecided
      && grammar.areEquallyFluent(pair.description, pair.variant)
      && grammar.edit(from: pair.description, to: pair.variant) != nil
  }

  /// Whether a pair can stay undecided in as many perturbations as it has to, by those of the picture alone, for which nothing has
  /// to be encoded either.
  package func mayBeRobust(_ scored: ScoredPair) -> Bool {
    let pair = scored.pair
    let all = perturbations(of: pair)
    let failed = all.filter { !$0.isOfCaptions }.count { perturbation in
      guard let picture = pictures.vectors[perturbation] else { return true }
      let gap = scores.logit(pair.description, with: picture) - scores.logit(pair.variant, with: picture)
      return logistic(abs(gap)) >= ScoredPair.undecidedBelow
    }
    return all.count - failed >= Gate.robustCount
  }

  private func perturbations(of pair: CaptionPair) -> [Perturbation] {
    Perturbation.ten(for: [pair.description, pair.variant], learnt: grammar.learntOpenings)
  }

  /// The certificate of a pair.
  ///
  /// - Throws: What encoding throws.
  package mutating func certificate(of scored: ScoredPair, _ basis: PairCertificate.Basis) throws -> PairCertificate {
    let pair = scored.pair
    let asked = perturbations(of: pair).map { perturbation in
      (perturbation, perturbation.caption(pair.description), perturbation.caption(pair.variant))
    }
    let paraphrases = grammar.paraphrases(of: pair.description).distinctCaptions.filter {
      fits($0) && $0.captionKey != pair.description.captionKey && $0.captionKey != pair.variant.captionKey
    }
    try scores.read(asked.flatMap { [$0.1, $0.2] }.filter(fits) + paraphrases)
    let (standing, contrast) = try standing(of: pair)
    let others = paraphrases.filter { !scores.areSame($0, pair.description) }.map { control($0, pair) }
    let edit = grammar.edit(from: pair.description, to: pair.variant)
    return PairCertificate(
      scored: scored, basis: basis, change: edit?.change, category: edit?.category ?? pair.category,
      isFluent: grammar.areEquallyFluent(pair.description, pair.variant), standing: standing,
      perturbed: asked.map { perturbed($0.0, $0.1, $0.2) }, contrast: contrast,
      paraphrase: others.min { abs($0.gap) < abs($1.gap) }, paraphrases: others.count)
  }

  /// What becomes of a pair under one perturbation.
  private func perturbed(
    _ perturbation: Perturbation, _ description: String, _ variant: String
  ) -> PairCertificate.Perturbed {
    var (probability, reason): (Double?, String?) = (nil, pictures.reasons[perturbation])
    if perturbation.isOfCaptions, let long = [description, variant].first(where: { !fits($0) }) {
      reason = "“\(long.opening(of: 60))” has more tokens than the model reads"
    } else if perturbation.isOfCaptions || pictures.vectors[perturbation] != nil {
      let picture = pictures.vectors[perturbation]
      probability = logistic(scores.logit(description, with: picture) - scores.logit(variant, with: picture))
    }
    return .init(
      perturbation: perturbation, description: description, variant: variant, probability: probability,
      reason: probability == nil ? reason : nil)
  }

  /// How a pair stands among the distractors of its form, and the easy contrast, which is one of them.
  private mutating func standing(
    of pair: CaptionPair
  ) throws -> (PairCertificate.Standing?, PairCertificate.Control?) {
    guard let form = grammar.form(of: pair.description) else { return (nil, nil) }
    let drawn = forms[form] ?? Distractors(of: pair.description, form: form, grammar, fits: fits)
    forms[form] = drawn
    try scores.read(drawn.drawn)
    let (beside, isAll) = drawn.beside([pair.description, pair.variant])
    let others = beside.map { (caption: $0, cosine: scores.cosine($0)) }
    let (truth, lie) = (scores.cosine(pair.description), scores.cosine(pair.variant))
    let standing = PairCertificate.Standing(
      form: form, count: others.count, isAll: isAll,
      aboveDescription: others.count { $0.cosine > truth }, aboveVariant: others.count { $0.cosine > lie })
    let named = grammar.things(in: pair.description)
    let strangers = others.filter { grammar.things(in: $0.caption).isDisjoint(with: named) }
    let ordered = strangers.indices.sorted {
      (strangers[$1].cosine, $0) < (strangers[$0].cosine, $1)
    }
    // A caption that names nothing has no *other* thing beside it.
    guard !named.isEmpty, !ordered.isEmpty else { return (standing, nil) }
    return (standing, control(strangers[ordered[ordered.count / 2]].caption, pair))
  }

  private func control(_ caption: String, _ pair: CaptionPair) -> PairCertificate.Control {
    .init(caption: caption, gap: scores.logit(pair.description) - scores.logit(caption))
  }
}
