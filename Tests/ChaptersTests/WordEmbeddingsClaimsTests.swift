import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// The chapter on corpora as unlike each other as people's are: no sentence says what its numbers do not.
@Suite struct WordEmbeddingsClaimsTests {
  /// Words drawn by lot, in rows of so many.
  private static func rows(_ count: Int, of length: (Int) -> Int, from words: (Int) -> [String]) -> String {
    var state: UInt64 = 5
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    return (0..<count).map { row in
      let words = words(row)
      return (0..<length(row)).map { _ in words[next(words.count)] }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }

  private static let phones = ["screen", "battery", "charger", "signal", "bad", "case", "on", "focus"]
  private static let films = ["plot", "actor", "scene", "story", "great", "stage", "on", "cast"]

  /// Pairs that people might have judged, enough of them to score by.
  private static let pairs =
    "# Made up\n"
    + zip(phones, films).enumerated().map { "\($1.0)\t\($1.1)\t\($0)" }.joined(separator: "\n") + "\n"
    + zip(phones, phones.dropFirst()).enumerated().map { "\($1.0)\t\($1.1)\t\(9 - $0)" }.joined(separator: "\n") + "\n"

  private static let usual = [
    "embeddings.data=corpus.txt", "embeddings.vector_size=12", "embeddings.min_count=1", "embeddings.epochs=4",
    "embeddings.projection_words=10",
  ]

  private func check(_ corpus: String, _ settings: [String], files: [String: String] = [:], _ comment: Comment) throws
    -> Desk
  {
    let desk = try Desk(corpus: corpus)
    for (name, text) in files { try Data(text.utf8).write(to: desk.folder.root.appending(path: name)) }
    let outcome = try desk.run(WordEmbeddings.self, Self.usual + settings, threads: 2)
    #expect(outcome.failure == nil, comment)
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, comment)
    return desk
  }

  @Test func `two subjects, judged pairs, other seeds`() throws {
    let corpus = Self.rows(300, of: { 5 + $0 % 9 }) { $0 % 2 == 0 ? Self.phones : Self.films }
    _ = try check(
      corpus, ["embeddings.pairs=pairs.tsv", "embeddings.stability_seeds=2", "embeddings.topn=3"],
      files: ["pairs.tsv": Self.pairs], "two subjects")
  }

  @Test func `one subject, skip-gram, a single epoch, vectors from elsewhere`() throws {
    let corpus = Self.rows(200, of: { $0 % 20 == 0 ? 90 : 6 }) { _ in Self.phones + ["great"] }
    let glove =
      (Self.phones + ["great"]).enumerated().map { "\($1) \($0 + 1) \(3 - $0) 0.5" }.joined(separator: "\n") + "\n"
    _ = try check(
      corpus,
      [
        "embeddings.sg=true", "embeddings.epochs=1", "embeddings.other_vectors=glove.txt", "embeddings.pairs=pairs.tsv",
      ],
      files: ["glove.txt": glove, "pairs.tsv": Self.pairs], "one subject")
  }

  @Test(arguments: [true, false]) func `reviews from web pages`(strips: Bool) throws {
    let corpus = Self.rows(200, of: { _ in 8 }) {
      $0 % 2 == 0 ? Self.phones + ["<br />"] : Self.films + ["&quot;so&quot;"]
    }
    let desk = try check(corpus, ["embeddings.strip_markup=\(strips)"], "markup, strip_markup \(strips)")
    let words = try desk.results("embeddings")[["corpus", "markup", "words", "0", "word"]]
    #expect(words == .string("quot") || words == .string("br"))
    #expect(desk.warnings.contains { $0.contains("strip_markup: true") } == !strips)
    #expect(try desk.results("embeddings")[["corpus", "markup", "removed"]] == .bool(strips))
    let isKnown = try desk.run(
      WordEmbeddings.self, Self.usual + ["embeddings.strip_markup=\(strips)", "embeddings.words=[br]"])
    #expect((isKnown.failure == nil) == !strips)
  }

