import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

/// The code of a chapter at its end: folded on a screen, on paper by setting.
@Suite struct CodeListingTests {
  private static let code = ChapterCode(
    folder: "code/embeddings/", count: 9,
    listings: [
      .init(file: nil, language: "yaml", text: "seed: 1\nembeddings:\n  window: 5\n"),
      .init(file: "Words.swift", language: "swift", text: "let a = b < c && d > e\n"),
      .init(file: "check.py", language: "python", text: "print(\"```\")\n"),
    ])

  private func report(_ listing: CodeListing = .screen) throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.code["embeddings"] = Self.code
    report.settings.code = listing
    return report
  }

  @Test func `the settings say where code is shown, and on a screen unless they say so`() {
    #expect(ReportSettings().code == .screen)
    #expect(CodeListing.allCases.map(\.rawValue) == ["none", "screen", "appendix"])
  }

  @Test func `in HTML each chapter ends with its code, closed`() throws {
    let html = try report().text(.html)
    let start = try #require(html.range(of: "<details class=\"more listing\">"))
    let section = html[
      start.lowerBound..<html.range(of: "</section>", range: start.upperBound..<html.endIndex)!.lowerBound]
    #expect(section.contains("<summary>The code of this chapter</summary>"))
    #expect(
      section.contains(
        "Shown are 2 of the 9 files that the submission’s archive holds in <code>code/embeddings/</code>."))
    #expect(section.contains("<summary><code>Words.swift</code></summary>"))
    #expect(section.contains("let a = b &lt; c &amp;&amp; d &gt; e"))
    #expect(section.contains("<summary>The settings of the run</summary>"))
    #expect(!section.contains(" open"))
    // The other chapter has none to show.
    #expect(html.components(separatedBy: "class=\"more listing").count == 2)
    #expect(try report(.appendix).text(.html).contains("<details class=\"more listing printed\">"))
  }

  @Test func `in Markdown it is folded, and no fence of it ends early`() throws {
    let text = try report().text(.markdown)
    #expect(text.contains("<summary>The code of this chapter</summary>"))
    #expect(text.contains("````python\nprint(\"```\")\n````"), "\(text)")
    let place = try #require(text.range(of: "<summary>The code of this chapter"))
    #expect(try #require(text.range(of: "<a id=\"pictures\">")).lowerBound > place.upperBound)
  }

  @Test func `nothing is shown where the settings say none, or the chapter has not run`() throws {
    for format in [ReportFormat.html, .markdown] {
      #expect(try !report(.none).text(format).contains("The code of this chapter"))
      let unrun = try report()
      try FileManager.default.removeItem(at: unrun.folder.document("embeddings"))
      #expect(try !unrun.text(format).contains("The code of this chapter"))
    }
  }

  @Test(arguments: [("de", "Gezeigt werden 2 der 9 Dateien"), ("es", "Se muestran 2 de los 9"), ("fr", "2 fichiers")])
  func `it is told in the report's language`(_ language: String, _ words: String) throws {
    let report = try report()
    report.settings.language = language
    #expect(try report.text(.html).contains(words))
  }

  @Test(.enabled(if: MiniatureReport.engine != nil && PDFTests.reader != nil, "Typst or pypdf is not there"))
  func `on paper it is an appendix, where the settings ask for one`() throws {
    func text(_ listing: CodeListing, _ form: PaperSettings.Form) throws -> String {
      let report = try report(listing)
      report.settings.paper.form = form
      let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
      return try PDFTests.read(#require(result.files[.pdf])).text
    }
    for form in PaperSettings.Form.allCases {
      #expect(try !text(.screen, form).contains("Words.swift"), "\(form)")
      let printed = try text(.appendix, form)
      #expect(printed.contains("Words.swift") && printed.contains("let a = b < c && d > e"), "\(form): \(printed)")
      #expect(printed.contains("Shown are 2 of the 9 files"), "\(form)")
    }
  }

  @Test(.enabled(if: MiniatureReport.pandoc != nil, "needs pypandoc_binary: make set-up"))
  func `a notebook has it as a screen does, LaTeX as paper does`() throws {
    func text(_ listing: CodeListing, _ format: ReportFormat) throws -> String {
      try report(listing).text(format, pdfEngine: MiniatureReport.engine)
    }
    #expect(try text(.screen, .jupyter).contains("Words.swift"))
    #expect(try !text(.none, .jupyter).contains("Words.swift"))
    #expect(try !text(.screen, .latex).contains("Words.swift"))
    let printed = try text(.appendix, .latex)
    #expect(printed.contains("Words.swift") && printed.contains("check.py"))
    #expect(printed.contains("\\section{Code}"), "\(printed.suffix(3000))")
  }
}
