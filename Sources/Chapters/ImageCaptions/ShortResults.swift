internal import CaptionPairs
internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// What the chapter found where it makes no pairs: `results.json` then, beside what `Outcome` adds.
  struct ShortResults: Encodable {
    var model: Results.Model
    var picture: Results.Picture
    /// Words of the settings' captions that the model never learnt; empty for a model that does not say what it learnt.
    var unknownWords: [String]
    /// The captions with their probabilities, the most probable first.
    var captions: [Results.Caption]
    /// Which of them fit at all, as in `Results`.
    var alone: Alone?
    var hasAlone: Bool
    /// The highest of the probabilities.
    var highestProbability: Double
    /// The two captions of the settings, the first as the description, where there are just two and the picture is not foreign:
    /// nothing is known of which is true.
    var handIn: Results.Pair?
    var hasHandIn: Bool
    /// Whether they confuse the model by the assignment's rule; false where nothing is handed in.
    var isConfused: Bool
    /// The end of a sentence about the highest probability.
    var outcome: String
    /// What others measured on CLIP ViT-B/32.
    var published = PublishedLimits.Quoted()
    /// What was measured on scenes that the model never saw, as in `Results`.
    var heldOut: HeldOut?
    var hasHeldOut: Bool
    var atChance: [HeldOut.Row]
    var chanceTasks: String
    var questions: [String: HeldOut.Row]
    var rivals: Results.Rivals?
    var hasRivals: Bool
    /// Where differences are lost, as in `Results`.
    var limits: Results.Limits?
    var hasLimits = false
  }
}

extension ImageCaptions.ShortResults {
  init(
    _ study: ShortStudy, _ picture: DecodedImage, _ settings: ImageCaptions.Settings, sha256: String,
    unknownWords: [String], heldOut: HeldOut?, rivals: TrainingRivals?
  ) {
    let captions = study.scores.table(study.table)
    let alone = ImageCaptions.Alone(study.scores, captions)
    let atChance = heldOut?.categories.filter(\.isAtChance) ?? []
    let rivals = ImageCaptions.Results.Rivals(rivals)
    let isConfused = study.pair?.isUndecided ?? false
    self.init(
      model: .init(study.model, settings, heldOut, logitScale: study.scores.logitScale),
      picture: .init(picture, settings, sha256: sha256), unknownWords: unknownWords, captions: captions, alone: alone,
      hasAlone: alone != nil,
      highestProbability: captions.first?.probability ?? 1, handIn: study.pair.map(ImageCaptions.Results.Pair.init),
      hasHandIn: study.pair != nil, isConfused: isConfused,
      outcome: study.pair == nil
        ? "which is no pair's"
        : isConfused
          ? "which is below 0.6: by the assignment's rule the two captions confuse the model"
          : "which is not below 0.6: by the assignment's rule the two captions do not confuse the model",
      heldOut: heldOut, hasHeldOut: heldOut != nil, atChance: atChance,
      chanceTasks: atChance.map { "“\($0.title)”" }.enumerated,
      questions: heldOut.map { Dictionary($0.categories.map { ($0.key, $0) }) { first, _ in first } } ?? [:],
      rivals: rivals, hasRivals: rivals != nil)
  }
}

extension ImageCaptions.Results.Model {
  /// A model by its sizes.
  init(_ model: CLIPModel, _ settings: ImageCaptions.Settings, _ heldOut: HeldOut?, logitScale: Double) {
    let sizes = model.configuration
    self.init(
      name: settings.model, title: ImageCaptions.Results.title(of: settings.model, heldOut),
      layers: sizes.vision.layers, heads: sizes.vision.heads, imageSize: sizes.imageSize, patchSize: sizes.patchSize,
      logitScale: logitScale, logitBias: Double(model.logitBias), isSigmoid: sizes.family == .siglip,
      maximumTokens: sizes.maximumTextLength)
  }
}

extension ImageCaptions.Results.Picture {
  /// A picture as it was read.
  init(_ picture: DecodedImage, _ settings: ImageCaptions.Settings, sha256: String) {
    self.init(
      name: settings.image, format: picture.format.rawValue, sha256: sha256, width: picture.image.width,
      height: picture.image.height, notes: picture.notes)
  }
}
