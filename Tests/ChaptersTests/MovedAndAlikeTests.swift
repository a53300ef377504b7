import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// The chapter on word embeddings asked what moved between two trainings, and which texts are alike.
@Suite struct MovedAndAlikeTests {
  private static let usual = [
    "embeddings.data=corpus.txt", "embeddings.vector_size=4", "embeddings.min_count=1", "embeddings.epochs=2",
    "embeddings.projection_words=10", "embeddings.grid=none", "embeddings.words=[bad]",
  ]

  private func check(_ corpus: String, _ settings: [String], files: [String: String] = [:], _ comment: Comment) throws
    -> Desk
  {
    let desk = try Desk(corpus: corpus)
    for (name, text) in files { try Data(text.utf8).write(to: desk.folder.root.appending(path: name)) }
    #expect(try desk.run(WordEmbeddings.self, Self.usual + settings, threads: 2).failure == nil, comment)
    try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, comment)
    return desk
  }

  /// Vectors of so many words of the corpus below, of a size of their own.
  private func vectors(of words: Int, size: Int) -> String {
    (["bad"] + (1..<words).map { "word\($0)" }).enumerated().map { row, word in
      word + (0..<size).map { " \(Double((row * 31 + $0 * 17) % 23) - 11 + 0.5 * Double($0))" }.joined()
    }.joined(separator: "\n") + "\n"
  }

  private static let corpus: String =
    (0..<300).map { row in
      "bad " + (0..<6).map { "word\((row * 7 + $0 * ($0 + row)) % 60 + 1)" }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"

  private static let digits = ["embeddings.keep_numbers=true", "embeddings.other_vectors=other.txt"]

  @Test func `vectors of the same dimensions are turned onto the report's, and what moved is told`() throws {
    let desk = try check(
      Self.corpus, Self.digits, files: ["other.txt": vectors(of: 50, size: 4)], "the same dimensions")
    let alignment = try #require(try desk.results("embeddings")[["others", "alignment"]])
    #expect(alignment[["words"]] == .integer(50) && alignment[["moved", "7", "word"]] != nil)
    let (before, after) = (alignment[["before"]]?.double ?? 1, alignment[["after"]]?.double ?? 0)
    #expect(after > before)
  }

  @Test func `too few words are not turned, and other dimensions not spoken of`() throws {
    let few = try check(Self.corpus, Self.digits, files: ["other.txt": vectors(of: 19, size: 4)], "few words")
    #expect(try few.results("embeddings")[["others", "commonWords"]] == .integer(19))
    #expect(try few.results("embeddings")[["others", "alignment"]] == nil)
    let others = try check(Self.corpus, Self.digits, files: ["other.txt": vectors(of: 50, size: 5)], "other dimensions")
    #expect(try others.results("embeddings")[["others", "alignment"]] == nil)
  }

  private static let reviews =
    String(repeating: "plot actor scene story great\nplot scene actor\n", count: 40)
    + "battery charger screen bad\nbad screen charger battery\n\n"
    + String(repeating: "screen battery signal\nthe story of the plot\n", count: 40)

  @Test func `the texts nearest to a chosen one are those of its words`() throws {
    let desk = try check(
      Self.reviews, ["embeddings.review=80", "embeddings.reviews_topn=3", "embeddings.other_vectors=none"], "reviews")
    let found = try #require(try desk.results("embeddings")["reviews"])
    #expect(found[["byMean", "0", "review"]] == .integer(81) && found[["bySIF", "0", "review"]] == .integer(81))
    #expect(found[["byMean", "2"]] != nil && found[["byMean", "3"]] == nil)
    #expect(found[["bySIF", "0", "similarity"]]?.double ?? 0 > 0.999)
  }

  @Test func `a text without words is said to have none, and one that is not there is refused before training`() throws
  {
    let desk = try check(Self.reviews, ["embeddings.review=82", "embeddings.other_vectors=none"], "an empty text")
    #expect(try desk.results("embeddings")[["reviews", "known"]] == .integer(0))
    _ = try check(
      "bad screen bad screen bad screen\n\n", ["embeddings.review=0", "embeddings.other_vectors=none"], "the only text")
    let failure = try desk.run(WordEmbeddings.self, Self.usual + ["embeddings.review=163"]).failure
    #expect(
      failure?.contains("there is no text 163; the 163 texts are counted from 0 to 162") == true, "\(failure ?? "")")
    #expect(throws: SettingsError.self) {
      try desk.run(WordEmbeddings.self, Self.usual + ["embeddings.reviews_topn=3"])
    }
  }

  @Test func `a word that a model of fastText's never saw has its neighbours by its pieces`() throws {
    let model = Bench.root.appending(path: "Tests/EmbeddingsTests/Fixtures/fasttext.bin").path
    let corpus = String(repeating: "the battery with the screens\nbatteries the screen\n", count: 30)
    let desk = try check(
      corpus, ["embeddings.other_vectors=\(model)", "embeddings.words=[screens, battery]"], "a model of fastText's")
    let others = try desk.results("embeddings")["others"]
    #expect(others?[["chosen", "0", "isKnown"]] == .bool(true) && others?[["words"]] == .integer(10))
    #expect(others?[["neighbours", "screens", "0", "word"]] == .string("screen"))
    #expect(desk.warnings.contains { $0.contains("never saw “screens” and has its vector of pieces of words") })
  }
}
