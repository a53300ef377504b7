import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// What is said of settings of the training before it, and of the training after it.
@Suite struct TrainingWarningsTests {
  /// Two subjects that never meet, in rows of eight words.
  private static func corpus(rows: Int) -> String {
    let subjects = [
      ["screen", "battery", "charger", "signal", "bad", "case", "phone", "cable"],
      ["plot", "actor", "scene", "story", "great", "stage", "film", "cast"],
    ]
    var state: UInt64 = 9
    return (0..<rows).map { row in
      (0..<8).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return subjects[row % 2][Int(state >> 33) % 8]
      }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }

  private static let usual = [
    "data=corpus.txt", "vector_size=12", "min_count=1", "projection_words=10", "grid=none", "other_vectors=none",
    "topn=3",
  ]

  private func run(_ corpus: String, _ settings: [String]) throws -> (desk: Desk, failure: String?) {
    let desk = try Desk(corpus: corpus)
    let outcome = try desk.run(WordEmbeddings.self, (Self.usual + settings).map { "embeddings.\($0)" })
    return (desk, outcome.failure)
  }

  private func symptoms(_ desk: Desk) throws -> [String] {
    WordEmbeddingsClaims.texts(try desk.results("embeddings")[["health", "symptoms"]])
  }

  @Test func `of a training that goes well nothing is said`() throws {
    let (desk, failure) = try run(
      Self.corpus(rows: 1_500), ["epochs=20", "alpha=0.05", "sample=0", "analogies=[]", "doesnt_match=[]"])
    #expect(failure == nil)
    #expect(try desk.results("embeddings")["health"] == nil)
    #expect(try desk.results("embeddings")["fit"] == nil)
    // The words of the analogies that are asked unless said are not among these.
    let warnings = desk.warnings.filter {
      !$0.contains("embeddings.analogies") && !$0.contains("embeddings.doesnt_match")
    }
    #expect(warnings.isEmpty, "\(warnings)")
  }

