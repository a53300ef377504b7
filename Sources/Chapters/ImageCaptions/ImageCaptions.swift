internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Images
internal import Notebook
internal import Transformers

/// *Image captions with CLIP*: how probable captions of a picture are, and which pairs of captions the model cannot tell
/// apart.
package struct ImageCaptions: Chapter {
  static let slug = "captions"
  static let title = "Image captions with CLIP"
  static let assignmentSection: String? = "4"
  static let memory = 900 << 20
  static let version = 11

  static let firstSettings = ["image", "descriptions"]
  static let questions = [
    Question(
      "confusing-pair", title: "Two descriptions that confuse CLIP",
      prompt:
        "Take an image that is hard to classify and find two descriptions, as specific as possible, for which CLIP's highest "
        + "probability is below 0.6. What do they show of its limits?", points: 1,
      values: [
        "handIn.description", "handIn.descriptionProbability | percent 1", "handIn.variant",
        "handIn.variantProbability | percent 1", "handIn.highestProbability | fixed 3",
      ])
  ]

  static let sections = [
    Section("picture", "The picture and the model"), Section("captions", "The captions"),
    Section("pairs", "Which pairs fool the model"), Section("hand-in", "The pair to hand in"),
    Section("looks", "What the two captions rest on"), Section("heads", "Does attention tell as much?"),
    Section("limits", "The limits"),
  ]

  func inputs(_ settings: Settings) -> [String] { settings.inputs.needed }

  func optionalInputs(_ settings: Settings) -> [String] { settings.inputs.optional }

  func run(_ page: inout Page, settings: Settings) throws -> Outcome {
    let chosen = try ChosenModel(settings, on: page)
    var settings = settings
    settings.model = chosen.name
    try CaptionFaults.requireConsistency(settings)
    let picture = try page.input(settings.image)
    let bytes = try InputFile.bytes(of: picture.oneFile(), limit: ImageLimits.standard.bytes)
    let decoded = try ImageFile.decode(bytes, name: settings.image)
    page.report("loading the model")
    let clip = try CLIPModel(folder: chosen.input.file.deletingLastPathComponent(), threads: page.threads)
    page.warn(ofReading: clip.remarks)
    if !settings.neutral.isEmpty, LoneScore(settings, isSigmoid: clip.configuration.family == .siglip).captions.isEmpty
    {
      page.tell(
        settings.alone
          ? "captions.neutral changes nothing, since a SigLIP scores each caption by itself"
          : "captions.neutral changes nothing, since captions.alone is false")
    }
    let seen = try SeenPicture(decoded.image, by: clip)
    try CaptionFaults.requireColors(seen, named: settings.image)
    let measured = try Measured(of: chosen.input, clip.tokenizer, settings)
    let familiarity = try Familiarity.of(chosen.input)?.judge(seen, by: clip)
    page.cite("\(HeldOut.name(of: chosen.input)), and the picture \(picture.provenance)")
    if measured.heldOut != nil { tellOfMiniCLIP(chosen, isForeign: familiarity?.isForeign == true, on: &page) }
    try page.attach(bytes, as: "picture.\(decoded.format.rawValue.lowercased())")

    let subject = Subject(
      model: chosen, picture: picture, decoded: decoded, seen: seen, sha256: SHA256.hex(of: bytes), measured: measured,
      familiarity: familiarity)
    let isShort = settings.isPlain || familiarity?.isForeign == true
    return Outcome(
      found: isShort
        ? .probabilities(try runShort(&page, settings, subject, clip))
        : .pairs(try runPairs(&page, settings, subject, clip)),
      isPlain: settings.isPlain, model: chosen, familiarity: familiarity)
  }

  /// The chapter on pairs of a true and a false caption.
  private func runPairs(
    _ page: inout Page, _ settings: Settings, _ subject: Subject, _ clip: CLIPModel
  ) throws -> Results {
    let vocabulary = try CaptionVocabulary.of(subject.model.input)
    let grammar = GrammarOfCaptions(vocabulary, seed: page.seed)
    let study = try CaptionStudy(clip, subject.decoded.image, subject.seen, settings, grammar, vocabulary, page)
    page.report("drawing")
    let measured = subject.measured
    var results = Results(
      study, subject.decoded, settings, sha256: subject.sha256, unknownWords: measured.unknownWords,
      heldOut: measured.heldOut, rivals: measured.rivals)
    let attack = try attack(on: subject.decoded.image, study, grammar, settings)
    results.add(try limits(of: subject.model.input, clip, settings, on: page), attack)
    let figures = CaptionFigures(study: study)
    let views = try CaptionViews(study, results, measured.learnt, on: &page)

    page.section("picture")
    writePicture(subject, results.model, results.picture, results.unknownWords, on: &page)

    page.section("captions")
    writeCaptions(
      results.captions, results.alone, tooLong: (study.tooLong, settings.tooLong), at: results.model.maximumTokens,
      on: &page)
    try writeTable(of: results.captions, on: &page)
    try page.figure(figures.probabilities(results.captions), view: views.box)

    page.section("pairs")
    try writePairs(results, on: &page)
    try page.figure(figures.fooled(results), view: views.pairs)
    try page.attach(Data(csv(results.pairs).utf8), as: "pairs.csv")
    try study.attachProof(on: &page)

    page.section("hand-in")
    writeHandIn(results, study.handIn, on: &page)
    writeSearch(results.search, on: &page)
    try writeCertificate(results, study, on: &page)
    try writeAlternatives(results, on: &page)
    try page.figure(figures.pair)

    page.section("looks")
    writeGazes(results, on: &page)
    try page.figure(figures.gazes, view: views.gaze)

    page.section("heads")
    writeAgreement(
      results.agreement, gatheringIn: results.model.isSigmoid ? results.model.layers : nil, on: &page)
    if let figure = study.agreement.figure(id: "agreement") { try page.figure(figure) }

    page.section("limits")
    try writeLimits(results, measured.heldOut, attack, on: &page)
    page.question("confusing-pair")
    page.summarise(
      """
      How probable \(results.model.title) finds captions of a picture, which of \(results.all.decidable.of("pair")) of a true and \
      a false one it gets wrong or leaves open, and why.
      """)
    page.conclude(results.conclusion)
    return results
  }
}
