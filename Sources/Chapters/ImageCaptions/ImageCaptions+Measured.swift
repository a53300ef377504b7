internal import Basics
internal import CaptionPairs
internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions.Results.Pair {
  init(_ scored: ScoredPair) {
    let pair = scored.pair
    self.init(
      description: pair.description, variant: pair.variant, category: pair.category.rawValue, change: pair.change,
      truth: pair.truth.rawValue, standing: pair.truth.standing, descriptionCosine: scored.cosines.description,
      variantCosine: scored.cosines.variant, descriptionLogit: scored.logits.description,
      variantLogit: scored.logits.variant, descriptionProbability: scored.probability,
      variantProbability: 1 - scored.probability, highestProbability: scored.highestProbability,
      isUndecided: scored.isUndecided, captionCosine: scored.captionCosine,
      captionAngle: scored.captionAngle, largestGap: scored.largestGap,
      largestProbability: scored.largestProbability, isUndecidable: scored.isUndecidable,
      usedShare: scored.largestGap > 0 ? abs(scored.gap) / scored.largestGap : 0, verdict: scored.verdict)
  }
}

extension ImageCaptions.Results.Category {
  init(_ title: String, _ pairs: [ScoredPair]) {
    let decidable = pairs.filter { $0.pair.truth == .isFalse }
    self.init(
      title: title, pairs: pairs.count, decidable: decidable.count,
      prefersFalse: decidable.count(where: \.prefersVariant),
      undecided: decidable.count(where: \.isUndecided), fooled: decidable.count(where: \.isFooled),
      right: decidable.count { !$0.isFooled },
      wrong: decidable.count { $0.prefersVariant && !$0.isUndecided },
      fooledWithRoom: decidable.count { $0.isFooled && $0.largestProbability >= 0.9 },
      undecidable: decidable.count(where: \.isUndecidable),
      captionAngle: decidable.isEmpty ? nil : decidable.map(\.captionAngle).mean,
      leastProbability: decidable.map(\.probability).min())
  }

  /// How often the model is fooled.
  var share: Double { Double(fooled) / Double(max(1, decidable)) }
}

extension ScoredPair {
  /// What the model does, as the rest of a sentence about it.
  var verdict: String {
    if isUndecided { return "is undecided" }
    switch (pair.truth, prefersVariant) {
    case (.isFalse, true): return "prefers the false one"
    case (.isFalse, false): return "prefers the true one"
    case (_, true): return "prefers the variant"
    case (_, false): return "prefers the description"
    }
  }
}

extension CaptionPair.Truth {
  /// The end of a sentence about a variant.
  var standing: String {
    switch self {
    case .isFalse: "is false"
    case .isTrue: "is true as well"
    case .unknown: "may be true or not"
    }
  }
}

extension CaptionPair.Category {
  /// What the variant changes, in words.
  var title: String {
    switch self {
    case .object: "object replaced"
    case .count: "count"
    case .attribute: "attribute replaced"
    case .attributeSwap: "attributes swapped"
    case .relation: "relation reversed"
    case .place: "another place"
    case .wordOrder: "word order"
    case .negation: "negation"
    case .moreSpecific: "more specific"
    case .lessSpecific: "less specific"
    case .given: "written by hand"
    }
  }
}

extension ImageCaptions.Results {
  init(
    _ study: CaptionStudy, _ picture: DecodedImage, _ settings: ImageCaptions.Settings, sha256: String,
    unknownWords: [String], heldOut: HeldOut?, rivals: TrainingRivals?
  ) {
    let pairs = study.pairs
    var categories: [String: Category] = [:]
    for category in CaptionPair.Category.allCases {
      categories[category.rawValue] = Category(category.title, pairs.filter { $0.pair.category == category })
    }
    let (handIn, chosen) = (study.handIn, study.handIn.chosen)
    let atChance = heldOut?.categories.filter(\.isAtChance) ?? []
    let isConfused = chosen.isUndecided
    let (difference, things) = (study.difference, study.things)
    let table = study.scores.table(study.table)
    let alone = ImageCaptions.Alone(study.scores, table)
    let certified = Dictionary(
      uniqueKeysWithValues: study.certified.best.map { ($0.key.rawValue, Certificate($0.value)) })
    self.init(
      model: Model(study.model, settings, heldOut, logitScale: study.scores.logitScale),
      picture: Picture(picture, settings, sha256: sha256),
      unknownWords: unknownWords, captions: table, alone: alone, hasAlone: alone != nil, pairs: pairs.map(Pair.init),
      categories: categories,
      all: Category("all", pairs),
      worst: Self.worst(of: categories.filter { $0.key != CaptionPair.Category.given.rawValue }.map(\.value)),
      separation: Separation(pairs), hasSeparation: Separation(pairs) != nil, handIn: Pair(chosen),
      isConfused: isConfused,
      mine: handIn.mine.map { Pair($0.scored) }, found: handIn.found.map { Pair($0.scored) },
      hasMine: handIn.mine != nil,
      hasFound: handIn.found != nil, isMine: handIn.isMine,
      outcome: isConfused
        ? "which is below 0.6: by the assignment's rule the pair confuses the model"
        : "which is not below 0.6: no pair that was tried confuses the model",
      mirrored: study.mirrored,
      gazes: [chosen.pair.description, chosen.pair.variant].map(study.gaze), difference: difference,
      hasCorrelation: difference.correlation != nil, things: things, hasThings: things != nil,
      reach: study.reach(study.mirrorVector), alternatives: study.alternatives.map(Pair.init),
      certificate: Certificate(handIn.certificate), certified: certified,
      certifiedTitles: CaptionPair.Category.allCases.compactMap { certified[$0.rawValue]?.categoryTitle },
      examined: study.certified.examined.count, unexamined: study.certified.left, unsteady: study.certified.unsteady,
      search: Search(study.search),
      agreement: Agreement(study.agreement), heldOut: heldOut,
      hasHeldOut: heldOut != nil, atChance: atChance,
      chanceTasks: atChance.map { "“\($0.title)”" }.enumerated,
      questions: heldOut.map { Dictionary($0.categories.map { ($0.key, $0) }) { first, _ in first } } ?? [:],
      rivals: Rivals(rivals),
      hasRivals: Rivals(rivals) != nil)
  }

