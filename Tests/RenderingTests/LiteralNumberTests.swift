import Basics
import Rendering
import Testing

@Suite struct LiteralNumberTests {
  private let results: [String: JSONValue] = [
    "embeddings": .object([
      .init("rows", .integer(33519)), .init("share", .number(0.9934)),
      .init("list", .array([.object([.init("similarity", .number(0.66171))])])),
    ])
  ]

  private func paths(_ text: String) -> [String] { LiteralNumber.find(in: text, results: results).map(\.path) }

  @Test func `a result that is repeated is found, however it is written`() {
    #expect(paths("There are 33,519 rows.") == ["embeddings.rows"])
    #expect(paths("There are 33519 rows.") == ["embeddings.rows"])
    #expect(paths("That is 99.3 % of them.") == ["embeddings.share"])
    #expect(paths("A similarity of 0.6617.") == ["embeddings.list.0.similarity"])
  }

  @Test func `other numbers are left alone`() {
    #expect(paths("In 2013 there were 33,518 rows and 0.6618.") == [])
  }

  @Test func `the digits of a name are no number`() {
    #expect(paths("word33519vec, ViT-B/33519, [@somebody33519], x33519") == [])
    #expect(paths("(33519) 2/33519 and 33519/5") == ["embeddings.rows", "embeddings.rows", "embeddings.rows"])
  }

  @Test func `placeholders, code and comments do not count`() {
    #expect(paths("{{embeddings.rows | fixed 33519}} `33519` <!-- 33519\n33519 -->\n```\n33519\n```") == [])
  }

  @Test func `the line is told`() {
    #expect(LiteralNumber.find(in: "one\n<!-- two\nthree -->\nfour 33519", results: results).map(\.line) == [4])
  }
}
