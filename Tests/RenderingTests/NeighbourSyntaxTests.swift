import Foundation
import Rendering
import Testing

/// What pandoc, Quarto, Jupyter Book and GitHub write beyond GitHub's specification, in answers: read, left alone where it is
/// code or escaped, told where it is malformed, and never without its words.
@Suite struct NeighbourSyntaxTests: AnswerReading {
  private func html(_ answer: String) throws -> String {
    let report = try MiniatureReport()
    try report.answer("size", answer)
    return try report.answerInHTML()
  }

  private func problems(_ answer: String) throws -> [String] {
    let report = try MiniatureReport()
    try report.answer("size", answer)
    return report.problems()
  }

  // MARK: Read

  private static let read = [
    ("A^[see *b* `c]` {{.size}}].", "A[^embeddings-size+1].\n\n[^embeddings-size+1]: see *b* `c]` 100"),
    (
      "A^[- b]^[2. c]",
      "A[^embeddings-size+1][^embeddings-size+2]\n\n[^embeddings-size+1]: \\- b\n\n[^embeddings-size+2]: 2\\. c"
    ),
    ("> A^[b\n> c]", "> A[^embeddings-size+1]\n\n[^embeddings-size+1]: b c"),
    ("A^[b]\n\n```\nc", "A[^embeddings-size+1]\n\n```\nc\n```\n\n[^embeddings-size+1]: b"),
    ("H~2~O and x^2^, 10^-3^", "H<sub>2</sub>O and x<sup>2</sup>, 10<sup>-3</sup>"),
    (
      "x^2+y^2=z^2, O(n^2)/O(m^2), e^-x^2, 1~2/3~4, Ca^2+^",
      "x^2+y^2=z^2, O(n^2)/O(m^2), e^-x^2, 1~2/3~4, Ca<sup>2+</sup>"
    ),
    (
      "H<sub>2</sub>O <SUP>a</SUP> <kbd>x</kbd> <u>y</u> a<br/>b",
      "H<sub>2</sub>O <sup>a</sup> <kbd>x</kbd> <ins>y</ins> a<br>b"
    ),
    ("::: note\nA\n:::", "> [!NOTE]\n> A"),
    (":::{.callout-tip title=\"T {{.size}}\"}\nA\n\nB\n:::", "> [!TIP]\n> **T 100**<!-- title -->\n>\n> A\n> \n> B"),
    (":::warning Mind *this*\nA\n:::", "> [!WARNING]\n> **Mind *this***<!-- title -->\n>\n> A"),
    (":::{danger}\n- a\n:::", "> [!CAUTION]\n>\n> - a"),
    ("::: note\nA\n\n:::: tip\nB\n::::\n:::\nC", "> [!NOTE]\n> A\n> \n> > [!TIP]\n> > B\n\nC"),
    ("- a\n\n  ::: note\n  b\n  :::\n\n  c", "- a\n\n  > [!NOTE]\n  > b\n\n  c"),
    ("> ::: note\n> b\n> :::\n> c", "> > [!NOTE]\n> > b\n> \n> c"),
    ("::: note\n```\n::: a\n```\n:::", "> [!NOTE]\n>\n> ```\n> ::: a\n> ```"),
    ("A\n\n\\newpage\n\nB", "A\n\n<!-- page break -->\n\nB"),
    ("A\n\n{{< pagebreak >}}\n\nB", "A\n\n<!-- page break -->\n\nB"),
    (
      "T\n: a\n: b\n\nU\n\n:   c\n\n    d\n\nE",
      "- T<!-- term -->\n  - a\n  - b\n\n- U<!-- term -->\n\n  - c\n\n    d\n\nE"
    ),
    (
      "<details open><summary>A *b*</summary>\nC {{.size}}\n</details>\nD",
      "<details open><summary>\n\nA *b*\n\n</summary>\n\nC 100\n\n</details>\n\nD"
    ),
  ]

  @Test(arguments: read)
  func `it is written as GitHub reads it, and nothing is told`(written: String, markdown: String) throws {
    let found = try self.markdown(written + "\n").trimmingCharacters(in: .newlines)
    #expect(found == markdown)
    #expect(try warnings(written + "\n") == [])
  }

