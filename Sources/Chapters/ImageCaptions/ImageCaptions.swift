internal import Basics
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
  static let version = 8

  static let questions = [
    Question(
      "confusing-pair", title: "Two descriptions that confuse CLIP",
      prompt:
        "Take an image that is hard to classify and find two descriptions, as specific as possible, for which CLIP's highest "
        + "probability is below 0.6. What do they show of its limits?", points: 1)
  ]

  static let sections = [
    Section("picture", "The picture and the model"), Section("captions", "The captions"),
    Section("pairs", "Which pairs fool the model"), Section("hand-in", "The pair to hand in"),
    Section("looks", "What the two captions rest on"), Section("heads", "Does attention tell as much?"),
    Section("limits", "The limits"),
  ]

  func inputs(_ settings: Settings) -> [String] { [settings.model, settings.image] }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let (model, picture) = (try page.input(settings.model), try page.input(settings.image))
    let bytes = try InputFile.bytes(of: picture.oneFile(), limit: ImageLimits.standard.bytes)
    let decoded = try ImageFile.decode(bytes, name: settings.image)
    page.report("loading the model")
    let clip = try CLIPModel(folder: model.file.deletingLastPathComponent(), threads: page.threads)
    let study = try CaptionStudy(clip, decoded.image, settings, page)
    let learnt = try LearntWords.of(model, clip.tokenizer)
    let unknownWords = learnt?.unknown(in: settings.written) ?? []
    let (heldOut, rivals) = (try HeldOut.of(model), try TrainingRivals.of(model))
    let named = HeldOut.name(of: model)
    page.cite("\(named), and the picture \(picture.provenance)")
    if heldOut != nil { tellOfMiniCLIP(on: &page) }
    page.report("drawing")

    var results = Results(
      study, decoded, settings, sha256: SHA256.hex(of: bytes), unknownWords: unknownWords, heldOut: heldOut,
      rivals: rivals)
    let attack = try attack(on: decoded.image, study, settings)
    results.add(try limits(of: model, clip, settings, on: page), attack)
    let figures = CaptionFigures(study: study)
    let views = try CaptionViews(study, results, learnt, on: &page)

    page.section("picture")
    try page.attach(bytes, as: "picture.\(decoded.format.rawValue.lowercased())")
    write(results, picture, named, on: &page)

    page.section("captions")
    try writeCaptions(results, study, settings, on: &page)
    try page.figure(figures.probabilities(results.captions), view: views.box)

    page.section("pairs")
    try writePairs(results, on: &page)
    try page.figure(figures.fooled(results), view: views.pairs)
    try page.attach(Data(csv(results.pairs).utf8), as: "pairs.csv")
    try study.attachProof(on: &page)

    page.section("hand-in")
    writeHandIn(results, study.handIn, on: &page)
    try writeAlternatives(results, on: &page)
    try page.figure(figures.pair)

    page.section("looks")
    writeGazes(results, on: &page)
    try page.figure(figures.gazes, view: views.gaze)

    page.section("heads")
    writeAgreement(results.agreement, on: &page)
    if let figure = study.agreement.figure(id: "agreement") { try page.figure(figure) }

    page.section("limits")
    try writeLimits(results, heldOut, attack, on: &page)
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
