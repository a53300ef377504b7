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
  static let version = 5

  static let questions = [
    Question(
      "confusing-pair", title: "Two descriptions that confuse CLIP",
      prompt:
        "Take an image that is hard to classify and find two descriptions, as specific as possible, for which CLIP's highest "
        + "probability is below 0.6. What do they show of its limits?", points: 1)
  ]

  func inputs(_ settings: Settings) -> [String] { [settings.model, settings.image] }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let (model, picture) = (try page.input(settings.model), try page.input(settings.image))
    page.cite("\(model.provenance), and the picture \(picture.provenance)")
    let bytes = try InputFile.bytes(of: picture.file, limit: ImageLimits.standard.bytes)
    let decoded = try ImageFile.decode(bytes, name: settings.image)
    page.report("loading the model")
    let clip = try CLIPModel(folder: model.file.deletingLastPathComponent(), threads: page.threads)
    let study = try CaptionStudy(clip, decoded.image, settings, page)
    let learnt = try LearntWords.of(model, clip.tokenizer)
    let unknownWords = learnt?.unknown(in: settings.written) ?? []
    let heldOut = try HeldOut.of(model)
    page.report("drawing")

    let results = Results(
      study, decoded, settings, sha256: SHA256.hex(of: bytes), unknownWords: unknownWords, heldOut: heldOut)
    let figures = CaptionFigures(study: study)
    let views = try CaptionViews(study, results, learnt, on: &page)

    try page.attach(bytes, as: "picture.\(decoded.format.rawValue.lowercased())")
    write(results, picture, model, on: &page)

    try writeCaptions(results, study, settings, on: &page)
    try page.figure(figures.probabilities(Array(results.captions.prefix(Self.shownCaptions))), view: views.box)

    try writePairs(results, on: &page)
    try page.figure(figures.fooled(results), view: views.pairs)
    try page.attach(Data(csv(results.pairs).utf8), as: "pairs.csv")
    writeHandIn(results, study.handIn, on: &page)

    writeGazes(results, on: &page)
    try page.figure(figures.gazes, view: views.gaze)
    if let agreement = results.agreement, let figure = study.agreement.figure(id: "agreement") {
      writeAgreement(agreement, on: &page)
      try page.figure(figure)
    }

    try writeLimits(results, on: &page)
    page.question("confusing-pair")
    page.summarise(
      """
      How probable \(results.model.name) finds captions of a picture, how often \(results.pairs.count.grouped) \
      pairs of captions fool it, and where it looks.
      """)
    return results
  }
}
