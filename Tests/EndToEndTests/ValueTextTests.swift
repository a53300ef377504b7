import Basics
import Notebook
import Rendering
import TestSupport
import Testing

@Suite struct ValueTextTests {
  private static let model = Bench.root.appending(path: "Tests/TransformersTests/Fixtures/models/gpt2").path

  @Test(arguments: [
    "1. The cat sat.", "- minus", "+ plus", "www.example.org", "http://example.org a", "a@b.org", "\\ a", "{{ a }} b",
    "# a",
    "a   b", "`a` *b* _c_", "* star", "> a", "<b>a</b> &amp;", "[a](b) ![c](d)", "$a$ ~b~ | c", "--- a", "= a",
    "[!NOTE] a",
    "[^1]: a",
  ])
  func `a sentence and its tokens stand in the report as they are`(sentence: String) throws {
    let quoted = "'" + sentence.replacing("'", with: "''") + "'"
    let bench = try Bench()
    try bench.write(
      """
      title: A test
      author: Ada
      outputs: [md, html]
      chapters: [attention]
      attention:
        word: 0
        sentence: \(quoted)
      """, to: "report.yml")
    let outcome = try bench.quire("render", "-P", "attention.model=\(Self.model)")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let results = try JSONReader.value(ofFile: bench.output.appending(path: "chapters/attention/results.json"))
    let document = try MarkdownParser.parse(bench.read("report.md"))
    let quotes = document.blocks.compactMap { block -> [Inline]? in
      guard case .quote(let blocks) = block, blocks.count == 1, case .paragraph(let content) = blocks[0] else {
        return nil
      }
      return content
    }
    #expect(quotes.contains { $0.allSatisfy(isText) && $0.map(\.plainText).joined() == sentence }, "\(quotes)")
    let paragraphs = document.blocks.compactMap { if case .paragraph(let content) = $0 { content } else { nil } }
    func isText(_ inline: Inline) -> Bool { if case .text = inline { true } else { false } }
    func paragraph(with text: String) throws -> [Inline] {
      try #require(paragraphs.first { $0.map(\.plainText).joined().contains(text) })
    }
    let words = try paragraph(with: "does the sum for ")
    let token = try #require(results[["query", "token"]])
    #expect(words.contains { .string($0.plainText) == token && $0 == .emphasis([.text($0.plainText)]) }, "\(words)")
    guard case .array(let tokens)? = results[["tokens"]] else {
      Issue.record("there are no tokens")
      return
    }
    let codes = try paragraph(with: " becomes ").filter { if case .code = $0 { true } else { false } }
    #expect(codes.map { JSONValue.string($0.plainText) }.starts(with: tokens))
  }
}
