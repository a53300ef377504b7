import Chapters
import Foundation
import Notebook
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

  @Test func `neighbours come from the same subject, in the assignment's form`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, settings).failure == nil)
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
    #expect(table.columns.map(\.title) == ["bad", "great", "screen"])
    #expect(table.rows[0][0].wholeMatch(of: /\('[a-z]+', 0\.\d{4}\)/) != nil, "\(table.rows[0][0])")
    #expect(results[["corpus", "rows"]] == .integer(400))
    #expect(results[["corpus", "tokens"]] == .integer(4800))
  }

  @Test func `the results do not depend on the number of threads`() throws {
    let (one, two) = (try Desk(corpus: Self.corpus), try Desk(corpus: Self.corpus))
    _ = try one.run(WordEmbeddings.self, settings, threads: 1)
    _ = try two.run(WordEmbeddings.self, settings, threads: 2)
    #expect(try one.results("embeddings") == two.results("embeddings"))
  }

  @Test func `an unknown word names its setting and words that are spelled alike`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let failure = try desk.run(WordEmbeddings.self, settings + ["embeddings.words=[batery]"]).failure
    #expect(failure?.contains("embeddings.words") == true)
    #expect(failure?.contains("battery") == true)
  }

  @Test func `vectors are saved on request`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.save_vectors=true"]).failure == nil)
    let vectors = desk.folder.chapter("embeddings").appending(path: "attachments/vectors.bin")
    #expect(try FileSystem.read(vectors).starts(with: Data("10 16\n".utf8)))
  }

  @Test(arguments: [
    ("embeddings.window=0", "embeddings.window must be between 1 and 1000, found 0"),
    ("embeddings.vector_size=1", "embeddings.vector_size must be between 2 and 2000, found 1"),
    ("embeddings.words=[]", "embeddings.words must name at least one word"),
    ("embeddings.words=[bad, bad]", "embeddings.words names a word twice"),
    ("embeddings.alpha=0.00001", "embeddings.min_alpha must not be above alpha"),
    ("embeddings.minimum=3", "did you mean"),
  ])
  func `a setting that cannot work is refused`(_ setting: String, _ message: String) throws {
    let desk = try Desk(corpus: Self.corpus)
    do {
      _ = try desk.run(WordEmbeddings.self, [setting])
      Issue.record("\(setting) was accepted")
    } catch let error as SettingsError {
      #expect(error.description.contains(message) || message == "did you mean", "\(error)")
    }
  }
}