  @Test func `the word pieces of a model stand beside the report's own vectors`() throws {
    let model = Bench.root.appending(path: "Tests/TransformersTests/Fixtures/models/bert").path
    let corpus = Self.rows(150, of: { _ in 8 }) { _ in ["the", "ship", "gre", "great", "bad", "screen"] }
    let desk = try check(
      corpus, ["embeddings.other_vectors=\(model)", "embeddings.words=[the, screen]"], "word pieces")
    let results = try desk.results("embeddings")
    #expect(results[["others", "areWordPieces"]] == .bool(true) && results[["others", "vectorSize"]] == .integer(32))
    #expect(results[["others", "chosen", "0", "isKnown"]] == .bool(true))
    #expect(results[["others", "chosen", "1", "isKnown"]] == .bool(false))
    let near = results[["others", "neighbours", "the"]]
    #expect(near?[["0", "word"]] == .string("ship") || near?[["0", "word"]] == .string("gre"))
  }

  @Test func `two words and nothing else`() throws {
    _ = try check(
      String(repeating: "bad great bad great\n", count: 50),
      ["embeddings.words=[bad, great]", "embeddings.hs=true", "embeddings.topn=1", "embeddings.other_vectors=none"],
      "two words")
  }

  @Test func `many words, with a map`() throws {
    _ = try check(
      Bench.wideCorpus(rows: 300, words: 400),
      ["embeddings.words=[bad]", "embeddings.map_words=90", "embeddings.explorer_words=150", "embeddings.min_count=2"],
      "many words")
  }

