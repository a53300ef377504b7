import Foundation
import Rendering
import Testing

/// Pictures and tables of answers with a size, a caption or a label.
@Suite struct OwnFigureTests {
  private func report(_ answer: String) throws -> MiniatureReport {
    let report = try MiniatureReport()
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/a.png"))
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/a b (1).png"))
    try report.answer("size", answer + "\n")
    return report
  }

  private func warnings(_ answer: String) throws -> [String] {
    try report(answer).render([.markdown]).warnings.map { $0.replacing("answers/embeddings/size.md:", with: "") }
  }

  private func html(_ answer: String) throws -> String {
    try report(answer).answerInHTML().replacing(/data:[^"]*/, with: "")
  }

  @Test(arguments: [
    ("50%", "width:50.0%;"), ("300px", "width:225.0pt;"), ("300", "width:225.0pt;"), ("1in", "width:72.0pt;"),
    ("2.54cm", "width:72.0pt;"), ("25.4mm", "width:72.0pt;"), ("72pt", "width:72.0pt;"),
  ])
  func `a picture is as wide as its braces say`(written: String, style: String) throws {
    for text in [
      "![A](a.png){width=\(written)}", "B ![A](a.png){ width=\"\(written)\" } c",
      "| a |\n|---|\n| ![A](a.png){width=\(written)} |",
    ] {
      #expect(try html(text).contains("<img src=\"\" alt=\"A\" style=\"\(style)\">"), "\(text)")
      #expect(try warnings(text) == [])
    }
  }

  @Test(arguments: [
    (
      "![A](a.png){width=wide}",
      "1:12: “width=wide” is left out: a length is a number with px, pt, mm, cm or in, or with % up to 100"
    ),
    (
      "![A](a.png){width=150%}",
      "1:12: “width=150%” is left out: a length is a number with px, pt, mm, cm or in, or with % up to 100"
    ),
    (
      "B ![A](a.png){#fig:b}",
      "1:14: “#fig:b” is left out: a picture is numbered where it stands alone in its paragraph"
    ),
    (
      "![A](a.png){.b fig-align=center}",
      "1:12: “.b” is left out: in braces the width, the height and the label of a picture are read, and the label of a heading"
    ),
  ])
  func `what of the braces is not read is told`(text: String, warning: String) throws {
    #expect(try warnings(text) == [warning])
    #expect(try !html(text).contains("{"))
  }

  @Test func `a picture with a label has a number, and what follows counts on`() throws {
    let report = try report("![A cloud](a.png){#fig:own}\n\nSee {{figure:own}}.\n")
    let html = try report.text(.html).replacing(/data:[^"]*/, with: "")
    #expect(
      html.contains(
        """
        <figure id="figure-embeddings-size-own">
        <div class="card"><img src="" alt="A cloud"></div>
        <figcaption><strong>Figure 3.</strong> A cloud</figcaption>
        </figure>
        """))
    #expect(html.contains("See <a href=\"#figure-embeddings-size-own\">Figure 3</a>."))
    #expect(html.contains("<strong>Figure 4.</strong> A grid."))
    #expect(
      try report.answerInMarkdown().hasPrefix(
        "<a id=\"figure-embeddings-size-own\"></a>![A cloud](media/embeddings/a.png)<br>**Figure 3.** A cloud\n\n"))
  }

  @Test func `a title is the caption, and the brackets stay the description`() throws {
    let html = try html("- ![A cloud](a.png 'Of *{{.size}}* points'){width=50%}")
    #expect(html.contains("<img src=\"\" alt=\"A cloud\" style=\"width:50.0%;\">"))
    #expect(html.contains("<figcaption><strong>Figure 3.</strong> Of <em>100</em> points</figcaption>"))
  }

  @Test func `Quarto's description leaves the brackets to the caption`() throws {
    let html = try html("![The *caption*](a b (1).png){#fig-b fig-alt=\"A <b> cloud\"}")
    #expect(html.contains("alt=\"A &lt;b&gt; cloud\""))
    #expect(html.contains("<figcaption><strong>Figure 3.</strong> The <em>caption</em></figcaption>"))
  }

  @Test func `a picture without label and title stays a picture`() throws {
    #expect(try html("![A](a.png)") == "<p><img src=\"\" alt=\"A\"></p>\n")
    #expect(try html("B ![A](a.png \"T\") c") == "<p>B <img src=\"\" alt=\"A\" title=\"T\"> c</p>\n")
  }

  private static let tables = [
    "| a |\n|---|\n| 1 |\n\n: Of *it* {#tbl:x}", "| a |\n|---|\n| 1 |\n: Of *it* {#tbl:x}",
    "| a |\n|---|\n| 1 |\n\nTable: Of *it* {#tbl:x}", "Table: Of *it* {#tbl:x}\n\n| a |\n|---|\n| 1 |",
    ": Of *it* {#tbl:x}\n\n| a |\n|---|\n| 1 |", "| a |\n|---|\n| 1 |\n\n: Of\n*it* {#tbl:x}",
  ]

  @Test(arguments: tables)
  func `a table has its caption above or below, and a number`(text: String) throws {
    let html = try html(text + "\n\nSee @tbl:x, @tbl-x and {{table:x}}.")
    #expect(html.contains("<strong>Table 2.</strong> Of"))
    #expect(html.contains("<em>it</em></caption>"))
    #expect(html.components(separatedBy: "<a href=\"#table-embeddings-size-x\">Table 2</a>").count == 4)
    #expect(!html.contains("{#tbl"))
    #expect(
      try report(text).answerInMarkdown().hasPrefix("<a id=\"table-embeddings-size-x\"></a>**Table 2.** Of"))
  }

  @Test func `a table without a caption stays as it is`() throws {
    #expect(try html("| a |\n|---|\n| 1 |\n\nTable: the word alone is none.\n\nB").contains("<p>B</p>"))
    #expect(try !html("| a |\n|---|\n| 1 |\n\nA: b.").contains("caption"))
  }

  @Test func `all ways to refer to a thing lead to it`() throws {
    let html = try html(
      "![A](a.png){#fig:a}\n\n@fig:a, @fig-a, [@fig:a], [the *one*](#fig:a), {{figure:a}}; [@fig:a; @tbl-b]\n\n"
        + "| a |\n|---|\n| 1 |\n\n: T {#tbl-b}")
    let link = "<a href=\"#figure-embeddings-size-a\">"
    #expect(
      html.contains(
        "\(link)Figure 3</a>, \(link)Figure 3</a>, \(link)Figure 3</a>, \(link)the <em>one</em></a>, \(link)Figure 3</a>;"
      ))
    #expect(html.contains("[\(link)Figure 3</a>; <a href=\"#table-embeddings-size-b\">Table 2</a>]"))
  }

  @Test func `a heading has the name that it is given`() throws {
    let html = try html("# One {#sec:a .unnumbered}\n\nTwo {#b}\n---\n\nSee [it](#sec:a), @sec-a and [two](#b).")
    #expect(html.contains("One <span id=\"embeddings-size-a\"></span></h4>"))
    #expect(html.contains("See <a href=\"#embeddings-size-a\">it</a>, <a href=\"#embeddings-size-a\">One</a> and"))
    #expect(html.contains("<a href=\"#embeddings-size-b\">two</a>"))
  }

  @Test(arguments: [
    ("@fig:none", "1:1: there is no figure “none”; there are embeddings/loss, embeddings/pca, pictures/grid"),
    ("![A](a.png){#fig:a}\n\n![A](a.png){#fig:a}", "3:1: two are called figure “a”"),
    ("[a](#fig:none)", "1:5: there is no place “#fig:none” in the report"),
  ])
  func `a name that leads nowhere or twice is refused`(text: String, message: String) throws {
    let problems = try report(text).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("answers/embeddings/size.md:" + message) == true, "\(problems)")
  }
}