  /// What the report calls a model: a folder by its name alone.
  static func title(of model: String, _ heldOut: HeldOut?) -> String {
    if heldOut != nil { return "MiniCLIP" }
    let isPath = ["/", ".", "~"].contains { model.hasPrefix($0) }
    return isPath ? model.split(separator: "/").last.map(String.init) ?? model : model
  }

  /// The category that fools the model in the largest share of its pairs, where one alone does.
  private static func worst(of categories: [Category]) -> Category? {
    let largest = categories.map(\.share).max() ?? 0
    let worst = categories.filter { $0.share == largest }
    return largest > 0 && worst.count == 1 ? worst[0] : nil
  }

  /// The categories that have pairs, in the order of the rules.
  var orderedCategories: [Category] {
    CaptionPair.Category.allCases.compactMap { categories[$0.rawValue] }.filter { $0.pairs > 0 }
  }

  /// What the table of pairs shows: the two that may be handed in and others whose variant is false, the nearest logits
  /// first.
  var shownPairs: [Pair] {
    let first = [mine, found].compactMap(\.self)
    let others = pairs.filter { pair in
      pair.truth == CaptionPair.Truth.isFalse.rawValue
        && !first.contains { $0.description == pair.description && $0.variant == pair.variant }
    }
    let nearest = others.sorted { $0.highestProbability < $1.highestProbability }
    return (first + nearest.prefix(ImageCaptions.shownPairs - first.count)).sorted {
      $0.highestProbability < $1.highestProbability
    }
  }
}

extension ImageCaptions.Results.Separation {
  init?(_ pairs: [ScoredPair]) {
    let decidable = pairs.filter { $0.pair.truth == .isFalse }
    let fooled = decidable.filter(\.isFooled).map(\.captionAngle)
    let right = decidable.filter { !$0.isFooled }.map(\.captionAngle)
    guard let largest = fooled.max(), let smallest = right.min() else { return nil }
    self.init(
      fooledMean: fooled.mean, fooledLargest: largest, rightMean: right.mean, rightSmallest: smallest,
      isClean: largest < smallest)
  }
}

extension ImageCaptions.Results.Agreement {
  /// Half of a rank correlation's range above zero.
  private static let half = 0.5

  init?(_ agreement: PictureAgreement) {
    guard let best = agreement.best, let worst = agreement.worst, let median = agreement.median else { return nil }
    self.init(
      best: Head(best), worst: Head(worst), median: median, rollout: agreement.rollout, heads: agreement.heads.count,
      agreeing: agreement.heads.count { $0.correlation >= Self.half })
  }
}

extension ImageCaptions.Results.Agreement.Head {
  fileprivate init(_ head: PictureAgreement.Head) {
    self.init(layer: head.layer, head: head.head, correlation: head.correlation)
  }
}

extension ImageCaptions {
  /// The captions of the probability table as one for other programs.
  func csv(_ captions: [Results.Caption]) -> String {
    let hasAlone = captions.contains { $0.alone != nil }
    return CSV.text(
      columns: ["caption", "cosine", "logit", "probability"] + (hasAlone ? ["alone"] : []),
      rows: captions.map { caption in
        [.text(caption.caption), .number(caption.cosine), .number(caption.logit), .number(caption.probability)]
          + (caption.alone.map { [.number($0)] } ?? [])
      })
  }

  /// All pairs as a table for other programs.
  func csv(_ pairs: [Results.Pair]) -> String {
    CSV.text(
      columns: [
        "category", "description", "variant", "truth", "description_cosine", "variant_cosine", "description_logit",
        "variant_logit", "description_probability", "verdict", "caption_cosine", "largest_probability",
      ],
      rows: pairs.map { pair in
        [
          .text(pair.category), .text(pair.description), .text(pair.variant), .text(pair.truth),
          .number(pair.descriptionCosine), .number(pair.variantCosine), .number(pair.descriptionLogit),
          .number(pair.variantLogit), .number(pair.descriptionProbability), .text(pair.verdict),
          .number(pair.captionCosine), .number(pair.largestProbability),
        ]
      })
  }
}
