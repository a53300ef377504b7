internal import Basics
internal import Notebook

extension ImageCaptions {
  /// Warns of a picture that is foreign to the model, and tells whoever runs the chapter the way out.
  ///
  /// - Parameter title: What the report calls the model.
  func warn(of found: Outcome.Familiarity, _ subject: Subject, _ title: String, on page: inout Page) {
    let next =
      subject.model.isRealMissing
      ? ", which is neither in the Hugging Face cache nor among what was fetched before, and the next run takes it"
      : subject.model.isAutomatic ? "" : ", and captions.model: auto takes it from then on"
    page.warn(
      title: "A picture that is foreign to \(title)",
      """
      \(found.measurement) So this picture is foreign to \(title): none of them fits it as they fit what the model knows, and the
      probabilities below only say which caption fits least badly, however high they are. No pair is handed in.
      """,
      line:
        "\(subject.picture.name) is foreign to \(title): of the captions that it knows the best has a cosine of "
        + "\(found.bestCosine.fixed(3)) with it, where \(found.familiarShare.percent) of its own scenes reach "
        + "\(found.threshold.fixed(3)), so no pair is handed in; `quire fetch clip` gets OpenAI's CLIP (605 MB)\(next)")
  }
}

extension ImageCaptions.Outcome.Familiarity {
  /// That the picture is one that the model can judge; nil where it is foreign, which a warning says.
  var sentence: Markdown? {
    isForeign ? nil : "\(measurement) So the picture is not foreign to it."
  }

  /// How well the vocabulary fits the picture, beside how well it fits the model's own scenes.
  fileprivate var measurement: Markdown {
    """
    Of \(captions.of("caption")) made of words that the model learnt, “\(bestCaption)” fits the picture best, with a cosine of \
    \(bestCosine.fourDecimals); of \(scenes.of("scene")) that it never saw, \(familiarShare.percent) have one of at least \
    \(threshold.fourDecimals).
    """
  }
}
