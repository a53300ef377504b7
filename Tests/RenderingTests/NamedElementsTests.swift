import Basics
import Foundation
import Rendering
import Testing

@Suite struct NamedElementsTests {
  private func names(_ json: String) throws -> NamedElements? {
    let value = try JSONReader.value(of: Data(json.utf8))
    return NamedElements(try #require(value.array))
  }

  @Test func `words are named by themselves, the second of a kind with its number`() throws {
    let named = try #require(try names(#"[{"word": "the"}, {"word": "cat"}, {"word": "the"}, {"word": "2"}]"#))
    #expect(named.member == "word" && named.names == ["the", "cat", "the#2", "2"])
    #expect(named.position(of: "the") == 0 && named.position(of: "the#2") == 2 && named.position(of: "dog") == nil)
    #expect(named.position(of: "2") == nil)
  }

  @Test(arguments: [
    "[]", "[1, 2]", #"[{"word": "a"}, {"count": 2}]"#, #"[{"word": ""}]"#, #"[{"name": "a"}, {"name": "a"}]"#,
  ])
  func `a list of which an element bears no name of its own has none`(_ json: String) throws {
    #expect(try names(json) == nil)
  }

  @Test func `a name that nothing bears is told with those that there are`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "{{embeddings.neighbours.bad.terible.similarity}}\n")
    let problems = report.problems()
    #expect(
      problems.count == 1 && problems[0].contains("“terible” is no position in it and no word of it")
        && problems[0].contains("did you mean terrible?"), "\(problems)")
  }
}
