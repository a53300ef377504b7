import Basics
import Foundation
import Notebook
import TestSupport
import Testing
import Workflow

/// `quire try` answers with the numbers of the report, and leaves the report alone.
@Suite struct TryTests {
  private func ask(_ report: ScratchReport, _ chapter: String, _ typed: String...) throws -> TrialAnswer {
    let form = try #require(TrialForms.all.first { $0.slug == chapter }).form
    return try report.perform(TryRequest(report.selection, chapter: chapter, TrialQuestion(parsing: typed, by: form)))
  }

  private func table(_ name: String, _ answer: TrialAnswer) throws -> [[String: TrialTable.Cell]] {
    for case .table(let table) in answer.parts where table.id == name {
      return table.rows.map { Dictionary(zip(table.columns.map(\.key), $0)) { first, _ in first } }
    }
    Issue.record("there is no table \(name), only \(answer.names)")
    return []
  }

  private func results(_ report: ScratchReport, _ chapter: String) throws -> JSONValue {
    try JSONReader.value(of: Array(report.bench.read("chapters/\(chapter)/results.json").utf8))
  }

  private func numbers(_ rows: [[String: TrialTable.Cell]], _ key: String) -> [Double?] {
    rows.map { if case .number(let number) = $0[key] { number } else { nil } }
  }

  private func texts(_ rows: [[String: TrialTable.Cell]], _ key: String) -> [String?] {
    rows.map { if case .text(let text) = $0[key] { text } else { nil } }
  }

  private let model = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models/bert").path
  private let sentence = "the cat sat on the mat because it was tired"

