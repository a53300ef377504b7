import Basics
import Foundation
import Notebook
import Plotting
import TestSupport
import Testing

@Suite struct GuideTests {
  @Test func `the guide's chapter is the one that is tested here`() throws {
    let guide = try String(contentsOf: Project.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    let chapter = try String(
      contentsOf: Project.root.appending(path: "Tests/ChaptersTests/WordCount.swift"), encoding: .utf8)
    #expect(guide.contains("```swift\n" + chapter + "```"))
    #expect(chapter.split(separator: "\n").count <= 60)
  }

  @Test func `the guide's chapter runs`() throws {
    let desk = try Desk(corpus: "the cat and the dog\nthe end\n")
    let outcome = try desk.run(WordCount.self, ["word-count.data=corpus.txt", "word-count.top=2"])
    #expect(outcome.failure == nil)
    let results = try desk.results("word-count")
    #expect(results[["tokens"]] == .integer(7))
    #expect(results[["words", "0", "word"]] == .string("the"))
    #expect(results[["words", "0", "count"]] == .integer(3))
    #expect(FileSystem.exists(desk.folder.chapter("word-count").appending(path: "figures/most-frequent.png")))
  }

  @Test func `what a new chapter begins with is compiled and run here`() throws {
    let begun = try String(
      contentsOf: Project.root.appending(path: "templates/chapter/NewChapter.swift"), encoding: .utf8)
    let compiled = try String(
      contentsOf: Project.root.appending(path: "Tests/ChaptersTests/NewChapter.swift"), encoding: .utf8)
    #expect(begun == compiled)
    let desk = try Desk(corpus: "the cat and the mouse\na mouse\n")
    let outcome = try desk.run(NewChapter.self, ["new-chapter.data=corpus.txt", "new-chapter.longest=5"])
    #expect(outcome.failure == nil)
    let results = try desk.results("new-chapter")
    #expect(results[["lengths", "2", "words"]] == .integer(4) && results[["lengths", "4", "words"]] == .integer(2))
    #expect(NewChapter.lengths(["a", "bb"], [1, 2], longest: 1).map(\.words) == [1])
  }

  @Test func `the guide's chapter can be tried`() throws {
    let desk = try Desk(corpus: "the cat and the dog\nthe end\n")
    let answer = try desk.ask(WordCount.self, ["word-count.data=corpus.txt"], ["the", "mouse"])
    #expect(answer.lines(isColored: false) == ["  word   count", "  the        3", "  mouse      0"])
  }
}
