internal import Basics
internal import CaptionPairs
internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// What the chapter found: `results.json`, and what answers quote as `{{captions.…}}`.
  struct Results: Encodable {
    /// The model.
    struct Model: Encodable {
      var name: String
      var layers, heads, imageSize, patchSize: Int
      var logitScale: Double
    }

    /// The picture.
    struct Picture: Encodable {
      var name, format, sha256: String
      var width, height: Int
      /// What was passed over or changed in decoding.
      var notes: [String]
    }

    /// A caption of the probability table.
    struct Caption: Encodable {
      var caption: String
      var cosine, logit, probability: Double
    }

    /// Two captions and what the model makes of them.
    struct Pair: Encodable {
      var description, variant, category, change: String
      /// `false`, `true` or `unknown`: the variant, where the description is true.
      var truth: String
      /// The same as the end of a sentence about the variant: `is false`.
      var standing: String
      var descriptionCosine, variantCosine, descriptionLogit, variantLogit: Double
      var descriptionProbability, variantProbability, highestProbability: Double
      var isUndecided: Bool
      /// What the model does: `prefers the false one`, `is undecided`, …
      var verdict: String
    }

    /// The pairs of a category.
    struct Category: Encodable {
      var title: String
      var pairs: Int
      /// Those whose variant is false; the counts below are of these.
      var decidable: Int
      var prefersFalse, undecided, fooled: Int
    }

    /// A caption and the patch that it needs most.
    struct Gaze: Encodable {
      var caption: String
      /// Counted from 0, from the top and from the left.
      var row, column: Int
      /// By how much the logit falls when the patch is hidden.
      var fall: Double
    }

    var model: Model
    var picture: Picture
    /// Words of the settings' captions that the model never learnt; empty for a model that does not say what it learnt.
    var unknownWords: [String]
    /// The most probable first.
    var captions: [Caption]
    var pairs: [Pair]
    var categories: [String: Category]
    /// All categories together.
    var all: Category
    /// The category that fools the model most often; absent where none does.
    var worst: Category?
    /// The pair to hand in: the one that confuses the model, or where none does, the one that comes nearest.
    var handIn: Pair
    /// Whether it confuses the model by the assignment's rule.
    var isConfused: Bool
    /// The same as the end of a sentence about the highest probability.
    var outcome: String
    var gazes: [Gaze]
    /// What was measured on scenes that the model never saw; absent for a model that comes without.
    var heldOut: HeldOut?
  }
}

extension ImageCaptions.Results.Pair {
  init(_ scored: ScoredPair) {
    let pair = scored.pair
    self.init(
      description: pair.description, variant: pair.variant, category: pair.category.rawValue, change: pair.change,
      truth: pair.truth.rawValue, standing: pair.truth.standing, descriptionCosine: scored.cosines.description,
      variantCosine: scored.cosines.variant, descriptionLogit: scored.logits.description,
      variantLogit: scored.logits.variant, descriptionProbability: scored.probability,
      variantProbability: 1 - scored.probability, highestProbability: scored.highestProbability,
      isUndecided: scored.isUndecided, verdict: scored.verdict)
  }
}

extension ImageCaptions.Results.Category {
  init(_ title: String, _ pairs: [ScoredPair]) {
    let decidable = pairs.filter { $0.pair.truth == .isFalse }
    self.init(
      title: title, pairs: pairs.count, decidable: decidable.count,
      prefersFalse: decidable.count(where: \.prefersVariant),
      undecided: decidable.count(where: \.isUndecided), fooled: decidable.count(where: \.isFooled))
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
    case .count: "count"
    case .attribute: "attribute replaced"
    case .attributeSwap: "attributes swapped"
    case .relation: "relation reversed"
    case .wordOrder: "word order"
    case .negation: "negation"
    case .moreSpecific: "more specific"
    case .lessSpecific: "less specific"
    case .given: "given by hand"
    }
  }
}

extension ImageCaptions.Results {
  init(
    _ study: CaptionStudy, _ picture: DecodedImage, _ settings: ImageCaptions.Settings, sha256: String,
    unknownWords: [String], heldOut: HeldOut?
  ) {
    let sizes = study.model.configuration
    let pairs = study.pairs
    var categories: [String: Category] = [:]
    for category in CaptionPair.Category.allCases {
      categories[category.rawValue] = Category(category.title, pairs.filter { $0.pair.category == category })
    }
    let isConfused = pairs.mostConfusing != nil
    self.init(
      model: Model(
        name: settings.model, layers: sizes.vision.layers, heads: sizes.vision.heads, imageSize: sizes.imageSize,
        patchSize: sizes.patchSize, logitScale: study.scores.logitScale),
      picture: Picture(
        name: settings.image, format: picture.format.rawValue, sha256: sha256, width: picture.image.width,
        height: picture.image.height, notes: picture.notes),
      unknownWords: unknownWords, captions: study.scores.table(study.table), pairs: pairs.map(Pair.init),
      categories: categories,
      all: Category("all", pairs),
      worst: categories.values.filter { $0.fooled > 0 }.max { ($0.share, $1.title) < ($1.share, $0.title) },
      handIn: Pair(study.handIn), isConfused: isConfused,
      outcome: isConfused
        ? "which is below 0.6: by the assignment's rule the pair confuses the model"
        : "which is not below 0.6: no pair that was tried confuses the model, and this one comes nearest",
      gazes: [study.handIn.pair.description, study.handIn.pair.variant].map(study.gaze), heldOut: heldOut)
  }

  /// The categories that have pairs, in the order of the rules.
  var orderedCategories: [Category] {
    CaptionPair.Category.allCases.compactMap { categories[$0.rawValue] }.filter { $0.pairs > 0 }
  }

  /// What the table of pairs shows: those given by hand, then those with false variants, the nearest logits first.
  var shownPairs: [Pair] {
    let byHand = pairs.filter { $0.category == CaptionPair.Category.given.rawValue }.prefix(
      ImageCaptions.shownPairs / 2)
    let others = pairs.filter {
      $0.category != CaptionPair.Category.given.rawValue && $0.truth == CaptionPair.Truth.isFalse.rawValue
    }
    let nearest = others.sorted { $0.highestProbability < $1.highestProbability }
    return Array(byHand) + nearest.prefix(ImageCaptions.shownPairs - byHand.count)
  }

  /// Which category fools the model most often, as a sentence.
  var worstSentence: Markdown {
    guard let worst else { return "no pair fools the model." }
    return "pairs of the kind *\(worst.title)* fool the model most often, \(worst.fooled) of \(worst.decidable)."
  }
}

extension ImageCaptions {
  /// All pairs as a table for other programs.
  func csv(_ pairs: [Results.Pair]) -> String {
    CSV.text(
      columns: [
        "category", "description", "variant", "truth", "description_cosine", "variant_cosine", "description_logit",
        "variant_logit", "description_probability", "verdict",
      ],
      rows: pairs.map { pair in
        [
          .text(pair.category), .text(pair.description), .text(pair.variant), .text(pair.truth),
          .number(pair.descriptionCosine), .number(pair.variantCosine), .number(pair.descriptionLogit),
          .number(pair.variantLogit), .number(pair.descriptionProbability), .text(pair.verdict),
        ]
      })
  }
}
