import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

@Suite struct AttentionTests {
  private static let models = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models")

  private func run(_ model: String, _ settings: [String]) throws -> (ReportRunner.Outcome, Desk) {
    let desk = try Desk(corpus: "")
    let path = Self.models.appending(path: model).path(percentEncoded: false)
    return (try desk.run(Attention.self, ["attention.model=\(path)"] + settings), desk)
  }

  private func number(_ value: JSONValue?) -> Double? {
    switch value {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: nil
    }
  }

  @Test(arguments: ["bert", "distilbert", "roberta", "gpt2"])
  func `every architecture gives the whole chapter`(_ model: String) throws {
    let (outcome, desk) = try run(model, ["attention.sentence=the cat sat on the mat"])
    #expect(outcome.failure == nil)
    let document = try desk.document("attention")
    let figures = document.blocks.compactMap { if case .figure(let figure) = $0 { figure.id } else { nil } }
    #expect(
      figures == [
        "heads", "looks", "word", "head", "arcs", "query", "queries-keys", "importance", "entropy", "similarity",
        "layers",
        "ablation",
      ])
    let results = try desk.results("attention")
    #expect(results[["headCount"]] == .integer(8))
  }

  @Test func `shares of the words sum to one and come in order of importance`() throws {
    let (outcome, desk) = try run("bert", ["attention.sentence=the cat sat on the mat"])
    #expect(outcome.failure == nil)
    let results = try desk.results("attention")
    guard case .array(let words)? = results[["words"]] else {
      Issue.record("there are no words")
      return
    }
    for measure in ["occlusion", "received", "receivedByAll", "rollout", "flow", "normBased"] {
      let shares = words.compactMap { number($0[[Substring(measure)]]) }
      #expect(shares.count == words.count)
      #expect(abs(shares.reduce(0, +) - 1) < 1e-6, "\(measure)")
    }
    let occlusion = words.compactMap { number($0[["occlusion"]]) }
    #expect(occlusion == occlusion.sorted(by: >))
  }

  @Test func `a pair, and a head and a word by the settings`() throws {
    let (outcome, desk) = try run(
      "bert",
      [
        "attention.sentence=the cat sat", "attention.pair=on the mat", "attention.layer=1", "attention.head=2",
        "attention.word=1", "attention.sentences=[a dog ran]",
      ])
    #expect(outcome.failure == nil)
    let results = try desk.results("attention")
    #expect(results[["query", "layer"]] == .integer(1))
    #expect(results[["query", "head"]] == .integer(2))
    #expect(results[["sentences"]] == .array([.string("the cat sat"), .string("a dog ran")]))
    try desk.expectSavedFigures("attention")
  }

  @Test func `a sentence of signs alone, of one word, and from right to left`() throws {
    for sentence in ["!?", "cat", "שלום עולם", "😀😀", "a\u{0}b"] {
      #expect(try run("bert", ["attention.sentence=\(sentence)"]).0.failure == nil, "\(sentence)")
    }
  }

  @Test(arguments: [
    (["attention.sentence=a cat", "attention.layer=2"], "attention.layer is 2, but the model's are 0 to 1"),
    (["attention.sentence=a cat", "attention.head=4"], "attention.head is 4, but the model's are 0 to 3"),
    (["attention.sentence=a cat", "attention.word=99"], "attention.word is 99"),
    (["attention.sentence=\(String(repeating: "cat ", count: 500))"], "tokens, and at most 40 are drawn"),
  ])
  func `what the model does not have is named`(_ settings: [String], _ message: String) throws {
    let (outcome, _) = try run("bert", settings)
    #expect(outcome.failure?.contains(message) == true, "\(outcome.failure ?? "no failure")")
  }

  @Test func `a long sentence is read in pieces where the settings say so, and none is left out`() throws {
    let sentence = String(repeating: "the cat sat on the mat ", count: 20)
    let (outcome, desk) = try run(
      "bert", ["attention.sentence=\(sentence)", "attention.long=window", "attention.max_tokens=16"])
    #expect(outcome.failure == nil)
    let tables = try desk.document("attention").blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
    let windows = try #require(tables.first { $0.id == "windows" })
    #expect(try desk.results("attention")[["windows"]] == .integer(windows.rows.count))
    let words = try run("bert", ["attention.sentence=the cat sat on the mat"]).1.results("attention")
    guard case .array(let tokens)? = words[["tokens"]] else {
      Issue.record("there are no tokens")
      return
    }
    let read = windows.rows.compactMap { Int($0[1]) }.reduce(0) { $0 + $1 - 2 }
    #expect(read == 20 * (tokens.count - 2))
  }

  @Test func `a picture adds the heads of an image tower over it, and none leaves them out`() throws {
    let assets = Project.root.appending(path: "assets")
    let (outcome, desk) = try run(
      "bert",
      [
        "attention.sentence=a cat", "attention.picture=\(assets.appending(path: "two-cats.png").path)",
        "attention.picture_model=\(assets.appending(path: "miniclip").path)",
      ])
    #expect(outcome.failure == nil)
    let figures = try desk.document("attention").blocks.compactMap {
      if case .figure(let figure) = $0 { figure } else { nil }
    }
    #expect(figures.suffix(2).map(\.id) == ["picture-heads", "picture-agreement"])
    let results = try desk.results("attention")
    let layers = try #require(number(results[["picture", "layers"]]))
    let heads = try #require(number(results[["picture", "heads"]]))
    #expect(figures[figures.count - 2].alternativeText.contains("The picture \(Int(layers * heads)) times"))
    let surest = try #require(number(results[["picture", "surest", "layer"]]))
    #expect(figures.last?.alternativeText.contains("The rank correlation of \(Int(layers * heads)) heads") == true)
    #expect(surest < layers)
    try desk.expectSavedFigures("attention")

    let (_, without) = try run("bert", ["attention.sentence=a cat"])
    #expect(try without.results("attention")[["picture"]] == nil)
  }

  @Test(arguments: [
    ("attention.picture=corpus.txt", "corpus.txt"),
    ("attention.picture_model=corpus.txt", "config.json"),
  ])
  func `what is no picture or no CLIP is named, and no chapter is left`(_ setting: String, _ named: String) throws {
    let assets = Project.root.appending(path: "assets")
    let usual = [
      "attention.sentence=a cat", "attention.picture=\(assets.appending(path: "two-cats.png").path)",
      "attention.picture_model=\(assets.appending(path: "miniclip").path)",
    ]
    let (outcome, desk) = try run("bert", usual + [setting])
    #expect(outcome.failure?.contains(named) == true, "\(outcome.failure ?? "no failure")")
    #expect(!FileSystem.exists(desk.folder.chapter("attention")))
  }

  @Test func `a sentence of 128 tokens is drawn where the settings allow it, without the flow that would take minutes`()
    throws
  {
    let sentence = String(repeating: "a ", count: 100)
    let (outcome, desk) = try run("bert", ["attention.sentence=\(sentence)", "attention.max_tokens=128"])
    #expect(outcome.failure == nil)
    let results = try desk.results("attention")
    guard case .array(let tokens)? = results[["tokens"]], case .array(let words)? = results[["words"]] else {
      Issue.record("there are no tokens")
      return
    }
    #expect(tokens.count > 64)
    #expect(words.first?[["flow"]] == nil)
    let table = try desk.document("attention").blocks.compactMap {
      if case .table(let table) = $0, table.id == "agreement" { table } else { nil }
    }
    #expect(table.first?.rows.count == 5)
  }

  @Test func `a pair is not read in pieces`() throws {
    #expect(throws: SettingsError(["-P: attention.long may be window for one sentence, not for a pair"])) {
      _ = try run("bert", ["attention.sentence=a cat", "attention.pair=a mat", "attention.long=window"])
    }
  }

  @Test func `an empty sentence is refused by its key`() throws {
    #expect(throws: SettingsError(["-P: attention.sentence must not be empty"])) {
      _ = try run("bert", ["attention.sentence= "])
    }
  }

  @Test func `a checkpoint that is cut short names its file`() throws {
    let desk = try Desk(corpus: "")
    let folder = desk.folder.root.appending(path: "model")
    try FileManager.default.copyItem(at: Self.models.appending(path: "bert"), to: folder)
    let file = folder.appending(path: "model.safetensors")
    let bytes = try InputFile.data(of: file)
    try bytes.prefix(bytes.count / 2).write(to: file)
    let outcome = try desk.run(Attention.self, ["attention.model=\(folder.path)", "attention.sentence=a cat"])
    #expect(outcome.failure?.contains("model.safetensors") == true)
    #expect(!FileSystem.exists(desk.folder.chapter("attention")))
  }
}
