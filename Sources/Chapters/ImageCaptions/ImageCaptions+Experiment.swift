internal import Basics
internal import CaptionPairs
internal import Images
internal import Notebook
internal import Transformers

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
  var worstSentence: String {
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
