internal import Basics
internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// The chapter without pairs: for a picture that is foreign to the model, and where nothing is said of what is true.
  ///
  /// What remains is the picture, the captions with their probabilities, the limits that files tell of, and the question. Two
  /// captions of whose truth nothing is known are handed in as they are.
  func runShort(
    _ page: inout Page, _ settings: Settings, _ subject: Subject, _ clip: CLIPModel
  ) throws -> ShortResults {
    page.report("reading captions")
    let study = try ShortStudy(clip, subject.seen, clip.imageVector(subject.seen.pixels), settings, subject.familiarity)
    let measured = subject.measured
    var results = ShortResults(
      study, subject.decoded, settings, sha256: subject.sha256, unknownWords: measured.unknownWords,
      heldOut: measured.heldOut, rivals: measured.rivals)
    results.limits = try limits(of: subject.model.input, clip, settings, on: page).map(Results.Limits.init)
    results.hasLimits = results.limits != nil
    let bars = CaptionBars(picture: study.picture)

    page.section("picture")
    writePicture(subject, results.model, results.picture, results.unknownWords, on: &page)

    page.section("captions")
    writeCaptions(
      results.captions, results.alone, tooLong: (study.tooLong, settings.tooLong), at: results.model.maximumTokens,
      isDrawn: results.handIn == nil, isForeign: subject.familiarity?.isForeign == true, on: &page)
    try writeTable(of: results.captions, on: &page)
    if results.handIn == nil { try page.figure(bars.probabilities(results.captions)) }
    try study.attachProof(mirror: clip.imageVector(clip.pixels(of: subject.decoded.image.mirrored())), on: &page)

    if settings.isPlain { warnOfTruth(results, subject, on: &page) }
    if let pair = results.handIn {
      page.section("hand-in")
      writePlain(pair, results, on: &page)
      try page.figure(bars.plain(pair))
    }

    page.section("limits")
    try writeLimitsOfModel(results.heldOut, results.rivals, results.limits, on: &page)
    page.question("confusing-pair")
    page.summarise("How probable \(results.model.title) finds \(results.captions.count.of("caption")) of a picture.")
    page.conclude(conclusion(results, subject))
    return results
  }

  /// The section on two captions of whose truth nothing is known.
  private func writePlain(_ pair: Results.Pair, _ results: ShortResults, on page: inout Page) {
    page.write(
      """
      The settings name two captions:

      > “\(pair.description)” (\(pair.descriptionProbability.percent))
      >
      > “\(pair.variant)” (\(pair.variantProbability.percent))

      Their cosines with the picture are \(pair.descriptionCosine.fourDecimals) and \(pair.variantCosine.fourDecimals), their
      logits \(pair.descriptionLogit.twoDecimals) and \(pair.variantLogit.twoDecimals) ({{figure:captions/pair}}). The higher
      probability is \(pair.highestProbability.percent), \(results.outcome).

      To the text tower the two captions are \(pair.captionAngle.degrees) apart. So their logits can differ by at most
      \(pair.largestGap.twoDecimals), and no picture could give either of them more than
      \(pair.largestProbability.percent).
      """)
  }

  /// Says what cannot be said where nothing is known of truth, and what would have to be known.
  private func warnOfTruth(_ results: ShortResults, _ subject: Subject, on page: inout Page) {
    let text: Markdown = """
      Nothing says which of these captions are true of the picture. So it is open whether the model is right, and a probability
      near one half may mean no more than that neither caption fits.
      """
    page.warn(
      title: "Which captions are true is not known",
      subject.familiarity?.isForeign == true
        ? text
        : """
        \(text) With true descriptions, or pairs of a true and a false caption (`descriptions` and `pairs` in the settings), a
        pair would get a certificate.
        """,
      line:
        "nothing says which captions are true, so they are only compared; captions.descriptions or captions.pairs say it, and "
        + "then pairs are searched for and certified")
  }

  /// What the chapter found, for the report's conclusion.
  private func conclusion(_ results: ShortResults, _ subject: Subject) -> Markdown {
    let title = results.model.title
    if subject.familiarity?.isForeign == true {
      return """
        The picture is foreign to \(title), so what it makes of captions means nothing and no pair is handed in.
        """
    }
    guard let pair = results.handIn else {
      return """
        Of \(results.captions.count.of("caption")) \(title) finds “\(results.captions.first?.caption ?? "")” the most probable, with
        \(results.highestProbability.percent).
        """
    }
    return """
      Asked to choose between “\(pair.description)” and “\(pair.variant)”, \(title) gives the first
      \(pair.descriptionProbability.percent). Nothing is known of which is true.
      """
  }
}
