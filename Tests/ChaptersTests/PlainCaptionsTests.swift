import Basics
import Chapters
import Foundation
import Images
import Notebook
import TestSupport
import Testing

/// Captions that are only compared, and what cannot be worked with.
@Suite struct PlainCaptionsTests {
  private static let assets = Project.root.appending(path: "assets")

  /// A run on a picture, by MiniCLIP without its word of which pictures it knows, or by a model that is made from it.
  private func run(
    _ settings: [String], picture: Image? = nil, change: (URL) throws -> Void = { _ in }
  ) throws -> (failure: String?, desk: Desk) {
    let desk = try Desk(corpus: "")
    let model = desk.folder.root.appending(path: "model")
    try FileManager.default.copyItem(at: Self.assets.appending(path: "miniclip"), to: model)
    try? FileManager.default.removeItem(at: model.appending(path: "familiar.json"))
    try change(model)
    var image = Self.assets.appending(path: "two-cats.png")
    if let picture {
      image = desk.folder.root.appending(path: "drawn.png")
      try Data(PNG.encode(picture)).write(to: image)
    }
    let all = ["captions.model=\(model.path)", "captions.image=\(image.path)"] + settings
    return (try desk.run(ImageCaptions.self, all).failure, desk)
  }

  @Test(arguments: [
    ("[a small cat to the right of a big cat, a small cat to the left of a big cat]", true),
    ("[two cats, a boat]", false),
  ])
  func `two captions alone are the assignment's step as it stands`(_ captions: String, _ isConfused: Bool) throws {
    let (failure, desk) = try run(["captions.captions=\(captions)"])
    #expect(failure == nil)
    let results = try desk.results("captions")
    #expect(results[["isPlain"]] == .bool(true) && results[["isConfused"]] == .bool(isConfused))
    #expect(results[["handIn", "truth"]]?.string == "unknown" && results[["pairs"]] == nil)
    let rows = results[["captions"]]?.array ?? []
    let probabilities = rows.compactMap { $0[number: "probability"] }
    #expect(rows.count == 2 && abs(probabilities.reduce(0, +) - 1) < 1e-12)
    let logits = rows.compactMap { $0[number: "logit"] }
    #expect(abs(probabilities[0] - 1 / (1 + exp(logits[1] - logits[0]))) < 1e-9)
    #expect(probabilities.max() == results[number: "handIn", "highestProbability"])
    #expect((probabilities[0] < 0.6) == isConfused)
    let document = try desk.document("captions")
    let findings = desk.demands(of: ImageCaptions.self).map { $0.judge(results, document) }
    #expect(findings.map(\.isMet) == [true, isConfused])
    let text = try ChapterClaims("captions", on: desk).sentences.map(\.text).joined(separator: "\n")
    #expect(!text.contains("fool") && !text.contains("True: "))
    let advice = "captions.descriptions or captions.pairs say it"
    #expect(desk.warnings.contains { $0.contains(advice) }, "\(desk.warnings)")
  }