  private static let shown = [
    ("H~2~O x^2^ ~a~", "<p>H<sub>2</sub>O x<sup>2</sup> <del>a</del></p>\n"),
    ("<u>a *b*</u> <kbd>c</kbd>", "<p><u>a <em>b</em></u> <kbd>c</kbd></p>\n"),
    ("a<br>b", "<p>a<br>\nb</p>\n"),
    ("a\n\n<br>\n\n*b*", "<p>a</p>\n<p>\u{a0}</p>\n<p><em>b</em></p>\n"),
    (
      "::: {.callout-tip title=\"T *u*\"}\nA\n:::",
      "<div class=\"callout tip\" role=\"note\">\n<p class=\"callout-title\">T <em>u</em></p>\n<p>A</p>\n</div>\n"
    ),
    ("T *u*\n: a\n: b", "<dl>\n<dt>T <em>u</em></dt>\n<dd>a</dd>\n<dd>b</dd>\n</dl>\n"),
    ("a\n\n\\newpage\n\nb", "<p>a</p>\n<div class=\"page-break\"></div>\n<p>b</p>\n"),
    (
      "<details><summary>S</summary>\n\n- a\n\n</details>",
      "<details class=\"more\">\n<summary>S</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n"
    ),
    ("<details>\na\n</details>", "<details class=\"more\">\n<p>a</p>\n</details>\n"),
    ("```{.python .numberLines}\na\n```", "<pre tabindex=\"0\"><code class=\"language-python\">a\n</code></pre>\n"),
    ("```{python}\na\n```", "<pre tabindex=\"0\"><code class=\"language-python\">a\n</code></pre>\n"),
  ]

  @Test(arguments: shown)
  func `it is shown as its own program shows it`(written: String, html: String) throws {
    let found = try self.html(written + "\n")
    #expect(found == html)
  }

