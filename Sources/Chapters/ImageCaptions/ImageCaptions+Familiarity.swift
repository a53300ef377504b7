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
      Of \(found.scenes.of("scene")) that \(title) never saw in training, \(found.familiarShare.percent) stand on an even ground: \
      \(SeenPicture.edgeShare) of their edge lies within \(found.mostUneven.twoDecimals) of 255 levels of it. Of this \
      picture's edge as much lies within \(found.unevenness.twoDecimals). The best of \(found.captions.of("caption")) made of words that the model \
      learnt, “\(found.bestCaption)”, has a cosine of \(found.bestCosine.fourDecimals) with the picture, and \
      \(found.familiarShare.percent) of those scenes have \(found.threshold.fourDecimals) or more. What is beyond either limit is \
      foreign to \(title), as this picture is: what the model makes of captions then means nothing, however high a \
      probability is. No pair is handed in.
      """,
      line:
        "\(subject.picture.name) is foreign to \(title) (\(found.reason)), so no pair is handed in; `quire fetch clip` gets "
        + "OpenAI's CLIP (605 MB)\(next)")
  }
}

extension ImageCaptions.Outcome.Familiarity {
  /// That the picture is one that the model knows; nil where it is foreign, which a warning says.
  var sentence: Markdown? {
    guard !isForeign else { return nil }
    return """
      The picture is not foreign to the model: the best of \(captions.of("caption")) made of words that it learnt has a cosine of
      \(bestCosine.fourDecimals) with it, and \(SeenPicture.edgeShare) of its edge lies within \(unevenness.twoDecimals) of 255
      levels of an even ground; of \(scenes.of("scene")) that the model never saw, \(familiarShare.percent) have a cosine of
      \(threshold.fourDecimals) or more, and as many an edge within \(mostUneven.twoDecimals).
      """
  }

  /// What makes the picture foreign, in a few words.
  fileprivate var reason: String {
    let share = familiarShare.percent
    let uneven =
      "its edge departs from an even ground by \(unevenness.fixed(1)) of 255 levels, where \(share) of the model's own "
      + "scenes keep within \(mostUneven.fixed(1))"
    let strange =
      "of the captions that the model knows the best has a cosine of \(bestCosine.fixed(3)) with it, where \(share) of its "
      + "own scenes reach \(threshold.fixed(3))"
    return unevenness > mostUneven ? uneven : strange
  }
}
