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

  @Test func `the guide's chapter can be tried`() throws {
    let desk = try Desk(corpus: "the cat and the dog\nthe end\n")
    let answer = try desk.ask(WordCount.self, ["word-count.data=corpus.txt"], ["the", "mouse"])
    #expect(answer.lines(isColored: false) == ["  word   count", "  the        3", "  mouse      0"])
  }
}
