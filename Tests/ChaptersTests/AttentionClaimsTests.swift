import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// Every sentence of the chapter on many sentences and models, held against its numbers.
@Suite struct AttentionClaimsTests {
  private static let models = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models")

  private func check(_ folder: URL, _ settings: [String]) throws -> Desk {
    let desk = try Desk(corpus: "")
    let path = folder.path(percentEncoded: false)
    let outcome = try desk.run(
      Attention.self, ["attention.model=\(path)", "attention.max_tokens=128"] + settings)
    #expect(outcome.failure == nil, "\(settings)")
    if outcome.failure == nil {
      try ChapterClaims("attention", on: desk).check(AttentionClaims.all, "\(folder.lastPathComponent) \(settings)")
    }
    return desk
  }

  private static let sentences: [(model: String, settings: [String])] = [
    ("bert", []),
    ("bert", ["attention.sentence=The trophy does not fit into the suitcase because it is too large."]),
    ("distilbert", ["attention.sentence=cat"]),
    ("bert", ["attention.sentence=the cat", "attention.sentences=[]"]),
    ("roberta", ["attention.sentence=!?"]),
    ("bert", ["attention.sentence=שלום עולם, מה שלומך"]),
    ("distilbert", ["attention.sentence=cat dog cat dog cat"]),
    ("bert", ["attention.sentence=the cat sat", "attention.pair=and it slept on the mat"]),
    ("gpt2", ["attention.sentence=My sister sold her old car, and she bought a bicycle instead."]),
    ("roberta", ["attention.sentence=Who was it that they saw?", "attention.sentences=[he ran, they slept]"]),
    (
      "bert",
      ["attention.sentence=Buy this phone (really) now", "attention.word=phone", "attention.sentences=[nobody here]"]
    ),
    ("gpt2", ["attention.sentence=It rains.", "attention.layer=1"]),
    ("bert", ["attention.sentence=the keeper reads, and the pilot waits", "attention.word=the#2", "attention.head=2"]),
    ("gpt2", ["attention.sentence=The keeper waits, and it rains.", "attention.word=0"]),
    ("bert", ["attention.sentence=the ships wait until they fall", "attention.antecedent=ships"]),
  ]

  @Test(arguments: sentences.indices)
  func `no sentence says what its numbers do not`(_ index: Int) throws {
    let (model, settings) = Self.sentences[index]
    _ = try check(Self.models.appending(path: model), settings)
  }

  @Test(arguments: [
    ("albert", []), ("electra-discriminator", ["attention.sentence=cat"]),
    ("mpnet", ["attention.sentence=The keeper reads while the pilot waits outside."]),
    ("modernbert", ["attention.sentence=The trophy does not fit into the suitcase because it is too large."]),
    ("modernbert-biased", ["attention.sentence=the cat", "attention.sentences=[]"]),
    ("llama-3", ["attention.sentence=My sister sold her old car, and she bought a bicycle instead."]),
    ("mistral", ["attention.sentence=My sister sold her old car, and she bought a bicycle instead."]),
    ("qwen3", ["attention.sentence=The keeper waits, and it rains.", "attention.word=it"]),
    ("gemma2", ["attention.sentence=The old keeper reads the green book, for it is late.", "attention.layer=1"]),
    ("gemma3", ["attention.sentence=The keeper waits, and it rains."]),
    ("opt-narrow", ["attention.sentence=The keeper waits, and it rains."]),
    ("gpt-neox", ["attention.sentence=rain", "attention.sentences=[]"]),
  ])
  func `nor with an architecture whose scores are made otherwise`(_ name: String, _ settings: [String]) throws {
    let scratch = try Scratch()
    try Miniature(name).write(to: scratch.folder)
    _ = try check(scratch.folder, settings)
  }

  private static let classifiers = Project.root.appending(path: "Tests/TransformersTests/Fixtures/classifiers")

