import Basics
import Chapters
import Foundation
import TestSupport
import Testing

/// The chapter on a model that reads one text and says another.
@Suite struct AttentionDecoderTests {
  private static let models = Project.root.appending(path: "Tests/TransformersTests/Fixtures/encoder-decoders")

  private func run(_ model: String, _ settings: [String]) throws -> (failure: String?, desk: Desk) {
    let desk = try Desk(corpus: "")
    let path = Self.models.appending(path: model).path(percentEncoded: false)
    let outcome = try desk.run(Attention.self, ["attention.model=\(path)"] + settings)
    return (outcome.failure, desk)
  }

  @Test(arguments: [
    ("bart", ["attention.sentence=the keeper reads the green book, and it rains."]),
    ("bart", ["attention.sentence=the keeper reads", "attention.target=A ship waits outside the harbour."]),
    ("marian", ["attention.sentence=the boat", "attention.max_tokens=16"]),
    ("marian", ["attention.sentence=ships", "attention.target=tide"]),
    (
      "t5",
      [
        "attention.sentence=the keeper reads the green book, and it rains.",
        "attention.target=The tide waits for the ship.",
      ]
    ),
    ("mt5", ["attention.sentence=the keeper reads", "attention.target=A ship waits outside the harbour."]),
    ("mbart", ["attention.sentence=the boat", "attention.max_tokens=16"]),
  ])
  func `every sentence on encoder and decoder is borne out`(_ model: String, _ settings: [String]) throws {
    let (failure, desk) = try run(model, settings)
    #expect(failure == nil)
    try ChapterClaims("attention", on: desk).check(AttentionClaims.all)
    let results = try desk.results("attention")
    #expect(results[["decoder", "layers"]] == .integer(3))
    #expect(results[["model", "layers"]] == .integer(2))
    let figures = try desk.document("attention").blocks.compactMap {
      if case .figure(let figure) = $0 { figure.id } else { nil }
    }
    for id in ["decoder-heads", "decoder", "cross-heads", "cross", "cross-arcs", "cross-mean"] {
      #expect(figures.contains(id))
    }
    try desk.expectSavedFigures("attention")
  }

  private static let hasTools =
    Project.testPython.map { (try? TestSupport.run($0.path, ["-c", "import numpy, scipy"]))?.status == 0 } ?? false

  /// What `check.py` says of a chapter that was run, as of one in a submission.
  private func check(_ desk: Desk, _ settings: [String: String]) throws -> (status: Int32, output: String) {
    let root = desk.folder.chapter("attention").deletingLastPathComponent().deletingLastPathComponent()
    let code = root.appending(path: "code/attention")
    try FileManager.default.createDirectory(at: code, withIntermediateDirectories: true)
    let all = ["layer": "", "head": ""].merging(settings) { $1 }
    let task: [String: Any] = ["settings": all, "files": [String: [String]](), "quoted": [[String: String]]()]
    try JSONSerialization.data(withJSONObject: task).write(to: code.appending(path: "check.json"))
    let script = Project.root.appending(path: "templates/check/attention/check.py").path(percentEncoded: false)
    return try TestSupport.run(
      try #require(Project.testPython).path,
      ["-I", "-B", script, "--submission", root.path(percentEncoded: false)])
  }

  @Test(.enabled(if: hasTools, "NumPy and SciPy are not there"))
  func `what is said of decoder and cross-attention is worked out again, and a falsified number is found`() throws {
    let sentence = "the keeper reads the green book, and it rains."
    let (failure, desk) = try run("bart", ["attention.sentence=\(sentence)", "attention.sentences=[]"])
    #expect(failure == nil)
    let model = Self.models.appending(path: "bart").path(percentEncoded: false)
    let good = try check(desk, ["sentence": sentence, "model": model])
    #expect(good.status == 0, "\(good.output)")
    #expect(good.output.contains(/cross-words +\d+ +\d+/), "\(good.output)")
    let results = desk.folder.results("attention")
    let text = try String(contentsOf: results, encoding: .utf8)
    let forged = text.replacing(/"specialShare" : 0\.\d+/, with: "\"specialShare\" : 0.987")
    #expect(forged != text)
    try Data(forged.utf8).write(to: results)
    let bad = try check(desk, ["sentence": sentence, "model": model])
    #expect(bad.status == 1)
    #expect(bad.output.contains("DIFFERS: results.json cross.specialShare is 0.987"), "\(bad.output)")
  }

  @Test func `rows of heads say which of the three attentions they are of`() throws {
    let (failure, desk) = try run("bart", ["attention.sentence=the boat", "attention.target=A ship waits."])
    #expect(failure == nil)
    let file = desk.folder.chapter("attention").appending(path: "attachments/heads.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\r\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let kinds = Dictionary(grouping: rows.dropFirst()) { $0[$0.count - 1] }
    #expect(kinds.mapValues(\.count) == ["encoder": 8, "decoder": 6, "cross": 6])
    let entropy = try #require(rows[0].firstIndex(of: "relative_entropy"))
    let results = try desk.results("attention")
    for row in kinds["cross"] ?? [] {
      let (layer, head) = (try #require(Int(row[0])), try #require(Int(row[1])))
      let said = results[["cross", "entropies"]]?.array?[layer].array?[head].double
      #expect(try abs(#require(Double(row[entropy])) - #require(said)) < 1e-12)
      #expect(row[3].isEmpty && row[2].isEmpty)
    }
  }

  @Test func `a model without a decoder takes no target`() throws {
    let (failure, _) = try run("../models/bert", ["attention.target=a text"])
    #expect(failure?.contains("attention.target is for a model with a decoder") == true, "\(failure ?? "")")
  }

  @Test func `a target that is too long is refused with its count`() throws {
    let (failure, _) = try run(
      "bart",
      ["attention.sentence=a", "attention.max_tokens=8", "attention.target=ships ships ships ships ships ships"])
    #expect(failure?.contains("shorten attention.target or raise attention.max_tokens") == true, "\(failure ?? "")")
  }
}
