import Basics
import Foundation
import Testing

@Suite struct MarkdownTests {
  /// A text that is a value: what stands in quotes between parentheses is Markdown.
  private func value(_ text: String) -> String { text }

  @Test func `a literal is Markdown and a value in it is text`() {
    let word = "*a* `b` [c](d) <e> & $f$ {{g}} \\"
    let text: Markdown = "The word *\(word)*, {{figure:a/b}}."
    #expect(
      text.source == #"The word *\*a\* \`b\` \[c\](d) \<e\> \& \$f\$ \{\{g\}\} \\*, {{figure:a/b}}."#)
  }

  @Test func `numbers, parts of texts and whatever else describes itself can be values`() {
    let text: Markdown = "\(3) of \(4.5), \("a_b".dropLast()), \(Character("#"))"
    #expect(text.source == "3 of 4.5, a\\_, \\#")
  }

  @Test func `Markdown in Markdown stays as it is`() {
    let inner: Markdown = "*\(value("a*b"))*"
    let outer: Markdown = "> \(inner), \(markdown: "**b**"), \(reference: "a.b"), \(Markdown(source: "`c`"))"
    #expect(outer.source == #"> *a\*b*, **b**, {{a.b}}, `c`"#)
    #expect("\(outer)" as Markdown == outer)
  }

  @Test func `the literals of a choice are Markdown like the literal around them`() {
    let texts = [1, 2].map { count -> Markdown in "a\(count == 1 ? " *b*" : "")" }
    #expect(texts.map(\.source) == ["a *b*", "a"])
  }

  @Test(arguments: [
    ("- minus", #"\- minus"#), ("-0.5", "-0.5"), ("-", #"\-"#), ("--", #"\--"#), ("+ plus", #"\+ plus"#), ("+1", "+1"),
    ("1. The cat sat.", #"1\. The cat sat."#), ("12) x", #"12\) x"#), ("1.5", "1.5"), ("12.", #"12\."#), ("=", #"\="#),
    ("a = b", "a = b"), (":-", #"\:-"#), ("a - b + c. 1. d", "a - b + c. 1. d"), ("# a", "\\# a"),
  ])
  func `what would be a mark at the start of a line is escaped there and nowhere else`(text: String, source: String) {
    #expect(("\(text)" as Markdown).source == source)
    #expect(("word\n\(text)" as Markdown).source == "word\n" + source)
    #expect(("> 1. \(text)" as Markdown).source == "> 1. " + source)
    #expect(("Words: \(text)" as Markdown).source.contains(#/\\[-+=.):]/#) == false)
  }

  @Test func `what only two parts together would make is escaped as well`() {
    #expect(("\(1). The cat" as Markdown).source == #"1\. The cat"#)
    #expect(("a\n\(1)\(value(". The cat"))" as Markdown).source == "a\n" + #"1\. The cat"#)
    #expect(("1\(value(". The cat"))" as Markdown).source == #"1\. The cat"#)
    #expect(("\(1).5" as Markdown).source == "1.5")
    #expect(("\(1)\n. The cat" as Markdown).source == "1\n. The cat")
    #expect(("\(value("http"))\(value("://a.b"))" as Markdown).source == #"http\://a.b"#)
    #expect(("\(value("www")).a.b" as Markdown).source == #"www\.a.b"#)
    #expect(("[a]\(value("(b)"))" as Markdown).source == #"[a]\(b)"#)
    #expect(("-\(value(" a"))" as Markdown).source == "-&#32;a")
    #expect(["\(2)" as Markdown, ". a"].joined().source == #"2\. a"#)
    #expect(("\(2)" as Markdown + ". a").source == #"2\. a"#)
    #expect(("\(code: "a")\(code: "b")" as Markdown).source == "`a`<!-- -->`b`")
  }

  @Test func `no address becomes a link`() {
    let text = "www.a.org, http://b.org, HTTPS://c.org, ftp://d.org, e.f@g.org, @h, i@"
    #expect(
      ("\(text)" as Markdown).source
        == #"www\.a.org, http\://b.org, HTTPS\://c.org, ftp\://d.org, e.f<!-- -->@g.org, \@h, i<!-- -->@"#)
  }

  @Test func `a text stays on its line, and what would change how others are shown is replaced`() {
    #expect(
      ("a \(value("b\nc\r\nd\te\u{0}\u{1b}\u{9b}\u{202e}\u{2067}\u{feff}f")) g" as Markdown).source
        == "a b c d e\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}f g")
    #expect(("\(value("  a b  "))" as Markdown).source == "&#32; a b &#32;")
    #expect(("*\(value("\u{3000}a"))*" as Markdown).source == "*&#12288;a*")
  }

  @Test(arguments: [
    ("a", "`a`"), ("", ""), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``a", "``` ``a ```"), (" a ", "`  a  `"),
    (" a", "` a`"), ("  ", "`  `"), ("a\nb", "`a b`"), ("a|b", "`a|b`"), ("{{a}}", "`{{a}}`"), ("\\", "`\\`"),
  ])
  func `code shows any text`(text: String, source: String) {
    #expect(("\(code: text)" as Markdown).source == source)
  }

  @Test func `in a table no value ends its cell`() {
    #expect(
      ("| \(value("a|b\\")) |\(value("\\"))|\(code: "a|b")|" as Markdown).source == #"| a\|b&#92; |&#92;|`a\|b`|"#)
  }

  @Test func `no line of a code block ends it`() {
    #expect(Markdown(codeBlock: "let a = 1", language: "swift").source == "```swift\nlet a = 1\n```")
    #expect(Markdown(codeBlock: "````\na\u{0}\tb\n", language: "a\n").source == "`````\n````\na\u{fffd}\tb\n`````")
  }

  @Test func `on disk Markdown is its source`() throws {
    let texts: [Markdown] = ["*a*", "\(value("*b*"))"]
    let data = try JSONEncoder().encode(texts)
    #expect(try JSONDecoder().decode([String].self, from: data) == ["*a*", #"\*b\*"#])
    #expect(try JSONDecoder().decode([Markdown].self, from: data) == texts)
  }

  @Test func `a destination keeps what can be read and encodes what means something`() {
    #expect(
      ("![](\(destination: "a/gráfico 注意 😀 50% (1)#2?.png"))" as Markdown).source
        == "![](a/gráfico%20注意%20😀%2050%25%20%281%29%232%3F.png)")
  }
}