  @Test(arguments: [
    ("bert", ["attention.sentence=The old keeper reads the green book."]), ("bert", ["attention.label=Stormy"]),
    ("distilbert", ["attention.sentence=cat"]), ("roberta", ["attention.sentence=the ship waits"]),
    ("gpt2", ["attention.sentence=Rain falls on the green water."]),
    ("gpt2", ["attention.sentence=rain", "attention.sentences=[]"]),
    ("gpt2", ["attention.sentence=The ship waits, and it is late.", "attention.label=food"]),
    ("distilbert", ["attention.sentence=The keeper reads and he waits", "attention.pair=old ships sleep"]),
  ])
  func `nor does one on a model that tells classes`(model: String, settings: [String]) throws {
    let desk = try check(Self.classifiers.appending(path: model), settings)
    let results = try desk.results("attention")
    #expect(results[["hasPrediction"]] == .bool(true))
    let words = try #require(results[["prediction", "words"]]?.array)
    // Of the miniature GPT-2 nothing is left without its one word.
    #expect(words.isEmpty == (model == "gpt2" && settings[0].hasSuffix("=rain")))
    try desk.expectSavedFigures("attention")
  }

  @Test func `a class that there is not is refused with those that there are`() throws {
    func failure(_ folder: URL) throws -> String? {
      let desk = try Desk(corpus: "")
      return try desk.run(
        Attention.self,
        ["attention.model=\(folder.path(percentEncoded: false))", "attention.sentence=a cat", "attention.label=stormi"]
      ).failure
    }
    #expect(
      try failure(Self.classifiers.appending(path: "bert"))?.contains(
        "attention.label is “stormi”, which is no class of the model; did you mean “stormy”?; its classes are sunny, grey, stormy"
      )
        == true)
    #expect(
      try failure(Self.models.appending(path: "bert"))?.contains("but the model has no head that tells classes") == true
    )
  }

  @Test(arguments: [(1, 4), (2, 1), (1, 1)])
  func `nor does one on a model of one layer or of one head`(_ layers: Int, _ heads: Int) throws {
    let scratch = try Scratch()
    let folder = scratch.folder.appending(path: "model")
    try FileManager.default.copyItem(at: Self.models.appending(path: "bert"), to: folder)
    let file = folder.appending(path: "config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": \(layers)")
      .replacing("\"num_attention_heads\": 4", with: "\"num_attention_heads\": \(heads)")
    try text.write(to: file, atomically: true, encoding: .utf8)
    try Self.keep(folder.appending(path: "model.safetensors")) { name in
      !(layers..<2).contains { name.contains("encoder.layer.\($0).") }
    }
    let desk = try check(folder, ["attention.sentence=the keeper reads the green book, and it falls"])
    #expect(try desk.results("attention")[["headCount"]] == .integer(layers * heads))
  }

  /// Leaves out tensors of a file.
  private static func keep(_ file: URL, where isKept: (String) -> Bool) throws {
    let data = try Data(contentsOf: file)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any] ?? [:]
    var (kept, bytes): ([String: Any], Data) = ([:], Data())
    for (name, value) in header.sorted(by: { $0.key < $1.key }) where isKept(name) {
      guard var tensor = value as? [String: Any], let range = tensor["data_offsets"] as? [Int] else { continue }
      tensor["data_offsets"] = [bytes.count, bytes.count + range[1] - range[0]]
      bytes += data[(8 + length + range[0])..<(8 + length + range[1])]
      kept[name] = tensor
    }
    let text = try JSONSerialization.data(withJSONObject: kept)
    let size = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    try (size + text + bytes).write(to: file)
  }

  @Test func `every figure and table is cited by the chapter's own prose`() throws {
    let desk = try check(Self.models.appending(path: "bert"), [])
    var prose = ""
    var ids: [String] = []
    for block in try desk.document("attention").blocks {
      switch block {
      case .markdown(let text): prose += text.source
      case .figure(let figure): ids.append("figure:attention/\(figure.id)")
      case .table(let table): ids.append("table:attention/\(table.id)")
      default: continue
      }
    }
    for id in ids { #expect(prose.contains("{{\(id)}}"), "\(id)") }
  }

  @Test(arguments: [
    (
      "attention.word=phoen",
      "attention.word is “phoen”, which is no word of the sentence; did you mean “phone”?; its words are the phone"
    ),
    ("attention.word=the#3", "attention.word is “the#3”, but the sentence has “the” only 2 times"),
    (
      "attention.antecedent=bout",
      "attention.antecedent is “bout”, which is no word of the sentence; did you mean “boat”?"
    ),
  ])
  func `a word that the sentence does not have is refused with those that it has`(_ setting: String, _ message: String)
    throws
  {
    let desk = try Desk(corpus: "")
    let path = Self.models.appending(path: "bert").path(percentEncoded: false)
    let outcome = try desk.run(
      Attention.self, ["attention.model=\(path)", "attention.sentence=the phone fell on the boat", setting])
    #expect(outcome.failure?.contains(message) == true, "\(outcome.failure ?? "no failure")")
  }

  @Test func `the word that is followed is a pronoun, or as the settings say, or the most important one`() throws {
    func look(_ settings: [String]) throws -> (word: JSONValue?, reason: JSONValue?) {
      let desk = try check(Self.models.appending(path: "bert"), settings)
      let results = try desk.results("attention")
      return (results[["look", "word"]], results[["look", "reason"]])
    }
    let pronoun = try look(["attention.sentence=the keeper reads a book and it falls"])
    #expect(pronoun == (.string("it"), .string("pronoun")))
    let second = try look(["attention.sentence=the keeper reads the book", "attention.word=the#2"])
    #expect(second == (.string("the (2)"), .string("settings")))
    // A place counts special tokens, so that 2 is the word behind the first.
    let placed = try look(["attention.sentence=the keeper reads the book", "attention.word=2"])
    #expect(placed == (.string("keeper"), .string("settings")))
    // A pronoun with nothing before it has nothing to look back at.
    let first = try look(["attention.sentence=it reads the green book"])
    #expect(first.reason == .string("importance"))
  }

  /// MiniLM in a folder with nothing but a model.
  private static func learnt(in scratch: Scratch) throws -> URL {
    let source = try #require(Project.model("all-MiniLM-L6-v2")).resolvingSymlinksInPath()
    let folder = scratch.folder.appending(path: "model")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["config.json", "model.safetensors", "tokenizer.json", "vocab.txt"] {
      let (file, copy) = (source.appending(path: name), folder.appending(path: name))
      // A second name where the file system is one, since the file is large.
      if (try? FileManager.default.linkItem(at: file, to: copy)) == nil {
        try FileManager.default.copyItem(at: file, to: copy)
      }
    }
    return folder
  }

  private static let ordinary = [
    "The phone fell into the water, but it still works because the case was closed.",
    "The trophy does not fit into the suitcase because it is too large.",
    "My sister sold her old car, and she bought a bicycle instead.", "Nobody who saw the film liked it.",
    "Colourless green ideas sleep furiously.", "Do not buy this cable!", "Stop.", "It rains.",
    "That that is, is; that that is not, is not.", "Der Hund schläft, weil er müde ist.",
  ]

  @Test(
    .enabled(if: Project.model("all-MiniLM-L6-v2") != nil, "all-MiniLM-L6-v2 is not there"), arguments: ordinary.indices
  )
  func `nor does one on a model that has learnt a language`(_ index: Int) throws {
    let scratch = try Scratch()
    _ = try check(Self.learnt(in: scratch), ["attention.sentence=\(Self.ordinary[index])"])
  }

  @Test(.enabled(if: Project.model("all-MiniLM-L6-v2") != nil, "all-MiniLM-L6-v2 is not there"))
  func `MiniLM's head 6 of layer 5 looks from it to water, and head 1 of layer 3 finds what pronouns could stand for`()
    throws
  {
    let scratch = try Scratch()
    let results = try check(Self.learnt(in: scratch), []).results("attention")
    #expect(results[["look", "word"]] == .string("it"))
    #expect(results[["look", "target"]] == .string("water"))
    #expect(results[["look", "layer"]] == .integer(5) && results[["look", "head"]] == .integer(6))
    #expect(abs(results[number: "look", "weight"]! - 0.6502) < 5e-4)
    #expect(results[["look", "own", "target"]] == .string("phone"))
    #expect(results[["chosen", "layer"]] == .integer(3) && results[["chosen", "head"]] == .integer(1))
    // Of the twelve sentences that come with Quire it looks at one of the two nouns in all, at the right one in seven.
    #expect(results[["reference", "known"]] == .integer(13) && results[["reference", "found"]] == .integer(8))
    #expect(results[["reference", "eitherElsewhere"]] == .integer(12))
    #expect(results[["reference", "rightOfEither"]] == .integer(7))
    #expect(results[["reference", "asManyEither"]] == .integer(0))
    #expect(abs(results[number: "reference", "coin"]! - 0.3872) < 5e-4)
    #expect(results[["kinds", "allAbove"]] == .integer(357) && results[["kinds", "allPairs"]] == .integer(388))
    guard case .array(let looks)? = results[["looks"]] else {
      Issue.record("no word looks at another")
      return
    }
    #expect(looks.contains { $0[["word"]] == .string("it") && $0[["target"]] == .string("water") })
  }
}
