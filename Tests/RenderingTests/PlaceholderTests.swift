import Foundation
import Notebook
import Rendering
import Testing

@Suite struct PlaceholderTests {
  @Test(arguments: [
    ("{{embeddings.size}}", "100"),
    ("{{.size}}", "100"),
    ("{{ embeddings . size }}", nil),
    ("{{embeddings.loss.last | fixed 4}}", "0.2900"),
    ("{{embeddings.loss.last | fixed 1}}", "0.3"),
    ("{{embeddings.loss.first}}", "0.41234"),
    ("{{embeddings.loss.1}}", "0.3"),
    ("{{embeddings.loss | count}} epochs", "3 epochs"),
    ("{{embeddings.share | percent 1}}", "12.3\u{A0}%"),
    ("{{embeddings.reviews | thousands}}", "194,439"),
    ("{{embeddings.words | join}}", "bad, great"),
    ("{{embeddings.words | join_and}}", "bad and great"),
    ("{{embeddings.words | json}}", #"`["bad", "great"]`"#),
    ("{{embeddings.neighbours.bad.0.word}}", "terrible"),
    ("{{embeddings.neighbours.bad.0.word | code}}", "`terrible`"),
    ("{{embeddings.neighbours.bad.terrible.similarity | fixed 2}}", "0.66"),
    (#"{{embeddings."e.g."}}"#, "dotted"),
    ("{{embeddings.delta}}", "−0.5"),
    ("{{embeddings.delta | fixed 2}}", "−0.50"),
    ("{{embeddings.delta | percent}}", "−50\u{A0}%"),
    ("{{embeddings.delta | code}}", "`−0.5`"),
    ("{{embeddings.delta | json}}", "`-0.5`"),
    ("{{pictures.top}}", #"a\|b\`c\*\_\<b\>"#),
    ("{{pictures.top | code}}", "``a|b`c*_<b>``"),
    (#"\{{embeddings.size}}"#, #"\{{embeddings.size}}"#),
    ("`{{embeddings.size}}`", "`{{embeddings.size}}`"),
    ("    {{embeddings.size}}", "    {{embeddings.size}}"),
    ("{{figure:embeddings/pca}}", "[Figure 2](#figure-embeddings-pca)"),
    ("{{figure:/pca}}", "[Figure 2](#figure-embeddings-pca)"),
    ("{{table:embeddings/near}}", "[Table 1](#table-embeddings-near)"),
    ("{{section:pictures}}", "[Section 2](#pictures)"),
    ("{{section:pictures/the-data}}", "[Section 2.1](#pictures--the-data)"),
    ("{{question:embeddings/size}}", "[Question 1](#question-embeddings-size)"),
  ])
  func `a placeholder becomes its value`(placeholder: String, expected: String?) throws {
    let report = try MiniatureReport()
    try report.answer("size", "Words\n\n\(placeholder)\n")
    guard let expected else {
      #expect(!report.problems().isEmpty)
      return
    }
    #expect(try report.answerInMarkdown() == "Words\n\n\(expected)")
  }

  @Test(arguments: [
    ("{{embeddings.sise}}", "embeddings has no “sise”; did you mean size"),
    ("{{embedings.size}}", "unknown chapter “embedings”; did you mean embeddings?"),
    ("{{embeddings.loss.7}}", "embeddings.loss is a list of 3: “7” is no position in it"),
    ("{{embeddings.size.x}}", "embeddings.size is a number: there is no “x” in it"),
    ("{{embeddings.loss}}", "the value is a list"),
    ("{{embeddings.nothing}}", "the value is null"),
    ("{{embeddings.size | fixd 2}}", "unknown format “fixd”; did you mean fixed?"),
    ("{{embeddings.words.0 | fixed 2}}", "the format needs a number, found text"),
    ("{{embeddings.size | fixed many}}", "“many” is no number of decimals"),
    ("{{size}}", "is no path to a value"),
    ("{{figure:embeddings/pcb}}", "there is no figure “embeddings/pcb”; did you mean embeddings/pca"),
    ("{{figur:embeddings/pca}}", "unknown kind of reference “figur”; did you mean figure?"),
    ("{{embeddings.size", "“{{” is not closed on its line"),
    ("[x](#nowhere)", "there is no place “#nowhere” in the report"),
  ])
  func `a placeholder that leads nowhere is refused by file, line and column`(text: String, message: String) throws {
    let report = try MiniatureReport()
    try report.answer("size", "First.\n\nA $\u{e9}$ then \(text)\n")
    let problems = report.problems()
    let column = text.hasPrefix("[") ? 16 : 12
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("answers/embeddings/size.md:3:\(column): ") == true, "\(problems)")
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  @Test func `all faults of a run come at once, and the last good report stays`() throws {
    let report = try MiniatureReport()
    let good = try report.text(.markdown)
    try report.answer("size", "{{embeddings.a}} and\n{{embeddings.b}}\n\n{{figure:x/y}}\n")
    #expect(
      report.problems().map { $0.prefix(32) } == [
        "answers/embeddings/size.md:1:1: ", "answers/embeddings/size.md:2:1: ", "answers/embeddings/size.md:4:1: ",
      ])
    #expect(try String(contentsOf: report.folder.report("md"), encoding: .utf8) == good)
  }

  @Test func `a line with a comment, a list and a table before it keeps its number`() throws {
    let report = try MiniatureReport()
    try report.answer(
      "size",
      "<!-- a\n```\nb -->\n- item\n  - `x` {{embeddings.size}}\n\n| a | b |\n|---|---|\n| `| {{embeddings.size}} | {{nope.x}} |\n"
    )
    #expect(report.problems().map { $0.prefix(35) } == ["answers/embeddings/size.md:9:28: un"])
  }

  @Test func `a value in a table never ends its cell`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "| a | b |\n|---|---|\n| {{pictures.top}} | {{pictures.top | code}} |\n")
    #expect(
      try report.answerInHTML().contains(
        "<tr><td>a|b`c*_&lt;b&gt;</td><td><code>a|b`c*_&lt;b&gt;</code></td></tr>"))
  }

  @Test(arguments: [
    "{{", "](", "[^", "`", "<", "*a **b ", "![](", "\\", "|", "- ", "> a\n\n", "{{{{embeddings.size}}", "[x]:",
  ])
  func `a text of one thing over and over ends soon`(piece: String) throws {
    let report = try MiniatureReport()
    try report.answer("size", "x " + String(repeating: piece, count: 200_000 / piece.utf8.count))
    let elapsed = ContinuousClock().measure { #expect(report.problems().count <= 21) }
    #expect(elapsed < .seconds(20))
  }

  @Test func `a value is never read as a placeholder or as markup`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "{{embeddings.evil}}\n")
    let html = try report.answerInHTML()
    #expect(
      html
        == "<p>&lt;script&gt;alert(1)&lt;/script&gt; {{embeddings.size}} [x](javascript:alert(1)) | `q` *b*</p>\n")
  }

  @Test func `what quotes a chapter without results says so`() throws {
    let report = try MiniatureReport()
    try FileManager.default.removeItem(at: report.folder.chapter("pictures"))
    try report.answer("size", "{{pictures.top}} and {{figure:pictures/grid}}\n")
    #expect(
      try report.answerInMarkdown()
        == "*(pictures.top: not computed yet)* and *(figure pictures/grid: not made yet)*")
  }

  @Test func `thousands of placeholders are resolved`() throws {
    let report = try MiniatureReport()
    try report.answer("size", String(repeating: "{{embeddings.size}} ", count: 20_000) + "\n")
    #expect(try report.answerInMarkdown().components(separatedBy: "100").count == 20_001)
  }
}
