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
    "`a` *b* _c_", "* star", "> a", "<b>a</b> &amp;", "[a](b) ![c](d)", "$a$ ~b~ | c", "--- a", "= a", "[!NOTE] a",
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
        model: \(Self.model)
        word: 0
        sentence: \(quoted)
        sentences: [\(quoted)]
      """, to: "report.yml")
    let outcome = try bench.quire("render")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let results = try JSONReader.value(ofFile: bench.output.appending(path: "chapters/attention/results.json"))
    let document = try MarkdownParser.parse(bench.read("report.md"))
    #expect(document.blocks.contains { $0 == .quote([.paragraph([.text(sentence)])]) })
    let paragraphs = document.blocks.compactMap { if case .paragraph(let content) = $0 { content } else { nil } }
    func paragraph(with text: String) throws -> [Inline] {
      try #require(paragraphs.first { $0.map(\.plainText).joined().contains(text) })
    }
    let words = try paragraph(with: "does the sum for ")
    let token = try #require(results[["query", "token"]])
    #expect(words.contains { .string($0.plainText) == token && $0 == .emphasis([.text($0.plainText)]) }, "\(words)")
    #expect(try paragraph(with: "The same for “").map(\.plainText).joined() == "The same for “\(sentence)”:")
    guard case .array(let tokens)? = results[["tokens"]] else {
      Issue.record("there are no tokens")
      return
    }
    let codes = try paragraph(with: " becomes ").filter { if case .code = $0 { true } else { false } }
    #expect(codes.map { JSONValue.string($0.plainText) }.starts(with: tokens))
  }
}
