import Basics
import Chapters
import Foundation
import Notebook
import Testing

/// How the chapter on word embeddings prepares texts where its settings ask for more than gensim's usual.
@Suite struct TextPreparationTests {
  private static let usual = [
    "embeddings.data=corpus.txt", "embeddings.vector_size=12", "embeddings.min_count=1", "embeddings.epochs=2",
    "embeddings.projection_words=10", "embeddings.grid=none", "embeddings.other_vectors=none",
  ]

  /// Rows of words drawn by lot, with a battery that mostly has a life.
  private static let corpus: String = {
    let words = ["screen", "charger", "signal", "bad", "great", "case", "plot", "story", "scene", "the"]
    var state: UInt64 = 3
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    return (0..<300).map { row in
      var text = (0..<8).map { _ in words[next(words.count)] }
      if row % 6 == 0 { text.insert("battery life", at: next(8)) }
      if row % 10 == 0 { text.insert("4g hands-free w\(row)x", at: next(8)) }
      return text.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }()

  private func check(_ settings: [String], _ comment: Comment) throws -> Desk {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, Self.usual + settings, threads: 2).failure == nil, comment)
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, comment)
    return desk
  }

  private func refusal(_ settings: [String]) throws -> String {
    do {
      _ = try Desk(corpus: Self.corpus).run(WordEmbeddings.self, Self.usual + settings)
      return ""
    } catch { return "\(error)" }
  }

  /// The table of that id.
  private func table(_ id: String, _ desk: Desk) throws -> TableBlock {
    try #require(
      try desk.document("embeddings").blocks.lazy.compactMap { block -> TableBlock? in
        if case .table(let table) = block, table.id == id { table } else { nil }
      }.first)
  }

  @Test func `a phrase is found, told, shown among the rows and can be asked about`() throws {
    let desk = try check(
      ["embeddings.phrases=true", "embeddings.words=[battery_life, bad]", "embeddings.phrase_threshold=1"], "phrases")
    let phrases = try desk.results("embeddings")[["corpus", "phrases"]]
    #expect(phrases?[["most", "0", "word"]] == .string("battery_life"))
    #expect(phrases?[["most", "0", "count"]] == .integer(50))
    #expect(try table("rows", desk).rows[0][2].contains("battery_life"))
    #expect(try table("neighbours", desk).columns[0].title == "battery_life")
    // The words by themselves are gone.
    let alone = try desk.run(
      WordEmbeddings.self,
      Self.usual + ["embeddings.phrases=true", "embeddings.phrase_threshold=1", "embeddings.words=battery"])
    #expect(alone.failure?.contains("battery_life") == true)
  }

  @Test func `that there are no phrases is said`() throws {
    let desk = try check(["embeddings.phrases=true", "embeddings.phrase_threshold=1e9"], "no phrases")
    #expect(try desk.results("embeddings")[["corpus", "phrases", "count"]] == .integer(0))
    #expect(try check([], "nothing asked").results("embeddings")[["corpus", "phrases"]] == nil)
  }

  @Test func `digits, hyphens, lengths and accents are as the settings have them, and said`() throws {
    func words(_ settings: [String]) throws -> [String] {
      try table("rows", check(settings, "\(settings)")).rows[0][2].split(separator: " ").map(String.init)
    }
    #expect(try Set(words([])).isSuperset(of: ["hands", "free", "battery", "life"]))
    #expect(try Set(words(["embeddings.keep_numbers=true"])).isSuperset(of: ["4g", "hands", "w0x"]))
    #expect(try Set(words(["embeddings.keep_hyphens=true", "embeddings.deacc=true"])).contains("hands-free"))
    let both = ["embeddings.keep_numbers=true", "embeddings.keep_hyphens=true", "embeddings.max_len=30"]
    #expect(try Set(words(both)).isSuperset(of: ["4g", "hands-free"]))
    #expect(
      try words(["embeddings.min_len=3", "embeddings.max_len=5", "embeddings.words=bad"]).allSatisfy {
        (3...5).contains($0.count)
      })
    #expect(
      try words(["embeddings.min_len=3", "embeddings.max_len=3", "embeddings.words=bad"]).allSatisfy { $0.count == 3 })
  }

  @Test func `stop words are left out and counted`() throws {
    let desk = try check(["embeddings.stop_words=[The, screen]", "embeddings.words=[bad]"], "own stop words")
    #expect(try desk.results("embeddings")[["corpus", "stopWords", "listed"]] == .integer(2))
    #expect(try !table("rows", desk).rows.contains { $0[2].contains("screen") })
    let english = try check(["embeddings.stop_words=english", "embeddings.phrases=true"], "English stop words")
    #expect(try english.results("embeddings")[["corpus", "stopWords", "isEnglish"]] == .bool(true))
    #expect(try english.results("embeddings")[["vocabulary", "size"]]?.double == 13)
    _ = try check(["embeddings.stop_words=[nowhere]"], "stop words that no text has")
  }

  @Test(arguments: ["false", "true"]) func `words are trained with their pieces on request`(sg: String) throws {
    let settings = ["embeddings.subword=true", "embeddings.sg=\(sg)", "embeddings.min_n=2", "embeddings.bucket=1000"]
    let desk = try check(settings, "subword, sg \(sg)")
    let parameters = try desk.results("embeddings")["parameters"]
    #expect(parameters?[["subwords", "bucket"]] == .integer(1000) && parameters?[["subwords", "minN"]] == .integer(2))
    #expect(try table("parameters", desk).rows.contains { $0.first == "min_n, max_n" && $0[1] == "2, 6" })
  }

  @Test(
    arguments: [
      (["embeddings.phrase_threshold=5"], "embeddings.phrase_threshold has no effect without `phrases: true`"),
      (["embeddings.phrase_min_count=2"], "embeddings.phrase_min_count has no effect without `phrases: true`"),
      (["embeddings.phrases=true", "embeddings.phrase_threshold=0"], "embeddings.phrase_threshold must be above 0"),
      (["embeddings.bucket=5"], "embeddings.bucket has no effect without `subword: true`"),
      (["embeddings.subword=true", "embeddings.hs=true"], "embeddings.subword goes with negative sampling alone"),
      (["embeddings.subword=true", "embeddings.max_n=2"], "embeddings.max_n must not be below min_n (3), found 2"),
      (["embeddings.min_len=20"], "embeddings.min_len must not be above max_len (15), found 20"),
      (
        ["embeddings.stop_words=[don't]"], "names “don't”, which is read as the words “don” and “t”; name those instead"
      ),
      (["embeddings.stop_words=['!']"], "names “!”, which is no word"),
      (["embeddings.stop_words=[bad]"], "embeddings.words asks for “bad”, which stop_words leaves out"),
    ] as [([String], String)])
  func `settings that cannot be meant are refused before anything is read`(_ settings: [String], _ problem: String)
    throws
  {
    let said = try refusal(settings)
    #expect(said.contains(problem), "\(said)")
  }
}
