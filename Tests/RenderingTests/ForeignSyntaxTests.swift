import Foundation
import Rendering
import Testing

/// Answers in the syntax of other programs: understood, or told once with file and line.
@Suite struct ForeignSyntaxTests: AnswerReading {
  // MARK: Formulas

  private static let formulas = [
    ("A $x_1$ and $y$.", "A $`x_1`$ and $`y`$."),
    ("It is $\\frac{{a+b}}{2}$ and $x_{{i}}$.", "It is $`\\frac{{a+b}}{2}`$ and $`x_{{i}}`$."),
    ("As \\(x < y\\) holds.", "As $`x < y`$ holds."),
    ("So \\[ z_* = 1 \\] holds.", "So $`\\displaystyle  z_* = 1 `$ holds."),
    ("$$a * b * c$$", "$`\\displaystyle a * b * c`$"),
    ("$$\na\n= b\n- c\n$$", "```math\na\n= b\n- c\n```"),
    ("\\[\na\n\\]\ntext", "```math\na\n```\ntext"),
    ("> $$\n> a\n> $$", "> ```math\n> a\n> ```"),
    ("1. one\n\n   $$\n   a\n   $$", "1. one\n\n   ```math\n   a\n   ```"),
    (
      "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
      "$`\\displaystyle \\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}`$"
    ),
    ("\\begin{equation}\na\n\\end{equation}", "$`\\displaystyle \na\n`$"),
    ("| $a_1$ |\n|---|\n| $b$ |", "| $`a_1`$ |\n|---|\n| $`b`$ |"),
    ("**$w$**, “$x$”, ($y$)。", "**$`w`$**, “$`x`$”, ($`y`$)。"),
  ]

  @Test(arguments: formulas)
  func `formulas of other programs are set`(written: String, set: String) throws {
    #expect(try markdown(written + "\n") == set)
    #expect(try warnings(written + "\n") == [])
  }

  @Test(arguments: [
    "A coffee costs $5 and a tea $4.", "It is $5, or US$6, or 7$.", "From $5-$10 a month.",
    "`$x$` and $`y`$ and \\$z\\$",
    "```\n$x$\n```", "    $$\n    a\n    $$", "a $ b $ c", "$5 for the old plan and $6 for the new$",
    "an \\[escaped\\] bracket",
    "both \\(one and two\\) and \\(", "$a `b` c$", "a copy \\(1\\)",
    "[a](https://example.org/$b$c) <https://example.org/$b$>",
  ])
  func `a price and an escape stay what they are`(text: String) throws {
    #expect(try markdown("As text:\n\n" + text + "\n") == "As text:\n\n" + text)
  }

