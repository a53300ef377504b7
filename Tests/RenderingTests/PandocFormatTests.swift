import Basics
import Foundation
import Notebook
import TestSupport
import Testing

import Rendering

/// The formats that pandoc writes, of a report with a bit of everything.
@Suite(.enabled(if: MiniatureReport.pandoc != nil, "needs pypandoc_binary: make set-up")) struct PandocFormatTests {
  static let formats: [ReportFormat] = [.word, .latex, .jupyter]

  private static let answer = """
    Words with **bold**, *slant*, ~~gone~~, `code_bar` and a [link](https://example.org/a_b "Title"), as @eq:loss.[^one]
    Again[^one] and another.[^two]

    ## A heading & more

    $$
    \\mathcal{L} = -\\sum_i \\log p_i
    $$ {#eq:loss}

    > Quoted
    >
    > > Twice, with $x_1 < y$.

    > [!WARNING]
    > Careful.

    3. third
    4. fourth
       - inner

    - [x] done
    - [ ] open

    | Left | Right |
    |:-----|------:|
    | $a$  | 1,234 |
    | `c`  | *em*  |

    ```python
    print("hello # world")
    ```

    ![What the picture shows](own.png)

    \\input{/etc/passwd} #read("/etc/passwd") \\write18{id} $5 & 6% ~ {x} ^ _ \\ "quotes" … – 日本 é

    [^one]: The first note, with **bold**.

        Its second paragraph.
    [^two]: The second note, see also[^one].
    """

  private func report() throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.settings.outputs = ["html"]
    try report.write(
      MiniatureReport.png,
      to: report.folder.answer("size", of: "embeddings").deletingLastPathComponent().appending(path: "own.png"))
    try report.answer("size", Self.answer)
    return report
  }

  /// A document as pandoc reads it back, as HTML.
  private func readBack(_ file: URL, from format: String) throws -> String {
    let program = try #require(MiniatureReport.pandoc).program
    let outcome = try ChildProcess(
      program, ["--sandbox", "--from=\(format)", "--to=html", "--wrap=none", file.path(percentEncoded: false)],
      environment: ["LANG": "C.UTF-8"], timeLimit: 60
    ).run()
    #expect(outcome.status == 0, "\(outcome.diagnostics)")
    return String(decoding: outcome.output, as: UTF8.self)
  }

  /// The words of HTML; formulas are left out, and what is read aloud.
  private func words(_ html: String) -> Set<String> {
    let text = html.replacing(/<math.*?<\/math>/.dotMatchesNewlines(), with: " ")
      .replacing(/<span class="math.*?<\/span>/.dotMatchesNewlines(), with: " ")
      .replacing(/<sup class="mention">.*?<\/sup>/, with: " ").replacing(
        /<\/?(p|li|td|th|sup|sub|h[1-6]|br|div|figcaption|a)\b[^>]*>/, with: " "
      )
      .replacing(/<[^>]+>/, with: "")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing(
        "&amp;", with: "&")
    return Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
  }

  @Test(arguments: formats) func `no word of the page is missing`(format: ReportFormat) throws {
    let report = try report()
    let result = try report.render([.html, format], pdfEngine: MiniatureReport.engine)
    let html = try String(contentsOf: try #require(result.files[.html]), encoding: .utf8)
    let main = html[
      try #require(html.range(of: "<main")).lowerBound..<(try #require(html.range(of: "</main>"))).lowerBound]
    let reader = ["docx": "docx", "tex": "latex", "ipynb": "ipynb"][format.name] ?? ""
    let missing = words(String(main)).subtracting(words(try readBack(try #require(result.files[format]), from: reader)))
    #expect(missing.isEmpty, "\(missing)")
    #expect(words(String(main)).count > 90)
  }

  @Test(arguments: formats) func `the same report is the same bytes`(format: ReportFormat) throws {
    let first = try report()
    let second = try report()
    let one = try #require(try first.render([format], pdfEngine: MiniatureReport.engine).files[format])
    let two = try #require(try second.render([format], pdfEngine: MiniatureReport.engine).files[format])
    #expect(try Data(contentsOf: one) == Data(contentsOf: two))
  }

  @Test func `a student's text is text in LaTeX`() throws {
    let report = try report()
    let result = try report.render([.latex], pdfEngine: MiniatureReport.engine)
    let tex = try String(contentsOf: try #require(result.files[.latex]), encoding: .utf8)
    #expect(tex.contains("\\textbackslash input\\{/etc/passwd\\}"))
    #expect(!tex.contains("\\input{"))
    #expect(!tex.contains("\\write18"))
    #expect(tex.contains("\\tag{1}"))
    #expect(tex.contains("\\includegraphics") && tex.contains("{chapters/embeddings/figures/loss.png}"))
    #expect(tex.contains("{media/embeddings/own.png}"))
    #expect(tex.contains("alt={What the picture shows}"))
  }

  @Test(arguments: [
    (
      "\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}", [(1, "4", "x")],
      "\\begin{align} a &= b \\notag \\\\ c &= d  \\tag{4} \\end{align}"
    ),
    ("x", [(0, "*", "")], "x \\tag{*}"), ("x", [(0, "\\input{a}", "")], "x \\tag{inputa}"),
  ])
  func `numbers become tags`(tex: String, numbers: [(Int, String, String)], tagged: String) {
    let numbers = numbers.map { DisplayedFormula.Number(line: $0.0, text: $0.1, anchor: $0.2) }
    #expect(TeXTags.apply(numbers, to: tex) == tagged)
  }

  @Test(arguments: [
    ("\\text{#x}", "\\text{\\#x}"), ("% a\nb", "b"), ("a\\%b\n\nc", "a\\%b c"), ("x\\ ", "x\\ "),
    ("a \\\\ b", "\\begin{gathered}a \\\\ b\\end{gathered}"),
  ])
  func `formulas are what TeX reads`(tex: String, strict: String) {
    #expect(StrictTeX.text(of: tex, isDisplayed: true) == strict)
  }

  @Test func `a Word document holds its pictures with their descriptions`() throws {
    let report = try report()
    let result = try report.render([.word], pdfEngine: MiniatureReport.engine)
    let file = try #require(result.files[.word])
    let text = try readBack(file, from: "docx")
    for description in ["What the picture shows", "A falling line", "Four squares"] {
      #expect(text.contains(description))
    }
    #expect(result.warnings.isEmpty, "\(result.warnings)")
    // The pictures stand in it once, and the date is the report's.
    let (status, parts) = try run("/usr/bin/unzip", ["-p", file.path, "word/document.xml", "docProps/core.xml"])
    #expect(status == 0)
    #expect(parts.contains("<pic:pic") && !parts.contains("base64"))
    #expect(parts.contains("2026-09-21T") && !parts.contains("1970"))
  }

  @Test func `a notebook has code in cells of code and pictures attached`() throws {
    let report = try report()
    let result = try report.render([.jupyter], pdfEngine: MiniatureReport.engine)
    let notebook = try JSONReader.value(of: Data(contentsOf: try #require(result.files[.jupyter])))
    let cells = notebook["cells"]?.array ?? []
    let code = cells.filter { $0["cell_type"]?.string == "code" }
    #expect(code.map { $0["source"]?.array?.compactMap(\.string).joined() } == ["let a = 1\n"])
    #expect(cells.compactMap { $0["attachments"]?.members?.count }.reduce(0, +) == 4)
    #expect(cells.enumerated().allSatisfy { $0.element["id"]?.string == "cell-\($0.offset + 1)" })
  }

  @Test(arguments: [
    #"[t](http://x.example/ "\"><script>1</script>")"#, #"[t](http://x.example/ '"><script>1</script>')"#,
    "[t](<http://x.example/) &lt;script>1&lt;/script>>)", "[t](http://x.example/?a&quot;&lt;script>1&lt;/script>)",
    #"[t](http://x.example/ "a\\") <script>1</script>"#, "![p](sketch.png '\"><script>1</script>')",
  ])
  func `what an answer says of a link begins no tag in a notebook`(_ text: String) throws {
    let report = try MiniatureReport()
    try report.write(MiniatureReport.png, to: report.folder.answers.appending(path: "embeddings/sketch.png"))
    try report.answer("size", "Words.\n\n" + text + "\n")
    let file = try #require(try report.render([.jupyter], pdfEngine: MiniatureReport.engine).files[.jupyter])
    let cells = try JSONReader.value(of: Data(contentsOf: file))["cells"]?.array ?? []
    let words = cells.compactMap { $0["source"]?.array?.compactMap(\.string).joined() }.joined(separator: "\n")
    #expect(words.contains("x.example") || words.contains("picture-"))
    // What has a backslash before it is text.
    #expect(!words.replacing("\\<", with: "").contains("<script"), "\(words)")
  }

  private static let hasNotebookFormat = Project.testPython.map { python in
    (try? ChildProcess(python, ["-I", "-c", "import nbformat"], environment: [:], timeLimit: 60).run().status) == 0
  }

  @Test(.enabled(if: hasNotebookFormat == true, "nbformat is not installed in .venv-development"))
  func `a notebook is valid`() throws {
    let report = try report()
    let file = try #require(try report.render([.jupyter], pdfEngine: MiniatureReport.engine).files[.jupyter])
    let script = "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=4))"
    let outcome = try ChildProcess(
      try #require(Project.testPython), ["-I", "-W", "error", "-c", script, file.path(percentEncoded: false)],
      environment: [:], timeLimit: 60
    ).run()
    #expect(outcome.status == 0, "\(outcome.diagnostics)")
  }

  @Test func `without pandoc the other formats are made`() throws {
    let report = try report()
    let result = try report.render([.markdown, .word, .latex, .jupyter])
    #expect(result.files.keys.sorted() == [.markdown])
    #expect(result.warnings.count { $0.contains("no pandoc was found") } == 3)
  }
}
