import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

@Suite struct WordEmbeddingsTests {
  /// Two subjects that never meet: telephones and films.
  private static let corpus: String = {
    let subjects = [["screen", "battery", "charger", "signal", "bad"], ["plot", "actor", "scene", "story", "great"]]
    var state: UInt64 = 7
    return (0..<400).map { row in
      (0..<12).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return subjects[row % 2][Int(state >> 33) % 5]
      }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }()

  private let settings = [
    "embeddings.data=corpus.txt", "embeddings.vector_size=16", "embeddings.min_count=1", "embeddings.epochs=10",
    "embeddings.topn=4", "embeddings.projection_words=10",
  ]

  @Test func `neighbours come from the same subject, each with its cosine`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, settings).failure == nil)
    try desk.expectSavedFigures("embeddings")
    let results = try desk.results("embeddings")
    let near = try (0..<4).map { rank -> String in
      guard case .string(let word)? = results[["neighbours", "bad", Substring("\(rank)"), "word"]] else {
        throw NotebookError.chapter(slug: "embeddings", problem: "has no neighbour \(rank)")
      }
      return word
    }
    #expect(Set(near) == ["screen", "battery", "charger", "signal"])
    let table = try #require(
      try desk.document("embeddings").blocks.lazy.compactMap { block -> TableBlock? in
        if case .table(let table) = block, table.id == "neighbours" { table } else { nil }
      }.first)
    #expect(table.columns.map(\.title) == ["bad", "cosine", "great", "cosine", "screen", "cosine"])
    #expect(table.rows[0][1].wholeMatch(of: /[01]\.\d{2}/) != nil, "\(table.rows[0])")
    #expect(results[["corpus", "rows"]] == .integer(400))
    #expect(results[["corpus", "tokens"]] == .integer(4800))
  }

  @Test func `the results do not depend on the number of threads`() throws {
    let (one, two) = (try Desk(corpus: Self.corpus), try Desk(corpus: Self.corpus))
    _ = try one.run(WordEmbeddings.self, settings, threads: 1)
    _ = try two.run(WordEmbeddings.self, settings, threads: 2)
    #expect(try one.results("embeddings") == two.results("embeddings"))
    try one.expectSavedFigures("embeddings")
  }

  @Test func `an unknown word names its setting and words that are spelled alike`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let failure = try desk.run(WordEmbeddings.self, settings + ["embeddings.words=[batery]"]).failure
    #expect(failure?.contains("embeddings.words") == true)
    #expect(failure?.contains("battery") == true)
  }

  /// The table of that id.
  private func table(_ id: String, _ desk: Desk) throws -> TableBlock {
    try #require(
      try desk.document("embeddings").blocks.lazy.compactMap { block -> TableBlock? in
        if case .table(let table) = block, table.id == id { table } else { nil }
      }.first)
  }

  @Test func `analogies name the place of the expected word, and words without a vector`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let outcome = try desk.run(
      WordEmbeddings.self,
      settings + [
        "embeddings.analogies=[plot actor screen battery, plot actor spaceship]",
        "embeddings.doesnt_match=[plot actor story battery]",
      ])
    #expect(outcome.failure == nil)
    let rows = try table("analogies", desk).rows
    #expect(rows[0][0] == "plot : actor = screen : ?" && rows[0][3] == "battery" && Int(rows[0][4]) != nil)
    #expect(rows[1][1] == "no vector: spaceship" && rows[1][4] == "")
    #expect(try table("doesnt-match", desk).rows[0][1] == "battery")
  }

  @Test func `files of pairs and analogies are evaluated, and one without known words is no failure`() throws {
    let desk = try Desk(corpus: Self.corpus)
    try Data("# Ours\nplot\tactor\t9\nscreen\tbattery\t8\nplot\tscreen\t1\nplot\tmoon\t3\n".utf8)
      .write(to: desk.folder.root.appending(path: "pairs.tsv"))
    try Data("moon\tsun\t3\n".utf8).write(to: desk.folder.root.appending(path: "sky.tsv"))
    try Data(": films\nplot actor scene story\nplot moon scene sun\n".utf8)
      .write(to: desk.folder.root.appending(path: "analogies.txt"))
    let outcome = try desk.run(
      WordEmbeddings.self,
      settings + ["embeddings.pairs=[pairs.tsv, sky.tsv]", "embeddings.analogy_files=analogies.txt"])
    #expect(outcome.failure == nil)
    let results = try desk.results("embeddings")
    #expect(results[["wordPairs", "0", "pairs"]] == .integer(3))
    #expect(results[["wordPairs", "0", "outOfVocabulary"]] == .number(0.25))
    #expect(results[["wordPairs", "0", "source"]] == .string("Ours"))
    #expect(results[["wordPairs", "1", "pairs"]] == .integer(0))
    #expect(try table("pairs", desk).rows[1] == ["sky.tsv", "", "0", "100.0\u{A0}%", "–", "–", "–", "–"])
    #expect(results[["analogyFiles", "0", "sections", "0", "asked"]] == .integer(1))
  }

  @Test func `further seeds are compared on request and changed parameters by default, with any number of threads`()
    throws
  {
    let (one, two) = (try Desk(corpus: Self.corpus), try Desk(corpus: Self.corpus))
    let asked = settings + ["embeddings.stability_seeds=2"]
    #expect(try one.run(WordEmbeddings.self, asked, threads: 1).failure == nil)
    #expect(try two.run(WordEmbeddings.self, asked, threads: 2).failure == nil)
    #expect(try one.results("embeddings") == two.results("embeddings"))
    let stability = try table("stability", one)
    #expect(stability.rows.map { $0[0] } == ["bad", "great", "screen"])
    // Ten words in two subjects that never meet: the four neighbours are the other words of the subject.
    #expect(stability.rows.allSatisfy { $0[1].split(separator: ",").count == 4 && $0[2].isEmpty })
    let changes = try table("grid", one).rows.map { $0[0] }
    #expect(
      changes == [
        "as it stands", "vector_size 50", "vector_size 100", "vector_size 200", "window 3", "window 10", "sg 1",
        "negative 10", "epochs 5",
      ])
  }

  /// The figures of a chapter that are views.
  private func views(_ desk: Desk) throws -> [String: FigureView] {
    let figures = try desk.document("embeddings").blocks.compactMap {
      if case .figure(let figure) = $0 { figure } else { nil }
    }
    return Dictionary(uniqueKeysWithValues: figures.compactMap { figure in figure.view.map { (figure.id, $0) } })
  }

  @Test func `both maps are views of one file, and a second training is read from its own`() throws {
    let desk = try Desk(corpus: Bench.wideCorpus(rows: 400, words: 300))
    let settings = [
      "embeddings.data=corpus.txt", "embeddings.vector_size=16", "embeddings.words=[bad]", "embeddings.epochs=2",
      "embeddings.map_words=80", "embeddings.explorer_words=120", "embeddings.stability_seeds=1",
    ]
    #expect(try desk.run(WordEmbeddings.self, settings).failure == nil)
    let views = try views(desk)
    #expect(Set(views.keys) == ["projection", "regions"])
    for (id, opening) in [("projection", "pca"), ("regions", "tsne")] {
      let view = try #require(views[id])
      #expect(view.kind == "embedding-map" && view.options == ["projection": opening])
      #expect(view.data == "views/embeddings.view" && view.further == "views/embeddings-second.view")
      #expect(view.parameters["projection"] == .names(["tsne", "pca"]) && view.parameters["sum"] == .text(400))
      guard case .names(let words) = view.parameters["word"] else { throw CancellationError() }
      #expect(words.count == 120)
    }
    let results = try desk.results("embeddings")
    #expect(results[number: "map", "words"].map { (60...80).contains($0) } == true)
    #expect(results[number: "map", "laidOut"].map { $0 >= 120 } == true)
  }

  @Test func `few words have one map, and none is a view where no words are wanted on it`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, settings).failure == nil)
    let view = try #require(try views(desk)["projection"])
    #expect(view.parameters["projection"] == .names(["pca"]) && view.further == nil)
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.explorer_words=0"]).failure == nil)
    #expect(try views(desk).isEmpty)
  }

  @Test func `vectors from elsewhere stand beside the report's own`() throws {
    let desk = try Desk(corpus: Self.corpus)
    try Data("bad 1 0\nscreen 0.9 0.1\nplot 0 1\nother 0.5 -1\n".utf8)
      .write(to: desk.folder.root.appending(path: "glove.txt"))
    let outcome = try desk.run(WordEmbeddings.self, settings + ["embeddings.other_vectors=glove.txt"])
    #expect(outcome.failure == nil)
    let results = try desk.results("embeddings")
    #expect(results[["others", "commonWords"]] == .integer(3) && results[["others", "words"]] == .integer(4))
    #expect(results[["others", "neighbours", "bad", "0", "word"]] == .string("screen"))
    #expect(try table("others", desk).rows[1][2] == "no vector")
  }

  @Test(arguments: [
    ("3 2\nbad 1 0\nscreen 0.9 0.1\n", "vectors.txt promises 3 vectors in its first line and holds 2"),
    (
      "bad 1 0\nscreen 0.9 nan\n",
      "vectors.txt has 1 row that is left out (line 2: “screen” has a number that is not finite)"
    ),
    (
      "2 2\nbad 1 0\nbad 0.9 0.1\n",
      "vectors.txt has 1 row of a word that it had before, which is left out (line 3: “bad”)"
    ),
    ("bad 1 0\nscreen 0.9\n", "vectors.txt has 1 row that is left out (line 2: “screen” has 1 number, expected 2)"),
  ])
  func `what is odd about vectors from elsewhere is told, in the report and on the terminal`(
    _ text: String, _ finding: String
  ) throws {
    let desk = try Desk(corpus: Self.corpus)
    try Data(text.utf8).write(to: desk.folder.root.appending(path: "vectors.txt"))
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.other_vectors=vectors.txt"]).failure == nil)
    #expect(desk.warnings.contains { $0.contains(finding) }, "\(desk.warnings)")
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "\(finding)")
  }

  @Test func `what is odd about the reviews is told, in the report and on the terminal`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let rows =
      Self.corpus.split(separator: "\n").map { "{\"review\": \"\($0)\"}" } + ["{\"review\": null}", "{\"n\": 1}"]
    try Data(rows.joined(separator: "\n").utf8).write(to: desk.folder.root.appending(path: "reviews.txt"))
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.data=reviews.txt"]).failure == nil)
    let results = try desk.results("embeddings")
    #expect(results[["corpus", "layout"]] == .string("JSON lines, column review"))
    #expect(results[["corpus", "withoutText"]] == .integer(2))
    #expect(
      desk.warnings.contains { $0.contains("reviews.txt promises plain text by its name, but holds JSON lines") },
      "\(desk.warnings)")
    #expect(desk.warnings.contains { $0.contains("has 2 records without a text") }, "\(desk.warnings)")
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "reviews.txt")
  }

  @Test(arguments: [
    ("2 2\nbad 1\nscreen 0.9 0.1\n", "vectors.txt:2: “bad” has 1 number, expected 2"),
    ("bad 1 x\nscreen 0.9 0.1\n", "vectors.txt:1: is neither a word and its numbers"),
    ("3 2\nbad 1 0\nscreen 0.9\nplot 1\n", "2 of 3 rows are no word and vector"),
  ])
  func `vectors from elsewhere that are not what they claim to be are refused`(
    _ text: String, _ message: String
  ) throws {
    let desk = try Desk(corpus: Self.corpus)
    try Data(text.utf8).write(to: desk.folder.root.appending(path: "vectors.txt"))
    let failure = try desk.run(WordEmbeddings.self, settings + ["embeddings.other_vectors=vectors.txt"]).failure
    #expect(failure?.contains(message) == true, "\(failure ?? "no failure")")
  }

  @Test func `vectors from elsewhere that do not fit into memory are refused with their size and the setting`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let numbers = String(repeating: " 1", count: 100_000)
    try Data("bad\(numbers)\nscreen\(numbers)\nplot\(numbers)\n".utf8)
      .write(to: desk.folder.root.appending(path: "glove.txt"))
    let failure = try desk.run(
      WordEmbeddings.self, settings + ["embeddings.other_vectors=glove.txt", "embeddings.memory_limit=1"]
    ).failure
    #expect(
      failure?.contains(
        "glove.txt: holds 3 vectors of 100000 numbers, which take 2 MiB where memory_limit allows 1; raise memory_limit"
      )
        == true, "\(failure ?? "no failure")")
  }

  @Test(arguments: [
    ("", "corpus.txt"), ("\n\n\n", "the texts hold no word to train on"), ("bad\n", "the texts hold a single word"),
    (String(repeating: "bad bad bad bad\n", count: 50), "the texts hold a single word"),
  ])
  func `a corpus without two words is a clear failure`(_ corpus: String, _ message: String) throws {
    let failure = try Desk(corpus: corpus).run(WordEmbeddings.self, settings).failure
    #expect(failure?.contains(message) == true, "\(failure ?? "no failure")")
  }

  @Test func `two words are enough`() throws {
    let desk = try Desk(corpus: String(repeating: "bad great bad great\n", count: 50))
    let outcome = try desk.run(WordEmbeddings.self, settings + ["embeddings.words=[bad, great]"])
    #expect(outcome.failure == nil)
    #expect(try desk.results("embeddings")[["neighbours", "bad", "0", "word"]] == .string("great"))
  }

  @Test(arguments: ["vector_size=2", "vector_size=2000", "window=1000"])
  func `values at the ends of what is allowed work`(_ setting: String) throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(
      try desk.run(WordEmbeddings.self, settings + ["embeddings.epochs=1", "embeddings.\(setting)"]).failure == nil)
    #expect(try desk.results("embeddings")[["neighbours", "bad", "3", "word"]] != nil)
  }

  @Test func `vectors are saved on request`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.save_vectors=true"]).failure == nil)
    let vectors = desk.folder.chapter("embeddings").appending(path: "attachments/vectors.bin")
    #expect(try InputFile.bytes(of: vectors).starts(with: Data("10 16\n".utf8)))
  }

  @Test(arguments: [
    ("embeddings.window=0", "embeddings.window must be between 1 and 1000, found 0"),
    ("embeddings.vector_size=1", "embeddings.vector_size must be between 2 and 2000, found 1"),
    ("embeddings.vector_size=0", "embeddings.vector_size must be between 2 and 2000, found 0"),
    ("embeddings.words=[]", "embeddings.words must name at least one word"),
    ("embeddings.words=[bad, bad]", "embeddings.words names a word twice"),
    ("embeddings.alpha=0.00001", "embeddings.alpha must not be below min_alpha"),
    ("embeddings.analogies=[good better]", "must be three or four words each"),
    ("embeddings.doesnt_match=[good good bad]", "must be three or more different words each"),
    ("embeddings.minimum_count=3", "unknown key embeddings.minimum_count; did you mean min_count?"),
  ])
  func `a setting that cannot work is refused`(_ setting: String, _ message: String) throws {
    let desk = try Desk(corpus: Self.corpus)
    do {
      _ = try desk.run(WordEmbeddings.self, [setting])
      Issue.record("\(setting) was accepted")
    } catch let error as SettingsError {
      #expect(error.description.contains(message), "\(error)")
    }
  }
}
