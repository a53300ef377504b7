import Basics
import Chapters
import Foundation
import Images
import Notebook
import TestSupport
import Testing

/// Which model a run takes by `model: auto`, and what it does with a picture that the model does not know.
@Suite struct ChosenModelTests {
  private static let assets = Project.root.appending(path: "assets")
  private static let cats = assets.appending(path: "two-cats.png")

  /// What the stand-in for OpenAI's CLIP is in these tests: MiniCLIP without its measurements.
  private func realModel(in scratch: Scratch, leaving left: [String] = []) throws -> URL {
    let folder = scratch.folder.appending(path: "real")
    try FileManager.default.copyItem(at: Self.assets.appending(path: "miniclip"), to: folder)
    for name in left + ["held-out.json", "rivals.json", "grammar.json", "familiar.json"] {
      try? FileManager.default.removeItem(at: folder.appending(path: name))
    }
    return folder
  }

  /// MiniCLIP that knows pictures of two cats and no others.
  private func shippedModel(in scratch: Scratch) throws -> URL {
    let folder = scratch.folder.appending(path: "shipped")
    try FileManager.default.copyItem(at: Self.assets.appending(path: "miniclip"), to: folder)
    let text =
      #"{"captions": ["two cats", "a dog"], "threshold": 0.5, "mostUneven": 5, "quantile": 0.002, "scenes": 5000}"#
    try Data(text.utf8).write(to: folder.appending(path: "familiar.json"))
    return folder
  }

  /// A picture of one's own: stripes.
  private func stripes(_ place: URL) throws {
    var pixels: [UInt8] = []
    for y in 0..<64 {
      for x in 0..<64 { pixels += [x / 4 % 2 == 0 ? 0 : 200, UInt8(y), 90, 255] }
    }
    try Data(PNG.encode(Image(width: 64, height: 64, pixels: pixels))).write(to: place)
  }

  /// A run on a desk with a picture of one's own, `mine.png`.
  ///
  /// - Parameter real: By which name the real CLIP is at hand; none where nil.
  private func desk(_ scratch: Scratch, real: String? = nil, leaving left: [String] = []) throws -> Desk {
    var named = ["miniclip": try shippedModel(in: scratch), "two-cats.png": Self.cats]
    if let real { named[real] = try realModel(in: scratch, leaving: left) }
    let desk = try Desk(corpus: "", named: named)
    try stripes(desk.folder.root.appending(path: "mine.png"))
    return desk
  }

  private static let mine = ["captions.image=mine.png", "captions.descriptions=[two cats, a big dog]"]

  @Test(arguments: ["clip", "openai/clip-vit-base-patch32"])
  func `a picture of one's own is judged by the real CLIP where a cache has it`(_ name: String) throws {
    let scratch = try Scratch()
    let desk = try desk(scratch, real: name)
    #expect(try desk.run(ImageCaptions.self, Self.mine).failure == nil)
    let results = try desk.results("captions")
    #expect(results[["model", "title"]]?.string == "openai/clip-vit-base-patch32")
    #expect(results[["resolved", "model"]]?.string == name)
    #expect(results[["isAutomatic"]] == .bool(true) && results[["isRealMissing"]] == .bool(false))
    #expect(results[["hasFamiliarity"]] == .bool(false) && results[["isForeign"]] == .bool(false))
    #expect(!desk.warnings.contains { $0.contains("MiniCLIP") || $0.contains("foreign") }, "\(desk.warnings)")
    withExtendedLifetime(scratch) {}
  }

  @Test func `the picture that comes with Quire stays with MiniCLIP whatever a cache has`() throws {
    let scratch = try Scratch()
    let desk = try desk(scratch, real: "clip")
    #expect(try desk.run(ImageCaptions.self, ["captions.image=two-cats.png"]).failure == nil)
    let results = try desk.results("captions")
    #expect(results[["model", "title"]]?.string == "MiniCLIP" && results[["resolved", "model"]]?.string == "miniclip")
    #expect(results[["isForeign"]] == .bool(false) && results[["hasFamiliarity"]] == .bool(true))
    #expect(results[["isRealMissing"]] == .bool(false))
    withExtendedLifetime(scratch) {}
  }