  @Test func `neighbours are those of the report, from what its run kept, and the report stays as it is`() throws {
    let report = try ScratchReport()
    let settings = ["embeddings.analogies=[bad great awful]", "embeddings.review=3"]
    var render = report.render
    render.report.overrides = settings
    _ = try report.perform(render)
    _ = report.events()
    let before = try report.bench.files()
    let kept = try FileManager.default.subpathsOfDirectory(atPath: report.bench.output.path).sorted()
    let found = try results(report, "embeddings")

    let near = try table("neighbours", ask(report, "embeddings", "bad", "screen"))
    let wanted = ["bad", "screen"].flatMap { found["neighbours"]?[$0]?.array ?? [] }
    #expect(texts(near, "neighbour") == wanted.map { $0["word"]?.string } && near.count == 10)
    #expect(numbers(near, "similarity") == wanted.map { $0["similarity"]?.double })
    // Nothing was read and nothing trained.
    let stages = report.events().compactMap { if case .progress(let update, _) = $0 { update.stage } else { nil } }
    #expect(!stages.contains("reading") && stages.contains("taking training from an earlier run"), "\(stages)")

    let solved = try table("arithmetic", ask(report, "embeddings", "great", "-", "bad", "+", "awful"))
    let answers = found["arithmetic"]?["analogies"]?.array?[0]["answers"]?.array ?? []
    #expect(Array(texts(solved, "neighbour").prefix(3)) == answers.map { $0["word"]?.string } && answers.count == 3)
    #expect(Array(numbers(solved, "similarity").prefix(3)) == answers.map { $0["similarity"]?.double })

    let reviews = try ask(report, "embeddings", "--review", "3")
    for (name, key) in [("by-mean", "byMean"), ("by-sif", "bySIF")] {
      let wanted = found["reviews"]?[key]?.array ?? []
      #expect(
        numbers(try table(name, reviews), "similarity") == wanted.map { $0["similarity"]?.double } && !wanted.isEmpty)
    }
    #expect(try report.bench.files() == before)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: report.bench.output.path).sorted() == kept)
  }

  @Test func `without a run the same is worked out and kept nowhere`() throws {
    let report = try ScratchReport()
    let before = try ask(report, "embeddings", "bad")
    #expect(!FileManager.default.fileExists(atPath: report.bench.output.path))
    _ = try report.perform(report.render)
    let after = try ask(report, "embeddings", "bad")
    #expect(try table("neighbours", before) == table("neighbours", after))
  }

  @Test func `pairs and outliers are asked of the same vectors`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    let near = try table("neighbours", ask(report, "embeddings", "bad"))
    let second = try #require(texts(near, "neighbour")[1])
    let pair = try table("pairs", ask(report, "embeddings", "--pair", "bad", second))
    #expect(pair[0]["rank"] == .integer(2))
    #expect(abs(numbers(pair, "similarity")[0]! - numbers(near, "similarity")[1]!) < 1e-6)
    let set = try ask(report, "embeddings", "--doesnt-match", "bad", "great", "screen")
    #expect(try table("doesnt-match", set).count == 3)
    #expect(set.choices.map(\.key) == ["doesnt_match"])
  }

  @Test(arguments: [
    (["bda"], "the word \"bda\" has no vector; spelled most like it: \"bad\""),
    (["--top", "0", "bad"], "--top must be"),
    (["--review", "x"], "--review must be the number of a text"),
    (["--doesnt-match", "bad", "bad", "great"], "names a word twice"),
    (["+"], "says no word to ask about"),
  ])
  func `what cannot be answered is told in one line`(_ typed: [String], _ message: String) throws {
    let report = try ScratchReport()
    let form = try #require(TrialForms.all.first { $0.slug == "embeddings" }).form
    let request = TryRequest(report.selection, chapter: "embeddings", try TrialQuestion(parsing: typed, by: form))
    let error = try report.error(request)
    #expect(error.messages.count == 1 && error.messages[0].contains(message), "\(error)")
    #expect(error.messages[0].hasPrefix("embeddings: "), "\(error)")
  }

  @Test func `a sentence has the words, the looks and the tokens of the report`() throws {
    let report = try ScratchReport()
    try report.bench.write(
      "chapters: [attention]\nattention:\n  model: \(model)\n  sentence: \(sentence)\n", to: "report.yml")
    // The miniature lies outside the report, so the command line names it.
    var render = report.render
    render.report.overrides = ["attention.model=\(model)"]
    let rendered = try report.perform(render)
    #expect(rendered.failed.isEmpty)
    let found = try results(report, "attention")
    let answer = try ask(report, "attention", sentence, "--model", model)
    let words = try table("words", answer)
    let wanted = try #require(found["words"]?.array)
    #expect(texts(words, "word") == wanted.map { $0["word"]?.string })
    for measure in ["occlusion", "received", "rollout", "normBased", "flow", "distance"] {
      #expect(numbers(words, measure) == wanted.map { $0[measure]?.double }, "\(measure)")
    }
    let looks = try #require(found["looks"]?.array)
    #expect(try texts(table("looks", answer), "target") == looks.map { $0["target"]?.string })
    #expect(try numbers(table("looks", answer), "weight") == looks.map { $0["weight"]?.double })
    #expect(try texts(table("tokens", answer), "token") == found["tokens"]?.array?.map(\.string))
    #expect(try numbers(table("tokens", answer), "received").compactMap(\.self).reduce(0, +) > 0.999)
  }

  @Test func `a head is a matrix whose rows are shares`() throws {
    let report = try ScratchReport()
    try report.bench.write("chapters: [attention]\n", to: "report.yml")
    let answer = try ask(report, "attention", "a cat", "--model", model, "--head", "1.2")
    guard case .matrix(let matrix) = answer.parts[0] else {
      Issue.record("no matrix")
      return
    }
    #expect(matrix.rows.first == "[CLS]" && matrix.rows == matrix.columns)
    #expect(matrix.values.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
    #expect(answer.choices.map(\.key) == ["model", "sentence", "layer", "head"])
    for (head, message) in [("1", "as in 5.6"), ("7.0", "no layer 7; its layers are 0 to 1"), ("0.9", "no head 9")] {
      #expect(throws: WorkflowError.self) { try ask(report, "attention", "a cat", "--model", model, "--head", head) }
      let form = try #require(TrialForms.all.first { $0.slug == "attention" }).form
      let question = try TrialQuestion(parsing: ["a cat", "--model", model, "--head", head], by: form)
      let error = try report.error(TryRequest(report.selection, chapter: "attention", question))
      #expect(error.messages[0].contains(message), "\(error)")
    }
  }

  @Test func `captions have the numbers of the report, whatever was asked before`() throws {
    let report = try ScratchReport()
    let captions = ["a red circle", "a blue square", "a dog and a cat"]
    try report.bench.write(
      "chapters: [captions]\ncaptions:\n  image: dog-and-cat.png\n  captions: [\(captions.joined(separator: ", "))]\n",
      to: "report.yml")
    #expect(try report.perform(report.render).failed.isEmpty)
    let wanted = try #require(try results(report, "captions")["captions"]?.array)
    let form = try #require(TrialForms.all.first { $0.slug == "captions" }).form
    let opened = OpenedTrials()
    func ask(_ captions: [String]) throws -> [[String: TrialTable.Cell]] {
      let question = try TrialQuestion(parsing: ["dog-and-cat.png"] + captions, by: form)
      return try table(
        "captions", report.perform(TryRequest(report.selection, chapter: "captions", question, using: opened)))
    }
    #expect(try ask(["a green star"]).count == 1)
    let rows = try ask(captions)
    #expect(texts(rows, "caption") == wanted.map { $0["caption"]?.string })
    for key in ["probability", "logit", "cosine", "alone"] {
      for (mine, other) in zip(numbers(rows, key), wanted) {
        #expect(abs(mine! - (other[key]?.double ?? .nan)) < 1e-5, "\(key)")
      }
    }
  }

  @Test func `what is no picture, and what is no caption, is told in one line`() throws {
    let report = try ScratchReport()
    try report.bench.write("chapters: [captions]\n", to: "report.yml")
    try report.bench.write("no picture", to: "note.png")
    for (typed, message) in [
      (["dog-and-cat.png", "a", "b c"], "single letter"), (["note.png", "a cat", "a dog"], "note.png"),
      (["nothing.png", "a cat", "a dog"], "nothing.png"), (["dog-and-cat.png", "a cat", "a  CAT "], "no probability"),
      (["dog-and-cat.png", " "], "a caption is empty"), (["dog-and-cat.png"], "says no caption"),
    ] {
      let form = try #require(TrialForms.all.first { $0.slug == "captions" }).form
      let question = try TrialQuestion(parsing: typed, by: form)
      let request = TryRequest(report.selection, chapter: "captions", question)
      if message == "no probability" {
        #expect(try report.perform(request).remarks.contains { $0.contains(message) })
        continue
      }
      let error = try report.error(request)
      #expect(error.messages.count == 1 && error.messages[0].contains(message), "\(error)")
    }
  }
}
