import Basics
import Foundation
import Notebook
import Rendering
import Testing

@Suite struct HostileTextTests {
  @Test(arguments: [
    "<script>alert(1)</script>", "<SCRIPT\n>alert(1)</SCRIPT\n>", "text <img src=x onerror=alert(1)> text",
    "<div>\n\n<svg onload=alert(1)>\n\n</div>", "- <iframe src=\"https://example.org\">\n\n> <object data=x>",
    "`` ` `` <b>x</b> ` <i>`</i>", "| a |\n|---|\n| <script>x</script> `| <b> |", "<!-- open <script>x</script>",
    "~~~\ncode\n~~~\n<script>x</script>", "1. a\n\n       <u>code</u>\n   <script>y</script>",
    "[^1]\n\n[^1]: <script>z</script>",
    "<a\nhref=x>\n```\n<script>1</script>", "\\<script>x</script>", "<?php x ?> <![CDATA[ x ]]> <!DOCTYPE x>",
  ])
  func `raw HTML is shown, in HTML and in Markdown, and never becomes an element`(text: String) throws {
    let report = try MiniatureReport()
    try report.answer("size", "Words.\n\n" + text + "\n")
    let html = try report.text(.html).components(separatedBy: "<main")[1].lowercased()
    for tag in ["<script", "<img src=\"x", "<svg", "<iframe", "<object", "<b>", "<i>", "<u>", "<?", "<!"] {
      #expect(!html.contains(tag))
    }
    #expect(html.contains("&lt;"))
    #expect(try !MarkdownParser.containsHTML(report.answerInMarkdown()))
  }

  @Test(arguments: [
    "a](http://x.example/<script>1</script>)", "[b](<mailto:a@b.example?c=<script>1</script>>)",
    "[b](http://x.example/\\<script>1</script>)", "[b](http://x.example/<script>1</script>)",
    "a](mailto:a@b.example?\\\\<script>1</script> [c]: <script>2</script>", "a]: <http://x<script>1</script>>",
    "[c]: http://x.example/<script>1</script>\n\n[c]", "![d](http://x.example<img src=x onerror=1>", "<!a@b.example>",
    "<?a@b?>", "x <!--a@b--> <!--c@d.example-->", "</a@b.example>",
  ])
  func `what only looks like an address begins no tag in Markdown`(text: String) throws {
    let report = try MiniatureReport()
    try report.answer("size", "Words.\n\n" + text + "\n")
    let markdown = try report.answerInMarkdown()
    #expect(!MarkdownParser.containsHTML(markdown), "\(markdown)")
    let html = try report.text(.html).components(separatedBy: "<main")[1].lowercased()
    #expect(!html.contains("<script") && !html.contains("<img src=\"x"))
  }