  @Test func `a word on the other side is said to be there`() throws {
    let rows =
      Array(repeating: "people put it on screen now", count: 60) + Array(repeating: "people focus on it now", count: 60)
      + Array(repeating: "much of what they say is about nothing", count: 60)
    let desk = try check(
      rows.joined(separator: "\n") + "\n", ["embeddings.words=[screen]", "embeddings.topn=12", "embeddings.grid=none"],
      "sides")
    let results = try desk.results("embeddings")
    let focus = try #require(
      (0..<12).first { results[["neighbours", "screen", Substring("\($0)"), "word"]] == .string("focus") })
    let shared = results[["neighbours", "screen", Substring("\(focus)"), "shared"]]
    #expect(shared?["word"] == .string("on") && shared?["sameSide"] == .bool(false))
    #expect(shared?["phrase"] == .string("on screen") && shared?["neighbourPhrase"] == .string("focus on"))
    #expect(results["grid"] == nil && results[["has", "grid"]] == .bool(false))
    let company = try #require(results[["neighbours", "screen", Substring("\(focus)"), "company"]]?.double)
    #expect((0..<1).contains(company) && results[["words", "0", "companyOfFirst"]]?.double ?? 0 > 0.999)
    #expect(company <= results[["words", "0", "mostCompany"]]?.double ?? 0)
  }

  @Test func `vectors of a model that is not at hand are missed, not fetched`() throws {
    let corpus = Self.rows(100, of: { _ in 8 }) { _ in Self.phones + ["great"] }
    let desk = try check(corpus, [], "no vectors at hand")
    #expect(desk.warnings.contains { $0.contains("quire fetch all-MiniLM-L6-v2") })
    #expect(try desk.results("embeddings")[["has", "others"]] == .bool(false))
    _ = try desk.run(WordEmbeddings.self, Self.usual + ["embeddings.other_vectors=none"])
    #expect(desk.warnings.count { $0.contains("quire fetch all-MiniLM-L6-v2") } == 1)
  }

  @Test func `a collection of judged pairs is used where it is at hand, and missed or stood in for where it is not`()
    throws
  {
    let corpus = Self.rows(300, of: { 5 + $0 % 9 }) { $0 % 2 == 0 ? Self.phones : Self.films }
    let asked = ["embeddings.pairs=[wordsim-353, simlex-999]", "embeddings.stability_seeds=1", "embeddings.topn=3"]
    func names(_ desk: Desk, _ path: Substring...) throws -> [JSONValue?] {
      let results = try desk.results("embeddings")
      return ["0", "1"].map { results[path + [$0, "name"]] }
    }
    let both = try check(
      corpus, asked, files: ["wordsim-353": Self.pairs, "simlex-999": Self.pairs], "collections at hand")
    #expect(try names(both, "wordPairs") == [.string("WordSim-353"), .string("SimLex-999")])
    #expect(try names(both, "grid", "measures") == [.string("WordSim-353"), .string("SimLex-999")])
    let one = try check(
      corpus, asked + ["embeddings.pairs_otherwise=pairs.tsv"],
      files: ["simlex-999": Self.pairs, "pairs.tsv": Self.pairs], "one collection at hand")
    #expect(try names(one, "wordPairs") == [.string("SimLex-999"), nil])
    #expect(one.warnings.contains { $0.contains("quire fetch wordsim-353`") })
    let other = try check(
      corpus, asked + ["embeddings.pairs_otherwise=pairs.tsv"], files: ["pairs.tsv": Self.pairs], "a file stands in")
    #expect(try names(other, "wordPairs") == [.string("pairs.tsv"), nil])
    #expect(other.warnings.contains { $0.contains("quire fetch wordsim-353 simlex-999`") })
    let none = try check(corpus, asked, "nothing to judge by")
    #expect(try names(none, "wordPairs") == [nil, nil])
    #expect(try none.results("embeddings")[["has", "grid"]] == .bool(false))
  }

  @Test func `lines of judged files that are none are told`() throws {
    let corpus = Self.rows(300, of: { 5 + $0 % 9 }) { $0 % 2 == 0 ? Self.phones : Self.films }
    let (one, two) = (Self.phones[0], Self.phones[1])
    let desk = try check(
      corpus, ["embeddings.pairs=pairs.tsv", "embeddings.analogy_files=analogies.txt", "embeddings.grid=none"],
      files: [
        "pairs.tsv": Self.pairs + "no pair\n\(one)\t\(two)\n",
        "analogies.txt": ": all\n\(one) \(two) \(one) \(two)\nthree words only\n",
      ], "lines that are none")
    let lines = Self.pairs.split(separator: "\n").count
    #expect(
      desk.warnings.contains {
        $0.contains("left out 2 lines that are no pair, the first of them line \(lines + 1): no pair")
      }, "\(desk.warnings)")
    #expect(desk.warnings.contains { $0.contains("left out 1 line that is no analogy, line 3: three words only") })
  }

  @Test func `what people say of chosen words is held against the vectors`() throws {
    let corpus = Self.rows(300, of: { 5 + $0 % 9 }) { $0 % 2 == 0 ? Self.phones : Self.films }
    let desk = try check(
      corpus, ["embeddings.pairs=pairs.tsv", "embeddings.topn=8"],
      files: ["pairs.tsv": Self.pairs], "judged words")
    let judged = try desk.results("embeddings")["judged"]
    #expect(judged?[["chosen", "0", "first"]] == .string("bad") && judged?[["chosen", "1"]] == nil)
    #expect(judged?[["chosen", "0", "second"]] == .string("great"))
    #expect(judged?[["chosen", "0", "byPeople"]] == .integer(9) && judged?[["chosen", "0", "pairs"]] == .integer(15))
    // Nearest to `bad` are the words that it stands among.
    #expect(judged?[["neighbours", "0", "first"]] == .string("bad"))
  }

  @Test func `sections that are left out take their work with them, and old words for the grid are understood`() throws
  {
    let corpus = Self.rows(100, of: { _ in 8 }) { _ in Self.phones + ["great"] }
    let desk = try Desk(corpus: corpus)
    #expect(try desk.run(WordEmbeddings.self, Self.usual + ["embeddings.sections=[data, neighbours]"]).failure == nil)
    let document = try desk.document("embeddings")
    #expect(document.blocks.contains(.question("parameters")) && document.leftOut.contains { $0.id == "loss" })
    #expect(try desk.results("embeddings")["grid"] == nil)
    #expect(try desk.run(WordEmbeddings.self, Self.usual + ["embeddings.grid=false"]).failure == nil)
    #expect(try desk.results("embeddings")["grid"] == nil)
    #expect(
      try desk.run(WordEmbeddings.self, Self.usual + ["embeddings.grid=true", "embeddings.epochs=1"]).failure == nil)
    #expect(try desk.results("embeddings")[["grid", "trainings", "1", "change"]] == .string("vector_size 25"))
  }
}