  @Test func `each caption stands beside one that names nothing, the settings' own where they have one`() throws {
    let captions = "captions.captions=[two cats, three cats, a boat]"
    let desk = try run([captions]).desk
    let results = try desk.results("captions")
    #expect(results[["alone", "neutral"]] == .string("a photo of a thing"))
    let rows = results[["captions"]]?.array ?? []
    let neutral = try #require(results[number: "alone", "neutralLogit"])
    for row in rows {
      #expect(abs((row[number: "alone"] ?? .nan) - 1 / (1 + exp(neutral - (row[number: "logit"] ?? .nan)))) < 1e-9)
    }
    let csv = desk.folder.chapter("captions").appending(path: "attachments/captions.csv")
    let lines = try String(contentsOf: csv, encoding: .utf8).split(separator: "\r\n")
    #expect(lines.count == 4 && lines[0] == "caption,cosine,logit,probability,alone")
    let other = try run([captions, "captions.neutral=a boat"]).desk
    let own = try other.results("captions")
    #expect(
      own[["alone", "neutral"]] == .string("a boat")
        && own[["alone", "neutralLogit"]] != results[["alone", "neutralLogit"]])
    #expect(own[["captions"]]?.array?.first { $0[["caption"]] == .string("a boat") }?[number: "alone"] == 0.5)
    try ChapterClaims("captions", on: other).check(CaptionClaims.all)
    // Whatever is asked beside it, the probabilities stay.
    let none = try run([captions, "captions.alone=false", "captions.neutral=a boat"]).desk
    let bare = try none.results("captions")
    #expect(bare[["alone"]] == nil && bare[["hasAlone"]] == .bool(false))
    for (one, two) in zip(rows, bare[["captions"]]?.array ?? []) {
      #expect(one[["probability"]] == two[["probability"]] && two[["alone"]] == nil)
    }
    #expect(none.warnings.contains { $0.contains("captions.alone is false") }, "\(none.warnings)")
    try ChapterClaims("captions", on: none).check(CaptionClaims.all)
    let error = #expect(throws: (any Error).self) { _ = try run([captions, "captions.neutral= "]) }
    #expect(error.map { "\($0)".contains("captions.neutral must not be empty") } == true)
  }

  @Test func `three captions alone are compared, and none is handed in`() throws {
    let (failure, desk) = try run(["captions.captions=[two cats, three cats, a boat]"])
    #expect(failure == nil)
    let (results, document) = (try desk.results("captions"), try desk.document("captions"))
    #expect(results[["captions"]]?.array?.count == 3 && results[["handIn"]] == nil)
    #expect(document.shows(figure: "probabilities") && !document.shows(figure: "pair"))
    let finding = desk.demands(of: ImageCaptions.self)[1].judge(results, document)
    #expect(finding.text == "3 captions are compared, and two would be handed in")
  }

  @Test func `a pair by hand says what is true, and no description is needed beside it`() throws {
    let pairs = "{true: two cats, false: a boat}, {true: two cats, false: three cats}"
    let (failure, desk) = try run(["captions.pairs=[\(pairs)]"])
    #expect(failure == nil)
    let results = try desk.results("captions")
    #expect(results[["isPlain"]] == .bool(false) && results[["handIn", "description"]]?.string == "two cats")
  }

  @Test(arguments: [
    "captions.descriptions=[two cats, three cats]",
    "captions.descriptions=[two cats on a blue background, two cats on a red background]",
  ])
  func `descriptions that contradict each other are named`(_ setting: String) throws {
    let failure = try run([setting]).failure ?? ""
    #expect(failure.contains("cannot both be true of the picture; say in captions.false"), "\(failure)")
    #expect(failure.contains("“two cats"), "\(failure)")
    let apart = "[a small cat to the left of a big cat, a big cat to the right of a small cat, two cats, two animals]"
    #expect(try run(["captions.descriptions=\(apart)"]).failure == nil)
  }

  private func picture(_ width: Int, _ height: Int, _ color: [UInt8]) throws -> Image {
    try Image(width: width, height: height, pixels: Array(repeating: color, count: width * height).flatMap { $0 })
  }

  @Test(arguments: [(64, 64), (1, 1), (900, 20)])
  func `a picture of one colour is refused`(_ width: Int, _ height: Int) throws {
    let one = try picture(width, height, [119, 119, 119, 255])
    let failure = try run(["captions.descriptions=[two cats]"], picture: one).failure ?? ""
    #expect(failure.contains("drawn.png” is of one colour where the model looks"), "\(failure)")
    var two = one
    guard width > 1 else { return }
    for x in 0..<height { two.pixels[4 * (height / 2 * width + (width - height) / 2 + x)] = 20 }
    #expect(try run(["captions.descriptions=[two cats]"], picture: two).failure == nil)
  }

  @Test func `a model that gives all captions one cosine is named, before captions are called the same`() throws {
    for settings in [["captions.descriptions=[two cats]"], ["captions.captions=[two cats, a boat]"]] {
      // With a gain of nought, the last norm makes one vector of all captions.
      let outcome = try run(settings, change: { try Self.zero("text_model.final_layer_norm.weight", in: $0) })
      let failure = outcome.failure ?? ""
      #expect(failure.contains("captions the same cosine with the picture"), "\(failure)")
      #expect(failure.contains("captions.model"))
    }
  }

  /// Writes nought over a tensor of a checkpoint.
  private static func zero(_ name: String, in folder: URL) throws {
    let file = folder.appending(path: "model.safetensors")
    var data = try Data(contentsOf: file)
    let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    let header = try #require(
      try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
    let offsets = try #require((header[name] as? [String: Any])?["data_offsets"] as? [Int])
    for place in offsets[0]..<offsets[1] { data[8 + length + place] = 0 }
    try data.write(to: file)
  }

  @Test func `captions up to the limit are read, longer ones are refused with the limit`() throws {
    // MiniCLIP reads 32 tokens, the beginning and the end among them, and each of these words is one.
    func caption(_ tokens: Int) -> String { "two cats and" + String(repeating: " cats", count: tokens - 5) }
    for tokens in [31, 32] {
      #expect(try run(["captions.captions=[a boat, \(caption(tokens))]"]).failure == nil)
      #expect(try run(["captions.descriptions=[\(caption(tokens))]"]).failure == nil)
    }
    for settings in [["captions.captions=[a boat, \(caption(33))]"], ["captions.descriptions=[\(caption(33))]"]] {
      let failure = try run(settings).failure ?? ""
      #expect(failure.contains("has 33 tokens, and the model reads at most 32; shorten it"), "\(failure)")
    }
  }

  @Test func `variants that are cut to what is true are named as such`() throws {
    let words = "cats" + String(repeating: " and cats", count: 20)
    let description = "captions.descriptions=[\(words) on a blue background]"
    let made = try run([description, "captions.truncate=true"]).failure ?? ""
    #expect(made.contains("every false caption is the same tokens to the model as the true one"), "\(made)")
    let stated = "captions.false=[\(words) on a red background]"
    let same = try run([description, stated, "captions.truncate=true"]).failure ?? ""
    #expect(same.contains("are the same tokens to the model; keep one of them"), "\(same)")
  }
}