  @Test func `an address in a link may hold a sign that begins tags`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "[b](http://x.example/?a<b&c=\\<d) [e](<http://x.example/f g\\<h>)\n")
    let html = try report.text(.html)
    #expect(
      html.contains("href=\"http://x.example/?a%3Cb&amp;c=%3Cd\"")
        && html.contains("href=\"http://x.example/f%20g%3Ch\""))
  }

  @Test(arguments: [
    ("[x](javascript:alert(1))", "a link to “javascript:” is refused"),
    ("<javascript:alert(1)>", "the link javascript:alert(1) is refused"),
    ("[x][y]\n\n[y]: javascript:alert(1)", "a link to “javascript:” is refused"),
    ("[x](data:text/html,hi)", "a link to “data:” is refused"),
    ("[x](file:///etc/passwd)", "a link to “file:” is refused"),
    ("[x](//example.org/a)", "is refused"),
    ("![x](../../report.yml)", "leaves the folder of this text"),
    ("![x](%2e%2e/%2e%2e/report.yml)", "leaves the folder of this text"),
    ("![x](/etc/passwd)", "leaves the folder of this text"),
    ("[x](<java&#10;script:alert(1)>)", "is refused; use https:"),
    ("[x](java&Tab;script:alert(1))", "is refused"),
    ("![](sketch.png)", "the image has no description"),
    ("![x](missing.png)", "there is no file “missing.png”"),
    ("![x](https://example.org/a.png)", "is not in the report's folder; save it beside the text"),
    ("![x](size.md)", "is no PNG, JPEG, GIF, WebP, TIFF, BMP, AVIF, HEIC or SVG image"),
  ])
  func `a link that executes, leaves the folder or leads nowhere is refused`(text: String, message: String) throws {
    let report = try MiniatureReport()
    try report.answer("size", "Words.\n\n" + text + "\n")
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/sketch.png"))
    let problems = report.problems()
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix("answers/embeddings/size.md:3:") == true || text.contains { "&y".contains($0) })
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  @Test func `a file that leaves the folder by a symbolic link is refused`() throws {
    let report = try MiniatureReport()
    let link = report.folder.answers.appending(path: "embeddings/x.png")
    try report.write(MiniatureReport.png, to: report.root.appending(path: "x.png"))
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: report.root.appending(path: "x.png"))
    try report.answer("size", "![x](x.png)\n")
    #expect(report.problems().first?.contains(", out of the folder of this text") == true)
  }

  @Test func `an answer of ten megabytes is refused by name`() throws {
    let report = try MiniatureReport()
    try report.answer("size", String(repeating: "word ", count: 2_000_000))
    #expect(
      report.problems() == [
        "answers/embeddings/size.md: has 10.0 MB; at most 1.0 MB are read here"
      ])
  }

  @Test func `endless nesting is refused by its line`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "Words.\n\n" + String(repeating: ">", count: 100_000) + " deep\n")
    #expect(report.problems() == ["answers/embeddings/size.md:3: the text is nested more than 60 levels deep"])
    try report.answer("size", String(repeating: "*a **b ", count: 2_000) + String(repeating: "** *", count: 2_000))
    #expect(report.problems().allSatisfy { $0.contains("nested more than 60 levels") })
  }

  @Test func `pictures whose names differ in how an accent is written are two`() throws {
    let report = try MiniatureReport()
    for name in ["caf\u{e9}.png", "cafe\u{301}.png"] {
      try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/" + name))
    }
    try report.answer("size", "![one](caf\u{e9}.png) ![two](cafe\u{301}.png)\n")
    let media = try report.render([.markdown, .html]).media
    #expect(
      media.map { Array($0.lastPathComponent.utf8) } == ["cafe\u{301}.png", "caf\u{e9}.png"].map { Array($0.utf8) })
    try report.answer("size", "![one](caf\u{e9}.png)\n")
    _ = try report.render([.markdown])
    #expect(try FileManager.default.subpathsOfDirectory(atPath: report.folder.media.path).count == 2)
  }

  @Test func `a paragraph right above a table keeps its code, and the table its cells`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "Above `{{no\nvalue}}` {{embeddings.size}}\n| `a | b` |\n|---|---|\n| {{.size}} | 2 |\n")
    let text = try report.answerInMarkdown()
    #expect(text.hasPrefix("Above `{{no\nvalue}}` 100\n| `a | b` |\n"), "\(text)")
    #expect(text.contains("| 100 | 2 |"))
    for above in ["a", "> a", "- a", "a\nb", "[^1]: a", "a\n\n[^1]: b"] {
      try report.answer("size", above + "\n| x |\n|---|\n\nEnd {{.size}}.\n")
      #expect(report.problems() == [], "\(above)")
      #expect(try report.answerInMarkdown().hasSuffix("End 100."))
    }
  }

  @Test func `what begins in one cell and goes on in the next is text`() throws {
    let report = try MiniatureReport()
    for row in ["| [a|]: x |", "[a|]: x", "| {|{.size}} |", "| [|^1] |"] {
      try report.answer("size", "| a | b |\n|---|---|\n\(row)\n")
      #expect(report.problems() == [], "\(row)")
    }
  }

  @Test func `the same a hundred thousand times is read in no time`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "| a |\n|---|\n| " + String(repeating: "{", count: 1_000_000) + " |\n")
    #expect(report.problems().last == "answers/embeddings/size.md: there is more that is wrong with this text")
    try report.answer("size", "Words.\n" + String(repeating: "# a\n", count: 100_000))
    #expect(report.problems() == [])
    try report.answer("size", "# b\n\n" + String(repeating: "[a](#embeddings--size--b)", count: 40_000))
    #expect(report.problems() == [])
    try report.answer("size", String(repeating: "> a<!---->", count: 100_000))
    #expect(report.problems() == [])
    try report.answer("size", String(repeating: "[a](#none)", count: 100_000))
    let problems = report.problems()
    #expect(problems.count == 21)
    #expect(
      problems.first?.hasPrefix("answers/embeddings/size.md:1:5: there is no place “#none” in the report") == true)
    #expect(problems.last == "answers/embeddings/size.md: there are more links to places that are not in the report")
    try report.answer(
      "size", (0..<40_000).map { "[a](&#x\(String($0 + 0x3400, radix: 16));:b)" }.joined(separator: " "))
    #expect(report.problems().count == 21)
  }

  @Test func `a table of more cells than can be set is refused by its line`() throws {
    let report = try MiniatureReport()
    let wide = ["|a", "|-", "|b"].map { String(repeating: $0, count: 60_000) }.joined(separator: "\n")
    try report.answer("size", "Words.\n\n" + wide)
    #expect(report.problems() == ["answers/embeddings/size.md:4: the table has 60001 columns; at most 500 are set"])
    let long = ["|a", "|-"].map { String(repeating: $0, count: 400) }.joined(separator: "\n")
    try report.answer("size", "> " + long.replacing("\n", with: "\n> ") + String(repeating: "\n> |b", count: 100_000))
    #expect(report.problems().first?.contains("cells; at most 1048576 are set") == true)
  }

  @Test func `text that is not UTF-8 is refused`() throws {
    let report = try MiniatureReport()
    try report.write(Data([0x63, 0x61, 0x66, 0xe9]), to: report.folder.answer("size", of: "embeddings"))
    #expect(report.problems() == ["answers/embeddings/size.md: is not UTF-8 in line 1; save it with that encoding"])
  }

  @Test func `long titles and names in any script arrive whole`() throws {
    let report = try MiniatureReport()
    report.settings.title = String(repeating: "Ein langer Titel & mehr ", count: 21)
    let names = ["محمد الخوارزمي", "王小明", "👩🏽‍🔬 Zoë", "Z\u{0335}\u{0301}algo", "<b>O'Neil</b>"]
    report.settings.authors = names.map { .init(name: $0, identifier: "*s_1*") }
    let markdown = try report.text(.markdown)
    let html = try report.text(.html)
    #expect(markdown.contains("\\*s\\_1\\*"))
    for name in names.dropLast() {
      #expect(markdown.contains(name))
      #expect(html.contains(name))
    }
    #expect(html.contains("&lt;b&gt;O&#39;Neil&lt;/b&gt;"))
    #expect(html.contains("<title>Ein langer Titel &amp; mehr"))
  }

  @Test(arguments: [
    "plain", "*_`~|\\", "1. no list", "- no list", "+1", "# no heading", "> no quote", "a@b.org www.x.org http://y.z",
    "[x](y)", "&amp; &lt;", "<b>", "$x$", "  spaces  ", "{{x}}", "!", "![a](b)", "`a``b`", "===", "---", "1) x", "\t",
    "https://example.org", "e\u{301}", "![^1]", "~~no~~", "a\\", "0.5", "-0.5", "=", "12.", "|a|b|",
  ])
  func `an escaped text is shown exactly`(text: String) throws {
    let document = try MarkdownParser.parse(("\(text)" as Markdown).source)
    guard document.blocks.count == 1, case .paragraph(let content) = document.blocks[0] else {
      Issue.record("\(document)")
      return
    }
    #expect(content.map(\.plainText).joined() == text.replacingOccurrences(of: "\t", with: " "))
    let code = try MarkdownParser.parse(("\(code: text)" as Markdown).source)
    #expect(code.blocks == [.paragraph([.code(text.replacingOccurrences(of: "\t", with: " "))])])
    let table = try MarkdownParser.parse(("| a |\n|---|\n| \(text) |\n" as Markdown).source)
    guard case .table(let cells)? = table.blocks.first else {
      Issue.record("\(table)")
      return
    }
    #expect(cells.rows[0].count == 1)
    #expect(cells.rows[0][0].map(\.plainText).joined() == text.replacingOccurrences(of: "\t", with: " "))
  }
}
