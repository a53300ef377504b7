internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// What a run is about: the picture, the model, and what comes with the model.
  struct Subject {
    let model: ChosenModel
    /// The picture as it was found.
    let picture: LocatedInput
    /// The picture as it was read.
    let decoded: DecodedImage
    /// The picture as the model sees it.
    let seen: SeenPicture
    /// The sum of the picture's file.
    let sha256: String
    let measured: Measured
    /// How well the model's own vocabulary fits the picture; nil for a model that does not say which pictures it can judge.
    let familiarity: Outcome.Familiarity?
  }

  /// What lies beside a model's weights, each nil where it does not.
  struct Measured {
    let heldOut: HeldOut?
    let rivals: TrainingRivals?
    let learnt: LearntWords?
    /// Words of the settings' captions that the model never learnt.
    let unknownWords: [String]

    /// - Throws: `FileError` for a file that is not what Tools/miniclip writes.
    init(of model: LocatedInput, _ tokenizer: Tokenizer, _ settings: Settings) throws {
      (heldOut, rivals) = (try HeldOut.of(model), try TrainingRivals.of(model))
      learnt = try LearntWords.of(model, tokenizer)
      unknownWords = learnt?.unknown(in: settings.written) ?? []
    }
  }
}
