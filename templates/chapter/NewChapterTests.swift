import Basics
import Chapters
import Notebook
import Testing

@Suite struct NewChapterTests {
  private func run<C: Chapter>(_ chapter: C.Type, on desk: Desk, _ settings: [String]) throws {
    let outcome = try desk.run(chapter, settings.map { "\(C.slug).\($0)" })
    #expect(outcome.failure == nil)
  }

  @Test func `words are counted by their length`() throws {
    let desk = try Desk(corpus: "the cat and the mouse\na mouse\n")
    let chapter = try #require(AllChapters.list.first { $0.slug == "new-chapter" })
    try run(chapter, on: desk, ["data=corpus.txt", "longest=5"])
    let results = try desk.results("new-chapter")
    #expect(results[["tokens"]] == .integer(7))
    #expect(results[["lengths", "2", "characters"]] == .integer(3))
    #expect(results[["lengths", "2", "words"]] == .integer(4))
    #expect(results[["lengths", "4", "words"]] == .integer(2))
  }
}
