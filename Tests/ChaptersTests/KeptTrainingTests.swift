import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// What the chapter on word embeddings keeps for the next question, and what it asks instead of a training.
@Suite struct KeptTrainingTests {
  /// Two subjects that never meet, told by pairs of words that people might judge.
  private static let corpus: String = {
    let subjects = [
      ["screen", "battery", "charger", "signal", "bad", "cable", "cover"],
      ["plot", "actor", "scene", "story", "great", "film", "music"],
    ]
    var state: UInt64 = 11
    return (0..<600).map { row in
      (0..<12).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return subjects[row % 2][Int(state >> 33) % 7]
      }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }()

  private let settings = [
    "embeddings.data=corpus.txt", "embeddings.vector_size=12", "embeddings.min_count=1", "embeddings.epochs=3",
    "embeddings.topn=4", "embeddings.projection_words=10", "embeddings.explorer_words=14",
    "embeddings.stability_seeds=1", "embeddings.other_vectors=none", "embeddings.analogies=[]",
    "embeddings.doesnt_match=[]",
  ]
  private let question = ["embeddings.words=[plot, cable]", "embeddings.topn=3"]

  private func kept(_ desk: Desk) -> Set<String> {
    let place = desk.folder.cache.appending(path: "embeddings")
    return Set(FileSystem.names(in: place).filter { $0.hasSuffix(".kept") })
  }

  @Test func `another question to the same vectors trains nothing and is answered as if it had`() throws {
    let (desk, fresh) = (try Desk(corpus: Self.corpus), try Desk(corpus: Self.corpus))
    #expect(try desk.run(WordEmbeddings.self, settings).failure == nil)
    let before = kept(desk)
    #expect(before.contains { $0.hasPrefix("training-") } && before.contains { $0.hasPrefix("study-") })
    #expect(try desk.run(WordEmbeddings.self, settings + question, refresh: false).failure == nil)
    // Nothing new was trained, tried or mapped.
    #expect(kept(desk) == before)
    #expect(try fresh.run(WordEmbeddings.self, settings + question).failure == nil)
    #expect(try desk.results("embeddings") == fresh.results("embeddings"))
    #expect(try desk.document("embeddings") == fresh.document("embeddings"))
  }

  @Test(arguments: ["window=3", "epochs=4", "negative=7"])
  func `a setting of the training gives another training`(_ change: String) throws {
    let desk = try Desk(corpus: Self.corpus)
    let settings = settings + ["embeddings.grid=none", "embeddings.stability_seeds=0"]
    #expect(try desk.run(WordEmbeddings.self, settings).failure == nil)
    let before = kept(desk).filter { $0.hasPrefix("training-") }
    #expect(before.count == 1)
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.\(change)"], refresh: false).failure == nil)
    #expect(kept(desk).filter { $0.hasPrefix("training-") }.count == 2)
  }

