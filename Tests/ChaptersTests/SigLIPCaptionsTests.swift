import Basics
import Chapters
import Foundation
import Images
import TestSupport
import Testing

/// The captions chapter with a SigLIP: scores of each caption's own, and everything that goes by differences of logits.
@Suite struct SigLIPCaptionsTests {
  private static let fixtures = Project.root.appending(path: "Tests/TransformersTests/Fixtures/clip")

  /// A run with a miniature SigLIP of random weights.
  private func run(_ settings: [String]) throws -> Desk {
    let desk = try Desk(corpus: "")
    let model = desk.folder.root.appending(path: "siglip")
    try FileManager.default.copyItem(at: Self.fixtures.appending(path: "siglip-tiny"), to: model)
    try FileManager.default.copyItem(
      at: Self.fixtures.appending(path: "marks-last.json"), to: model.appending(path: "tokenizer.json"))
    try Data(#"{"tokenizer_class": "TokenizersBackend"}"#.utf8).write(
      to: model.appending(path: "tokenizer_config.json"))
    let image = Project.root.appending(path: "assets/dog-and-cat.png")
    let all = ["captions.model=\(model.path)", "captions.image=\(image.path)", "captions.limit_pairs=0"] + settings
    #expect(try desk.run(ImageCaptions.self, all).failure == nil)
    return desk
  }

  @Test(arguments: [
    "captions.descriptions=[a dog to the left of a cat on a green background]",
    "captions.captions=[two cats, a dog]", "captions.captions=[two cats, a dog, a red boat, three mice]",
  ])
  func `every sentence is borne out, and each caption has a score of its own`(_ settings: String) throws {
    let desk = try run([settings, "captions.search=60"])
    try ChapterClaims("captions", on: desk).check(CaptionClaims.all, "\(settings)")
    try desk.expectSavedFigures("captions")
    let results = try desk.results("captions")
    #expect(results[["model", "isSigmoid"]] == .bool(true))
    #expect(abs((results[number: "model", "logitBias"] ?? 0) + 10) < 1e-6)
    let (scale, bias) = (results[number: "model", "logitScale"] ?? 0, results[number: "model", "logitBias"] ?? 0)
    let rows = try #require(results[["captions"]]?.array)
    for row in rows {
      let (cosine, logit) = (row[number: "cosine"] ?? .nan, row[number: "logit"] ?? .nan)
      #expect(abs(cosine * scale + bias - logit) < 1e-9)
      #expect(abs((row[number: "alone"] ?? .nan) - 1 / (1 + exp(-logit))) < 1e-12)
    }
    // Between captions the bias takes itself away.
    #expect(abs(rows.reduce(0) { $0 + ($1[number: "probability"] ?? .nan) } - 1) < 1e-9)
    #expect(results[["alone", "neutral"]] == nil && results[["hasAlone"]] == .bool(true))
    #expect(!desk.warnings.contains { $0.contains("captions.neutral") })
  }

  @Test func `a neutral caption changes nothing, and it is said`() throws {
    let desk = try run(["captions.captions=[two cats, a dog]", "captions.neutral=a thing"])
    #expect(
      desk.warnings.contains { $0.contains("captions.neutral changes nothing, since a SigLIP") }, "\(desk.warnings)")
    #expect(try desk.results("captions")[["alone", "neutral"]] == nil)
  }
}