  @Test func `a model that is named is taken, whatever auto would take`() throws {
    let scratch = try Scratch()
    let desk = try desk(scratch, real: "clip")
    #expect(try desk.run(ImageCaptions.self, Self.mine + ["captions.model=miniclip"]).failure == nil)
    let results = try desk.results("captions")
    #expect(results[["model", "title"]]?.string == "MiniCLIP" && results[["isForeign"]] == .bool(true))
    #expect(results[["isAutomatic"]] == .bool(false) && results[["resolved"]] == nil)
    let line = try #require(desk.warnings.last { $0.contains("is foreign to MiniCLIP") })
    #expect(line.contains("`quire fetch clip` gets OpenAI's CLIP (605 MB)"), "\(line)")
    #expect(line.hasSuffix(", and captions.model: auto takes it from then on"), "\(line)")
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: [nil, "clip"])
  func `a picture that MiniCLIP does not know gets no pair, and the way out is one command`(_ real: String?) throws {
    let scratch = try Scratch()
    // Half a model in the cache, without its weights, is none.
    let desk = try desk(scratch, real: real, leaving: ["model.safetensors"])
    #expect(try desk.run(ImageCaptions.self, Self.mine).failure == nil)
    let results = try desk.results("captions")
    #expect(results[["isForeign"]] == .bool(true) && results[["handIn"]] == nil && results[["pairs"]] == nil)
    #expect(results[["isRealMissing"]] == .bool(true))
    let lines = desk.warnings.filter { $0.contains("quire fetch clip") }
    #expect(lines.count == 1, "\(desk.warnings)")
    #expect(
      lines[0].contains("mine.png is foreign to MiniCLIP (its edge departs from an even ground by "), "\(lines[0])")
    #expect(lines[0].contains("neither in the Hugging Face cache"), "\(lines[0])")
    let document = try desk.document("captions")
    let titles = document.blocks.compactMap { if case .callout(let callout) = $0 { callout.title } else { nil } }
    #expect(titles == ["A picture that is foreign to MiniCLIP"])
    let headings = document.blocks.compactMap { block -> Substring? in
      if case .markdown(let text) = block { text.source.firstMatch(of: /^## (.*)/)?.1 } else { nil }
    }
    #expect(headings == ["The picture and the model", "The captions", "The limits"])
    #expect(document.blocks.contains { if case .question("confusing-pair") = $0 { true } else { false } })
    let findings = desk.demands(of: ImageCaptions.self).map { $0.judge(results, document) }
    #expect(findings.map(\.isMet) == [false, false])
    #expect(findings.allSatisfy { $0.text.contains("foreign to MiniCLIP") }, "\(findings)")
    withExtendedLifetime(scratch) {}
  }

  @Test func `a model that does not say which pictures it knows judges all`() throws {
    let scratch = try Scratch()
    let desk = try desk(scratch)
    let model = try realModel(in: scratch)
    #expect(try desk.run(ImageCaptions.self, Self.mine + ["captions.model=\(model.path)"]).failure == nil)
    let results = try desk.results("captions")
    #expect(results[["isForeign"]] == .bool(false) && results[["familiarity"]] == nil && results[["handIn"]] != nil)
    let prose = try ChapterClaims("captions", on: desk).sentences.map(\.text).joined(separator: "\n")
    #expect(!prose.contains("foreign") && !prose.contains("vocabulary"))
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: [
    "[]", "{}", #"{"captions": [], "threshold": 0.5, "mostUneven": 5, "quantile": 0.002, "scenes": 10}"#,
    #"{"captions": ["a cat"], "threshold": 5, "mostUneven": 5, "quantile": 0.002, "scenes": 10}"#,
  ])
  func `a file of measurements that is something else is named`(_ text: String) throws {
    let scratch = try Scratch()
    let model = try shippedModel(in: scratch)
    try Data(text.utf8).write(to: model.appending(path: "familiar.json"))
    let desk = try Desk(corpus: "", named: ["miniclip": model, "two-cats.png": Self.cats])
    let failure = try desk.run(ImageCaptions.self, ["captions.image=two-cats.png"]).failure ?? ""
    #expect(failure.contains("familiar.json") && failure.contains("must hold"), "\(failure)")
    withExtendedLifetime(scratch) {}
  }
}