  @Test func `a formula alone is set on a line of its own`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "Text.\n\n$$a + b$$\n\nIn a line $$c$$ it stays.\n")
    let html = try report.answerInHTML()
    #expect(html.contains("<div class=\"formula\"><code class=\"formula\">a + b</code></div>"))
    #expect(html.contains("In a line <code class=\"formula\">\\displaystyle c</code> it stays."))
  }

  @Test func `what cannot be a formula is told`() throws {
    #expect(
      try warnings("One $$x = 1\n\nTwo.\n") == ["1:5: “$$” opens a formula that no “$$” closes in its paragraph"])
    #expect(
      try warnings("So $n = {{embeddings.size}}$.\n") == [
        "1:4: a formula that quotes a value is shown as text; write the value outside of it"
      ])
    #expect(try markdown("So $n = {{embeddings.size}}$.\n") == "So $n = 100$.")
  }

  @Test func `a place behind a formula is the place in the file`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "<!-- a -->The $x$ and $$y$$ of {{embeddings.nothere}}.\n\n$$\nz\n$$\n\n{{oops}}\n")
    let places = report.problems().map { $0.prefix { $0 != " " } }
    #expect(places == ["answers/embeddings/size.md:1:32:", "answers/embeddings/size.md:7:1:"])
  }

  @Test func `the same sign thousands of times is read in no time`() throws {
    for sign in ["$", "$$", "\\(", "\\[", "$a ", "\\begin{align}", "{a=b}", "[^a", "<b", "$$\n", "\\[\n"] {
      _ = try warnings("x " + String(repeating: sign, count: 20_000) + "\n")
    }
  }

  // MARK: Front matter

  @Test func `front matter is no part of an answer`() throws {
    let matter = "---\ntitle: My answer\ntags:\n  - one\n---\n"
    #expect(try markdown(matter + "\nThe heads differ.\n") == "The heads differ.")
    #expect(
      try warnings(matter + "\nThe heads differ.\n") == [
        "1:1: the front matter is left out; what a report says of itself stands in report.yml"
      ])
    #expect(AnswerState(of: matter, to: MiniatureReport.embeddings.questions[0]) == .placeholder)
    let report = try MiniatureReport()
    try report.answer("size", matter + "{{oops}}\n")
    #expect(report.problems().first?.hasPrefix("answers/embeddings/size.md:6:1:") == true)
  }

  @Test(arguments: ["---\n\nBetween rules.\n\n---\n\nText.", "---\nNote: I think so.\nYes, so.\n\n---", "---\nText."])
  func `rules around text are no front matter`(text: String) throws {
    #expect(try warnings(text + "\n") == [])
    #expect(try markdown("a\n\n" + text + "\n").hasSuffix(String(text.dropFirst(3))))
  }

  // MARK: What would be lost or is shown as text

  private static let told = [
    (
      "A.\n\n::: note\nB.\n", "3:1: “:::” is shown as text: a box begins with a line ::: note and ends with a line :::"
    ),
    ("A ![[b.png]].\n", "1:3: “![[” is shown as text; a picture is ![what it shows](its file)"),
    (
      "A.\n\nSo \\newpage here.\n",
      "3:4: “\\newpage” is shown as text: a page ends with it where it stands alone between blank lines, in no box"
    ),
    ("A \\textbf{b}.\n", "1:3: “\\textbf” is shown as text; TeX is read in formulas only"),
    ("H<sub>2</sub>O<br><b>x</b>\n<i>x</i>\n", "1:19: HTML is shown as text in an answer: <b>, <i>"),
    ("A.\n\n<!-- forgotten\n\nB.\n", "3:1: the comment is not closed by “-->”, so it is shown as text"),
    (
      "A <!-- b -- c --> d.\n",
      "1:3: “<!--” begins no comment for GitHub, since “--” or “>” stands in it, so it is shown as text"
    ),
    (
      "A <!--> B --> C.\n",
      "1:3: “<!--” begins no comment for GitHub, since “--” or “>” stands in it, so it is shown as text"
    ),
    ("A.\n\n[^1]: A note.\n", "3:1: no text refers to the footnote [^1], so it is left out"),
    ("A.[^2]\n", "1:3: there is no footnote [^2], so its sign is shown as text"),
    (
      "A.[^1]\n\n[^1]: One.\n\n[^1]: Two.\n",
      "5:1: the footnote [^1] is given a second time, and this one is left out"
    ),
    (
      "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 | 2 | 3 |\n",
      "3:1: the row has 3 cells where the table has 2 columns, and what is beyond them is left out"
    ),
    (
      "> a | b\n> ---|---\n> 1 | 2 | 3\n",
      "3:1: the row has 3 cells where the table has 2 columns, and what is beyond them is left out"
    ),
  ]

  @Test(arguments: told)
  func `what is not read is told once, with its place`(answer: String, warning: String) throws {
    #expect(try warnings(answer) == [warning])
  }

  @Test(arguments: [
    "A.[^1]\n\n[^1]: One.\n", "`:::` and `<b>` and `[@x]`\n", "```\n::: {.x}\n<b>[^9]\n```\n",
    "vector<int> a<b and c>d x<3\n",
    "<a@b.org> <https://example.org>\n", "| a \\| b | c |\n|---|---|\n| 1 | 2 | |\n",
    "{{embeddings.size}} {a} {1, 2}\n", "| a | b |\n|---|---|\n| {{embeddings.size | fixed 1}} | 2 |\n",
    "a\\\\newline \\<b> \\[^1]\n", "x^2 [a@b.org]\n", "<!-- gone --> <!--\nB\n-->\n\nC\n",
  ])
  func `what is read is nothing to tell`(answer: String) throws { #expect(try warnings(answer) == []) }
}