  @Test func `vectors of threads that race are not kept`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.hogwild=true"]).failure == nil)
    #expect(kept(desk).filter { $0.hasPrefix("training-") || $0.hasPrefix("study-") } == [])
  }

  @Test func `a file of vectors is asked instead of a training`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let saved = settings + ["embeddings.save_vectors=[text, binary]"]
    #expect(try desk.run(WordEmbeddings.self, saved).failure == nil)
    let trained = try desk.results("embeddings")
    for name in ["vectors.txt", "vectors.bin"] {
      let file = desk.folder.chapter("embeddings").appending(path: "attachments/\(name)")
      try Data(InputFile.bytes(of: file)).write(to: desk.folder.root.appending(path: name))
    }
    for name in ["vectors.txt", "vectors.bin"] {
      #expect(try desk.run(WordEmbeddings.self, settings + ["embeddings.vectors=\(name)"]).failure == nil)
      let results = try desk.results("embeddings")
      #expect(results["neighbours"] != nil)
      for word in ["bad", "great", "screen"] {
        for rank in 0..<4 {
          let place: [Substring] = ["neighbours", Substring(word), "\(rank)"]
          #expect(results[place + ["word"]] == trained[place + ["word"]])
          #expect(results[place + ["similarity"]] == trained[place + ["similarity"]])
        }
      }
      #expect(results[["given", "file"]] == .string(name))
      #expect(results[["given", "knownWords"]] == .integer(14))
      #expect(results["parameters"] == nil && results["loss"] == nil && results["grid"] == nil)
      #expect(results[["has", "training"]] == .bool(false))
      try ChapterClaims("embeddings", on: desk).check(WordEmbeddingsClaims.all, "\(name)")
    }
  }

  @Test func `words of the file that the texts lack come after all others`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let words = ["rare", "bad", "great", "screen", "unseen", "plot"]
    let rows = words.enumerated().map { "\($1) \($0 + 1) \(7 - $0) \(($0 * 3) % 5)" }
    try Data(("6 3\n" + rows.joined(separator: "\n") + "\n").utf8)
      .write(to: desk.folder.root.appending(path: "v.txt"))
    let few = settings + ["embeddings.vectors=v.txt", "embeddings.topn=2", "embeddings.save_vectors=tensorboard"]
    #expect(try desk.run(WordEmbeddings.self, few).failure == nil)
    let results = try desk.results("embeddings")
    #expect(results[["given", "knownWords"]] == .integer(4))
    #expect(results[["vocabulary", "size"]] == .integer(6))
    let place = desk.folder.chapter("embeddings").appending(path: "attachments")
    let names = String(decoding: try InputFile.bytes(of: place.appending(path: "metadata.tsv")), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(names[0] == ["word", "count"])
    #expect(names.dropFirst().suffix(2).map { $0[0] } == ["rare", "unseen"])
    let rowsOf = String(decoding: try InputFile.bytes(of: place.appending(path: "vectors.tsv")), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: "\t").compactMap { Double($0) } }
    #expect(rowsOf.count == 6 && rowsOf.allSatisfy { $0.count == 3 })
    #expect(rowsOf.suffix(2).map { $0 } == [[1, 7, 0], [5, 3, 2]])
  }

  @Test func `words that are too rare or misspelled are told before anything is trained`() throws {
    let desk = try Desk(corpus: Self.corpus + "hapax screen\n")
    let wrong = ["embeddings.words=[bad, hapax, scren]", "embeddings.min_count=2"]
    let failure = try #require(try desk.run(WordEmbeddings.self, settings + wrong).failure)
    #expect(failure.contains("the word \"hapax\" occurs 1 time and has no vector, since min_count is 2"), "\(failure)")
    #expect(failure.contains("the word \"scren\" has no vector; spelled most like it: \"screen\""), "\(failure)")
    #expect(kept(desk) == [])
  }

  @Test func `words of analogies without a vector are told as soon as they are known`() throws {
    let desk = try Desk(corpus: Self.corpus)
    let asked = ["embeddings.analogies=[bad screen graet plot]", "embeddings.doesnt_match=[bad screen plto]"]
    #expect(try desk.run(WordEmbeddings.self, settings + asked).failure == nil)
    #expect(desk.warnings.contains { $0.contains("embeddings.analogies: the word \"graet\"") && $0.contains("great") })
    #expect(desk.warnings.contains { $0.contains("embeddings.doesnt_match: the word \"plto\"") && $0.contains("plot") })
  }

  @Test(arguments: ["pairs", "analogy_files", "other_vectors", "vectors"])
  func `a file that cannot be used is found before the training`(_ key: String) throws {
    let desk = try Desk(corpus: Self.corpus)
    try Data("<!DOCTYPE html><html><body>Not found</body></html>\n".utf8)
      .write(to: desk.folder.root.appending(path: "wrong.txt"))
    let failure = try desk.run(WordEmbeddings.self, settings + ["embeddings.\(key)=wrong.txt"]).failure
    #expect(failure?.contains("wrong.txt") == true, "\(failure ?? "no failure")")
    #expect(kept(desk) == [])
  }

  @Test func `a form that there is not is refused by name`() throws {
    let desk = try Desk(corpus: Self.corpus)
    #expect {
      _ = try desk.run(WordEmbeddings.self, settings + ["embeddings.save_vectors=[binary, kv]"])
    } throws: {
      "\($0)".contains("must be false or of binary, text, tensorboard, found “kv”")
    }
  }
}