  @Test func `a footnote in its place is numbered with the others`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "A[^1] b^[Second.] c[^2].\n\n[^1]: First.\n[^2]: Third.\n")
    let html = try report.text(.html)
    let notes = html.matches(of: /<li id="note-embeddings-([0-9])">(First|Second|Third)\./).map { "\($0.1) \($0.2)" }
    #expect(notes == ["2 First", "3 Second", "4 Third"])
  }

  // MARK: Left alone

  @Test(arguments: [
    "`^[a]` `::: note` `H~2~O` `x^2^` `<sub>a</sub>` `@fig:a` `{#a}`", "\\^[a] H\\~2\\~O x\\^2\\^ \\<sub>a\\</sub>",
    "```\n::: note\na\n:::\n\nT\n: b\n\n\\newpage\n<details>\n</details>\n```", "    ::: note\n    a\n    :::",
    "~a~ and ~~b~~", "2^3 + 4^2", "a ~ b ~ c", "https://example.org/~a~b~ www.example.org/x^2^",
    "[a](https://example.org/x~1~ \"H~2~O\")", "A line\nand one more\n: that begins with a colon",
    ":smile: a", "x ^ 2 ^ y", "a@b.org", "| a | b |\n|---|---|\n| :--- | 1 |", "{a, b} {1} {}", "f(x){y}",
  ])
  func `text and code that only look like it stay as they are`(text: String) throws {
    let found = try markdown("As text:\n\n" + text + "\n")
    #expect(found == "As text:\n\n" + text)
    #expect(try warnings("As text:\n\n" + text + "\n") == [])
  }

  // MARK: Malformed

  private static let malformed = [
    ("A ^[b.", "1:3: “^[” opens a footnote that no “]” closes in its paragraph, so it is shown as text"),
    ("A ^[b ^[c]].", "1:7: a footnote within a footnote is shown as text"),
    ("A\n\n::: note\nb", "3:1: “:::” is shown as text: a box begins with a line ::: note and ends with a line :::"),
    ("A\n\n:::\nb", "3:1: “:::” is shown as text: a box begins with a line ::: note and ends with a line :::"),
    (
      "> ::: note\n> b\n\n:::",
      "1:3: “:::” is shown as text: a box begins with a line ::: note and ends with a line :::"
    ),
    (
      "::: columns\na\n:::",
      "1:1: “::: columns” is no box that is known, so only what stands in it is shown; there are note, tip, important, "
        + "warning and caution"
    ),
    ("::: {.note #x .y}\na\n:::", "1:1: “.y #x” is left out: of a box its kind and its title are read"),
    (
      "::: note\na\n\n\\newpage\n\nb\n:::",
      "4:1: “\\newpage” is shown as text: a page ends with it where it stands alone between blank lines, in no box"
    ),
    ("a <sub>b\n\n<sub>c</sub>", "1:3: HTML is shown as text in an answer: <sub>"),
    ("a <sub class=\"x\">b</sub>", "1:3: HTML is shown as text in an answer: <sub>"),
    ("<details>\na", "1:1: HTML is shown as text in an answer: <details>"),
    (
      "[a](https://example.org){.b}",
      "1:25: “{.b}” is left out: in braces the width, the height and the label of a picture are read, and the label of a heading"
    ),
    (
      "# A {.b}\n\nc",
      "1:5: “.b” is left out: in braces the width, the height and the label of a picture are read, and the label of a heading"
    ),
    ("A word {#b} c", "1:8: “{#b}” is shown as text; braces are read behind pictures, links, code and headings"),
  ]

  @Test(arguments: malformed)
  func `what is malformed is told with its place`(answer: String, warning: String) throws {
    let found = try warnings(answer + "\n")
    #expect(found == [warning])
  }

  @Test func `a fault behind or within it has the place that it has in the file`() throws {
    let report = try MiniatureReport()
    try report.answer(
      "size",
      """
      A^[b {{oops}}].

      ::: {.callout-note title="{{oops}}"}
      - {{oops}}
      :::

      T
      :   {{oops}}

      <details><summary>{{oops}}</summary>
      {{oops}}
      </details>

      | a |
      |---|
      | b |

      : c {{oops}}

      <!-- d -->{{oops}}

      """)
    let places = report.problems().map { $0.dropFirst("answers/embeddings/size.md:".count).prefix { $0 != " " } }
    #expect(
      places.map(String.init).sorted()
        == [
          "1:6:", "3:27:", "4:3:", "8:5:", "10:19:", "11:1:", "18:5:", "20:11:",
        ].sorted())
  }

  @Test func `no tag begins a block in which HTML is HTML`() throws {
    let texts = [
      "<br>\n<script>alert(1)</script>", "- <br>\n  <b>x</b>", "<sub>\n<script>x</script></sub>",
      "> <kbd>\n> <i>x</kbd>",
      "<details>\n<script>x</script>\n</details>", "<details><summary><b>x</b></summary></details>\n<i>x</i>",
      "1. <u>\n<b></u>", "https://example.org/a<script>b</script>", "www.example.org<b>", "`a\n<details>b`",
      "> `a\n> <script>b`", "<details><details></details></details><b>",
    ]
    for text in texts {
      #expect(try !MarkdownParser.containsHTML(markdown("A.\n\n" + text + "\n")), "\(text)")
    }
  }

  // MARK: Nothing lost

  @Test func `every word of the text is in the page`() throws {
    let text = Self.read.map(\.0).joined(separator: "\n\n") + "\n\n" + Self.shown.map(\.0).joined(separator: "\n\n")
    for (index, piece) in (Self.read.map(\.0) + Self.shown.map(\.0) + Self.malformed.map(\.0) + [text]).enumerated() {
      let report = try MiniatureReport()
      try report.answer("size", piece + "\n")
      let page = try report.text(.html).replacing(/<[^>]*>/, with: " ")
      let shown = Set(page.matches(of: /[\p{L}\p{N}]+/).map { String($0.0) })
      let marks: Set<String> = [
        "note", "tip", "warning", "danger", "callout", "title", "newpage", "pagebreak", "size", "sub", "SUP", "kbd",
        "u",
        "br", "details", "summary", "open", "python", "numberLines", "https", "example", "org", "columns", "y", "x",
        "b", "class",
      ]
      let lost = piece.matches(of: /[\p{L}\p{N}]+/).map { String($0.0) }.filter {
        !shown.contains($0) && !marks.contains($0)
      }
      #expect(lost == [], "\(index): \(piece)")
    }
  }

  @Test func `the same sign thousands of times is read in no time`() throws {
    for sign in [
      "^[", "^[]", "a^", "a~", "[@", "@a ", "@", "{#a}", "](a){", "![](a){", "<sub>", "</sub>", "<br>", "::: note\n",
      ":::\n",
      "<details>\n", "a\n: b\n", "\n: b\n", "\\newpage\n\n", "{.a", "[x]{", "|a|\n|-|\n: b\n\n",
    ] {
      let elapsed = try ContinuousClock().measure {
        _ = try problems("x " + String(repeating: sign, count: 5_000) + "\n")
      }
      #expect(elapsed < .seconds(60), "\(sign)")
    }
  }
}
