import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

/// What a new answer's file proposes to quote is there once the chapter has run.
@Suite struct QuestionValuesTests {
  private func check<C: Chapter>(_ chapter: C.Type, _ settings: [String], corpus: String = "") throws {
    let desk = try Desk(corpus: corpus)
    #expect(try desk.run(chapter, settings, threads: 2).failure == nil)
    let results = try desk.results(C.slug)
    for question in C.questions {
      #expect(!question.values.isEmpty && question.values.count <= 5, "\(question.id)")
      for value in question.values {
        let path = value.split(separator: "|")[0].replacing(" ", with: "").split(separator: ".")
        let found = path.firstIndex(of: "*").map { results[path[..<$0]]?.array?.first?[path[($0 + 1)...]] }
        #expect(found ?? results[path] != nil, "\(C.slug).\(value)")
      }
    }
  }

  @Test func `of the word embeddings`() throws {
    let words = ["screen", "bad", "great", "battery", "plot", "film"]
    let rows = (0..<200).map { row in (0..<8).map { words[(row * 5 + $0 * $0) % words.count] }.joined(separator: " ") }
    try check(
      WordEmbeddings.self,
      [
        "embeddings.data=corpus.txt", "embeddings.vector_size=12", "embeddings.min_count=1", "embeddings.epochs=2",
        "embeddings.projection_words=10",
      ], corpus: rows.joined(separator: "\n"))
  }

  @Test func `of the attention`() throws {
    let model = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models/bert")
    try check(Attention.self, ["attention.model=\(model.path)", "attention.max_tokens=128"])
  }

  @Test func `of the captions`() throws {
    let assets = Project.root.appending(path: "assets")
    try check(
      ImageCaptions.self,
      [
        "captions.model=\(assets.appending(path: "miniclip").path)",
        "captions.image=\(assets.appending(path: "two-cats-three-dogs.png").path)",
        "captions.descriptions=[two cats to the left of three dogs]",
      ])
  }
}