  @Test(arguments: [
    (["alpha=1"], "diverged", "choose a smaller alpha than 1.0"),
    (["alpha=1", "sg=1"], "diverged", "choose a smaller alpha than 1.0"),
    (["alpha=0.5", "cbow_mean=0", "window=50"], "diverged", "or set `cbow_mean: true`"),
    (["epochs=1", "sample=1e-9"], "thinned", "raise it, or set it to 0"),
    (["epochs=1", "alpha=0.001", "min_alpha=0"], "still", "raise epochs above 1"),
  ])
  func `a training that goes wrong is said to have, with the setting to change`(
    _ settings: [String], _ symptom: String, _ advice: String
  ) throws {
    let (desk, failure) = try run(Self.corpus(rows: 1_500), settings)
    #expect(failure == nil)
    #expect(try symptoms(desk).contains(symptom))
    #expect(desk.warnings.contains { $0.contains(advice) }, "\(desk.warnings)")
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "\(settings)")
  }

  @Test(arguments: [
    [], ["epochs=200"], ["epochs=1"], ["alpha=1", "epochs=1"], ["hs=1", "alpha=1"],
    ["sg=1", "alpha=0.3", "min_alpha=0.3"],
    ["sample=1e-12"], ["window=1000"], ["vector_size=300"], ["min_count=40"],
  ])
  func `a tiny corpus is always told, whatever the settings`(_ settings: [String]) throws {
    let (desk, failure) = try run(Self.corpus(rows: 60), ["words=[bad, great]"] + settings)
    #expect(failure == nil || settings == ["min_count=40"])
    guard failure == nil else { return }
    #expect(try symptoms(desk).contains("few"))
    #expect(desk.warnings.contains { $0.contains("only 480 words to train on") }, "\(desk.warnings)")
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "\(settings)")
  }

  @Test func `settings that do not fit the texts are told before the training`() throws {
    // Thirty words seven times, seventy words thrice.
    let letters = Array("abcdefghij")
    let rows = (0..<210).map { row in
      let (often, seldom) = (row % 30, row % 70)
      return "bad o\(letters[often / 10])\(letters[often % 10]) s\(letters[seldom / 10])\(letters[seldom % 10])"
    }
    let (desk, _) = try run(
      rows.joined(separator: "\n") + "\n", ["words=[bad]", "min_count=5", "window=900", "vector_size=500"])
    let results = try desk.results("embeddings")
    #expect(WordEmbeddingsClaims.texts(results[["fit", "misfits"]]) == ["min_count", "window", "vector_size"])
    #expect(results[["fit", "forMap", "words"]] == .integer(101))
    #expect(results[["fit", "forMap", "minCount"]] == .integer(3))
    let first = try #require(desk.warnings.first)
    #expect(
      first.contains("min_count 5 leaves 31 words, too few for a map; 3 would leave 101")
        && first.contains("window 900 reaches beyond every text"))
    #expect(first.contains("vector_size 500 is more than"))
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "misfits")
  }

  @Test(arguments: [
    ("human\n", 1, "the texts hold a single word, which has no neighbours; train on more text"),
    ("1234 5 !!\n", 1, "the texts hold no word to train on"),
    (
      "human interface\n", 3,
      "embeddings.min_count: no word occurs 3 times, and two at least are needed; 1 would leave 2 words"
    ),
    (
      String(repeating: "a cat sat on the mat\n", count: 7) + String(repeating: "cat dog\n", count: 3), 10,
      "embeddings.min_count: only one word occurs 10 times, and two at least are needed; 7 would leave 5 words, "
        + "5 would leave 5 words, 3 would leave 6 words, 2 would leave 6 words, 1 would leave 6 words"
    ),
  ])
  func `too few words to train say which min_count would leave more`(
    _ corpus: String, _ minCount: Int, _ message: String
  ) throws {
    let (_, failure) = try run(corpus, ["min_count=\(minCount)"])
    #expect(failure?.contains(message) == true, "\(failure ?? "no failure")")
  }

  @Test func `two words in one row are trained on and told`() throws {
    let (desk, failure) = try run("human human interface\n", ["words=[human]", "topn=1"])
    #expect(failure == nil)
    #expect(try desk.results("embeddings")[["neighbours", "human", "0", "word"]] == .string("interface"))
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "two words")
  }

  @Test(arguments: [59, 60, 61, 64]) func `a map is made from sixty words on`(count: Int) throws {
    let letters = Array("abcdefgh")
    let words = (0..<count).map { "w\(letters[$0 / 8])\(letters[$0 % 8])" }
    var state: UInt64 = 4
    let rows = (0..<200).map { _ in
      (0..<8).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return words[Int(state >> 33) % count]
      }.joined(separator: " ")
    }
    let (desk, failure) = try run(rows.joined(separator: "\n") + "\n", ["words=[waa, wab]"])
    #expect(failure == nil)
    let results = try desk.results("embeddings")
    #expect((results["map"] != nil) == (count >= 60))
    if count >= 60 { #expect(try #require(results[["map", "divergence"]]?.double).isFinite) }
  }

  private func refusal(_ settings: String...) throws -> String {
    do {
      _ = try Desk(corpus: "a\n").run(WordEmbeddings.self, settings.map { "embeddings.\($0)" })
      return "accepted"
    } catch let error as SettingsError { return error.description }
  }

  @Test(arguments: [
    ("size=100", "embeddings.size is gensim's old name of vector_size; write that"),
    ("iter=5", "embeddings.iter is gensim's old name of epochs; write that"),
    ("workers=4", "embeddings.workers is gensim's name of the threads, which are the whole report's"),
    ("max_vocab_size=1000", "embeddings.max_vocab_size is gensim's way to save memory"),
    ("sorted_vocab=1", "embeddings.sorted_vocab is not a setting here"),
    ("compute_loss=true", "embeddings.compute_loss is not a setting here: the loss is always computed"),
    ("hashfxn=hash", "embeddings.hashfxn is not a setting here"),
    ("batch_words=10000", "embeddings.batch_words is not a setting here"),
    ("callbacks=[]", "embeddings.callbacks are functions of Python"),
    ("negative=0", "embeddings.negative must be at least 1, found 0: in gensim 0 turns negative sampling off"),
    ("deacc=1", "embeddings.deacc must be true or false, found “1”; write true"),
    ("sg=2", "embeddings.sg must be true or false, 1 or 0, found “2”"),
    ("alpha=0", "embeddings.alpha must be more than 0"),
    ("alpha=0.00001", "embeddings.alpha must not be below min_alpha"),
    ("min_alpha=0.5", "embeddings.min_alpha must not be above alpha, which is 0.025, found 0.5"),
  ])
  func `a parameter of gensim's is understood or named`(_ setting: String, _ message: String) throws {
    #expect(try refusal(setting).contains(message))
  }

  @Test func `what has nothing to share is refused, and gensim's numbers are understood`() throws {
    #expect(try refusal("hs=1", "sg=1", "shared_negatives=1").contains("has nothing to share where hs is set"))
    let (desk, failure) = try run(
      Self.corpus(rows: 100), ["sg=1", "hs=1", "negative=0", "cbow_mean=1", "shared_negatives=0", "epochs=1"])
    #expect(failure == nil)
    let parameters = try desk.results("embeddings")["parameters"]
    #expect(parameters?["sg"] == .bool(true) && parameters?["hs"] == .bool(true))
    #expect(parameters?["negative"] == .integer(0) && parameters?["sharedNegatives"] == nil)
  }

  @Test(arguments: [
    (["hs=1", "negative=5"], "embeddings.negative is not used: hs trains through the tree alone"),
    (["hs=1", "ns_exponent=0.5"], "embeddings.ns_exponent is not used"),
    (["shared_negatives=1"], "embeddings.shared_negatives has no effect on CBOW"),
    (["sg=1", "cbow_mean=0"], "embeddings.cbow_mean has no effect on skip-gram"),
    (["sg=1", "cbow_mean=1", "hs=1", "negative=0"], nil),
  ])
  func `a setting without effect beside others is told`(_ settings: [String], _ message: String?) throws {
    let overrides = try settings.map { try SettingsFile.Override("embeddings.\($0)") }
    var top = try SettingsFile(text: "", path: "report.yml", overrides: overrides).reader()
    _ = PreparedChapter(WordEmbeddings.self, reading: &top)
    try top.finish()
    let remarks = top.remarks.map(\.description)
    #expect(message.map { message in remarks.contains { $0.contains(message) } } ?? remarks.isEmpty, "\(remarks)")
  }
}
