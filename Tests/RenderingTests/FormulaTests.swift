import Basics
import Foundation
import TestSupport
import Testing

import Rendering

@Suite(.enabled(if: MiniatureReport.pandoc != nil, "needs pypandoc_binary: make set-up")) struct FormulaTests {
  /// What comes of formulas, as MathML and as Typst.
  private func set(_ formulas: [Formula]) throws -> FormulaSetter.Outcome {
    let scratch = try Scratch()
    let setter = FormulaSetter(
      pandoc: try #require(MiniatureReport.pandoc), cache: scratch.file("formulas.json"), claim: { _ in })
    return try setter.set(formulas)
  }

  private func typst(_ tex: String, isDisplayed: Bool = false) throws -> String? {
    let formula = Formula(tex: tex, isDisplayed: isDisplayed)
    return try set([formula]).set[formula]?.typst
  }

  @Test func `what is kept in memory is set once and written nowhere`() throws {
    let scratch = try Scratch()
    var setter = FormulaSetter(
      pandoc: try #require(MiniatureReport.pandoc), cache: scratch.file("formulas.json"),
      claim: { Issue.record("\($0) was to be written") })
    setter.memory = PageMemory()
    let formulas = ["x^2", "y^2", "z^2"].map { Formula(tex: $0, isDisplayed: false) }
    let first = try setter.set(Array(formulas[..<2]))
    #expect(first.set.count == 2)
    // Another program at the same place would be told apart by its time; this one answers no more, and is not asked.
    setter.pandoc.cancellation = Cancellation()
    setter.pandoc.cancellation.cancel()
    #expect(try setter.set([formulas[1]]).set[formulas[1]]?.mathML == first.set[formulas[1]]?.mathML)
    #expect(try setter.set([formulas[0]]).set.count == 1)
    #expect(throws: CancellationError.self) { try setter.set([formulas[2]]) }
    #expect(try scratch.names().isEmpty)
  }

  @Test(arguments: [
    (#"x_{ij}^2"#, #"attach(x, b: i j, t: 2)"#),
    (#"\mathrm{softmax}_j(s)"#, #"attach(upright(s o f t m a x), b: j) \( s \)"#),
    (#"\frac{a}{b}"#, "frac(a, b)"),
    (#"\sqrt[3]{x}"#, "root(3, x)"),
    (#"\mathbf{W}\boldsymbol{\theta}"#, "𝐖 𝜽"),
    (#"f'(x)"#, #"attach(f, tr: primes(#1)) \( x \)"#),
    (#"\hat{y} \overline{ab}"#, "hat(y) overline(a b)"),
    (#"\left(x\right)"#, #"lr(\( x \))"#),
    (#"\cap \otimes"#, #"\∩ \⊗"#),
    (#"\operatorname*{argmax}_x f"#, #"attach(scripts(op("argmax")), b: x) f"#),
    (#"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"#, #"lr(\( mat(delim: #none, 1, 2; 3, 4) \))"#),
    (#"a, b; c: d"#, #"a \, b \; c \: d"#),
  ])
  func `formulas become Typst's mathematics`(tex: String, typst: String) throws {
    #expect(try self.typst(tex) == typst)
  }

  @Test func `equations in a line above each other become lines`() throws {
    #expect(
      try typst(#"\begin{aligned} a &= b \\ c &= \frac{1}{2} \end{aligned}"#, isDisplayed: true)
        == "a & \\= b \\\ncode".replacing("code", with: "c & \\= frac(1, 2)"))
    #expect(try typst(#"\sum_{i=1}^n i"#, isDisplayed: true) == #"attach(limits(\∑), b: i \= 1, t: n) i"#)
    #expect(try typst(#"\sum_{i=1}^n i"#) == #"attach(scripts(\∑), b: i \= 1, t: n) i"#)
  }

  @Test func `lines without an environment are lines`() throws {
    #expect(try typst(#"a \\ b"#, isDisplayed: true) == "a \\\nb")
    #expect(try typst(#"a &= b \\ c &= d"#, isDisplayed: true) == "a & \\= b \\\nc & \\= d")
  }

  @Test func `a formula is MathML with its TeX`() throws {
    let formula = Formula(tex: #"x < \text{"a" & b}"#, isDisplayed: false)
    let html = try set([formula]).set[formula]?.mathML
    #expect(
      html == """
        <math><semantics><mrow><mi>x</mi><mo>&lt;</mo><mtext>&quot;a&quot; &amp; b</mtext></mrow>\
        <annotation encoding="application/x-tex">x &lt; \\text{&quot;a&quot; &amp; b}</annotation></semantics></math>
        """)
  }

  /// TeX that would be code in Typst or in HTML if it got there as it is.
  static let hostile = [
    ##"\text{#read("/etc/passwd")}"##, ##"\phantom{\text{#read("/etc/passwd")}}"##,
    ##"\boxed{\text{] #read("/etc/passwd")}}"##,
    ##"\text{\char`\" #read("/etc/passwd")}"##, ##"\operatorname{"#eval}"##, ##"\text{a" + #panic() + "b}"##,
    ##"\text{$ #x $}"##,
    ##"\mathrm{\#read}"##, ##"\text{</annotation><script>alert(1)</script>}"##, ##"x // y /* z"##, ##"\text{\\}"##,
    ##"\$ \# \_"##,
    ##"\text{</p><p>}"##, ##"\text{</span>}"##, "\\text{\u{202e}\u{200b}\u{feff}}", "é日本😀", ##"\text{\u{41}}"##,
    ##"a_{#}"##,
  ]

  @Test func `no formula is code`() throws {
    let formulas = Self.hostile.map { Formula(tex: $0, isDisplayed: true) }
    let outcome = try set(formulas)
    #expect(outcome.failure == nil)
    #expect(outcome.set.count + outcome.faults.count == formulas.count)
    #expect(outcome.set.count >= 10)
    for (formula, set) in outcome.set {
      #expect(!set.mathML.contains("<script"), "\(formula.tex)")
      // Outside of its strings no sign of code is left but this module's own.
      let bare = set.typst.replacing(/"(\\.|[^"\\])*"/, with: "\"\"").replacing(/\\./, with: "")
      #expect(!bare.contains("\"\"\""), "\(set.typst)")
      let calls = bare.matches(of: /#[a-z0-9.-]*/).map { String($0.output) }
      #expect(
        calls.allSatisfy { ["#hide", "#box", "#none", "#true"].contains($0) || $0.contains(/#-?[0-9]/) }, "\(set.typst)"
      )
    }
  }

  @Test(arguments: [
    (#"\alhpa + 1"#, 0, 0, #"the TeX command “\alhpa” is not known here; did you mean \alpha?"#),
    (#"x + \ce{H2O}"#, 0, 4, #"the TeX command “\ce” is not known here"#),
    (#"\frac{1}{"#, 0, 9, #"it ends too early; expected “}”"#),
    ("a \\\\\n\\mathbf{x} + \\foo", 1, 13, #"the TeX command “\foo” is not known here"#),
    (#"x = \begin{cases} 1 \\ 2"#, 0, 24, #"it ends too early; expected “\end{cases}”"#),
    ("a \\\\\n\\bar", 1, 4, "it ends too early"),
    (#"\begin{aligned}x \end{aligned} \\ \foo"#, 0, 34, #"the TeX command “\foo” is not known here"#),
    (#"a & b"#, 0, 2, #"“&” stands between the columns of an environment only, as in \begin{aligned} … \end{aligned}"#),
    (#"x \right)"#, 0, 2, #"“\right” closes no “\left”"#),
    (#"\frac12}"#, 0, 7, #"“}” closes no “{”"#),
    (##"a # b"##, 0, 2, ##"“#” is no sign of a formula; write \#"##),
    (#"\begin{dcases}a\end{dcases}"#, 0, 0, #"the environment “dcases” is not known here"#),
    (#"\newcommand{\x}{\x\x}\x"#, 0, 0, #"“\newcommand” defines a command, which a formula cannot; write it out"#),
    (
      "x" + String(repeating: "^{x", count: 9) + String(repeating: "}", count: 9), 0, 26,
      "scripts are nested more than 8 deep"
    ),
    (String(repeating: "{", count: 10_000), 0, 60, "braces are nested more than 60 deep"),
    (String(repeating: "{", count: 100_000), 0, 0, "it has 100000 bytes; at most 20000 are set"),
  ])
  func `what is wrong is said with its place`(tex: String, line: Int, column: Int, message: String) throws {
    let formula = Formula(tex: tex, isDisplayed: true)
    let fault = try set([formula]).faults[formula]
    #expect(fault == TeXSource.Fault(line: line, column: column, message: message))
  }

  @Test func `formulas are kept and set anew when they change`() throws {
    let scratch = try Scratch()
    let (program, calls) = (scratch.file("pandoc"), scratch.file("calls"))
    let real = try #require(MiniatureReport.pandoc).program.path(percentEncoded: false)
    try Data("#!/bin/sh\necho call >> '\(calls.path(percentEncoded: false))'\nexec '\(real)' \"$@\"\n".utf8).write(
      to: program)
    chmod(program.path(percentEncoded: false), 0o755)
    let cache = scratch.file("formulas.json")
    let setter = FormulaSetter(pandoc: Pandoc(program), cache: cache, claim: { _ in })
    let formula = Formula(tex: "x^2", isDisplayed: false)
    let first = try setter.set([formula])
    let kept = try Data(contentsOf: cache)
    #expect(try setter.set([formula]).set == first.set)
    #expect(try Data(contentsOf: cache) == kept)
    #expect(try String(contentsOf: calls, encoding: .utf8) == "call\n")
    #expect(try setter.set([Formula(tex: "y", isDisplayed: false)]).set.count == 1)
    #expect(try String(contentsOf: calls, encoding: .utf8) == "call\ncall\n")
    #expect(try Data(contentsOf: cache) != kept)
  }

  @Test func `a pandoc that hangs costs the formulas and no more`() throws {
    let scratch = try Scratch()
    let program = scratch.file("pandoc")
    try Data("#!/bin/sh\nexec sleep 100\n".utf8).write(to: program)
    chmod(program.path(percentEncoded: false), 0o755)
    var pandoc = Pandoc(program)
    pandoc.timeLimit = 0.1
    let setter = FormulaSetter(pandoc: pandoc, cache: scratch.file("formulas.json"), claim: { _ in })
    let outcome = try setter.set([Formula(tex: "x", isDisplayed: false)])
    #expect(outcome.set.isEmpty && outcome.faults.isEmpty)
    #expect(outcome.failure?.hasPrefix("pandoc: was ended, since it took longer than") == true)
  }
}

@Suite(.enabled(if: MiniatureReport.pandoc != nil, "needs pypandoc_binary: make set-up")) struct EquationTests {
  private func report(_ answer: String) throws -> MiniatureReport {
    let report = try MiniatureReport()
    try report.answer("size", answer)
    return report
  }

  private func problems(_ answer: String) throws -> [String] {
    let report = try report(answer)
    let error = #expect(throws: RenderingError.self) {
      try report.render([.html], pdfEngine: MiniatureReport.engine)
    }
    return (error?.problems ?? []).map { $0.description.replacing("answers/embeddings/size.md:", with: "") }
  }

  private func html(_ answer: String) throws -> String {
    try report(answer).answerInHTML(pdfEngine: MiniatureReport.engine)
  }

  private func markdown(_ answer: String) throws -> String {
    let report = try report(answer)
    return try report.answerInMarkdown()
  }

  @Test(arguments: [
    "\\begin{equation}\\label{eq:x}\nx\n\\end{equation}\n", "\\begin{equation}\nx \\label{eq:x}\n\\end{equation}\n",
    "$$\nx\n$$ {#eq:x}\n", "$$x$$ {#eq:x}\n", "$$ x $$ {#eq-x}\n", "\\[\nx \\label{eq:x}\n\\]\n",
    "```math\nx \\label{eq:x}\n```\n", "> $$\n> x\n> $$ {#eq:x}\n", "- $$x$$ {#eq:x}\n", "Text $$x$$ {#eq:x}\n",
  ])
  func `every way to label an equation numbers it`(equation: String) throws {
    let html = try html("As \\eqref{eq:x} and @eq:x or @eq-x, [@eq:x], \\ref{eq:x}, {{equation:x}}.\n\n\(equation)\n")
    #expect(html.components(separatedBy: "<a href=\"#equation-x\">(1)</a>").count == 7, "\(html)")
    #expect(html.contains("<span id=\"equation-x\">(1)</span>"))
    #expect(html.contains("<math display=\"block\">"))
    #expect(!html.contains("label{"))
  }

  @Test func `the lines of aligned equations have numbers of their own`() throws {
    let html = try html("\\begin{align}\na &= b \\label{eq:a} \\\\\nc &= d \\\\\ne &= f \\tag{*}\n\\end{align}\n")
    #expect(
      html.contains("<div class=\"numbers\"><span id=\"equation-a\">(1)</span><span></span><span>(*)</span></div>"))
  }

  @Test func `equations are counted through the report`() throws {
    let report = try MiniatureReport()
    var chapter = MiniatureReport.pictures
    chapter.blocks.insert(.markdown("```math\ny \\label{eq:second}\n```\n\nAs @eq:first.\n"), at: 0)
    try report.write(chapter: chapter)
    try report.answer("size", "$$\nx\n$$ {#eq:first}\n\nSee @eq:second.\n")
    _ = try report.render([.html], pdfEngine: MiniatureReport.engine)
    let html = try String(contentsOf: report.folder.report("html"), encoding: .utf8)
    #expect(html.contains("<span id=\"equation-first\">(1)</span>"))
    #expect(html.contains("<span id=\"equation-second\">(2)</span>"))
    #expect(html.contains("See <a href=\"#equation-second\">(2)</a>"))
  }

  @Test func `GitHub shows the numbers as tags`() throws {
    #expect(
      try markdown("A\n\n$$\nx\n$$ {#eq:x}\n\nSee @eq:x.\n")
        == "A\n\n<a id=\"equation-x\"></a>\n\n```math\n\\tag{1} x\n```\n\nSee [(1)](#equation-x).")
    #expect(
      try markdown("\\begin{align}\na &= b \\label{eq:a} \\\\\nc &= d\n\\end{align}\n")
        == "<a id=\"equation-a\"></a>\n\n```math\n\\begin{align}\na &= b \\tag{1} \\\\\nc &= d\n\\end{align}\n```")
    #expect(try markdown("> $$x$$ {#eq:x}\n") == "> <a id=\"equation-x\"></a>\n> \n> ```math\n> \\tag{1} x\n> ```")
  }

  @Test func `a label that is not there or there twice is an error`() throws {
    #expect(
      try problems("As @eq:los.\n\n$$x$$ {#eq:loss}\n") == ["1:4: there is no equation “eq:los”; did you mean eq:loss?"]
    )
    #expect(
      try problems("$$x$$ {#eq:a}\n\n$$y$$ {#eq:a}\n") == ["3: the label “eq:a” is given a second time"])
  }

  @Test func `an address and a name stay text`() throws {
    #expect(try markdown("me@eq-x.org and a@eq:b and @equal\n") == "me@eq-x.org and a@eq:b and @equal")
  }

  @Test func `every formula that cannot be set is an error with its place`() throws {
    #expect(
      try problems("Text.\n\nA $\\frac{1}{$ and\n$a + \\alhpa$.\n\n> $$\n> a +\n> \\foo\n> $$\n") == [
        "3:13: the formula \\frac{1}{ cannot be set: it ends too early; expected “}”",
        "4:6: the formula a + \\alhpa cannot be set: the TeX command “\\alhpa” is not known here; did you mean \\alpha?",
        "8:3: the formula a + \\foo cannot be set: the TeX command “\\foo” is not known here",
      ])
  }

  @Test func `what a formula leaves out is told`() throws {
    let report = try report(
      "A $\\color{red}{x}$ and $x \\tag{1}$.\n\n```math\n% a\nc\n```\n\n$$\n\\begin{array}{l|r} a \\\\ \\hline b \\end{array}\n$$\n"
    )
    let result = try report.render([.html], pdfEngine: MiniatureReport.engine)
    let warnings = result.warnings.map { $0.replacing("answers/embeddings/size.md:", with: "") }
    #expect(
      warnings == [
        "1:4: “\\color” changes nothing in a formula",
        "1:25: “\\label” and “\\tag” number formulas on lines of their own only; within a line they change nothing",
        "4:1: what follows “%” in a formula is a comment and is left out; write \\% for the sign",
        "9:1: “\\hline” changes nothing in a formula",
        "9:1: the rules between an array's columns are left out",
      ])
  }
}
