import Foundation
import Notebook
import Testing

import Rendering

/// What was read otherwise than it may be meant is told in the report as on the terminal.
@Suite struct RemarkTests {
  private func report() throws -> MiniatureReport {
    let report = try MiniatureReport()
    try report.answer("size", "A hundred.\n\nA note[@key] of <b>mine</b>.\n")
    try report.write("Lost.\n", to: report.folder.answers.appending(path: "embeddings/sizes.md"))
    return report
  }

  @Test func `remarks on answers stand below the table of questions, with file and line`() throws {
    let report = try report()
    let text = try report.text(.markdown)
    let appendix = try #require(text.range(of: "The question is answered.\n\n")).upperBound
    let lines = text[appendix...].split(separator: "\n").map(String.init)
    #expect(lines.prefix(2) == ["### Remarks", "Told by Quire when it made this report:"])
    #expect(lines.contains { $0.hasPrefix("- `answers/embeddings/size.md:3`: HTML is shown as text") })
    #expect(lines.contains("- `answers/embeddings/sizes.md`: no question reads it; the answer is read from size.md"))
    let html = try report.text(.html)
    #expect(
      html.contains(
        "<h3 id=\"remarks\">Remarks</h3>\n<p>Told by Quire when it made this report:</p>\n<ul class=\"remarks\">"))
    #expect(html.contains("<li><code>answers/embeddings/sizes.md</code>: no question reads it;"))
    #expect(
      html.contains("<li><code>answers/embeddings/size.md:3</code>: HTML is shown as text in an answer: &lt;b&gt;"))
  }

  @Test func `the terminal hears the same, by paths that can be opened`() throws {
    let report = try report()
    let renderer = ReportRenderer(
      folder: report.folder, settings: report.settings, chapters: report.chapters, templates: MiniatureReport.templates,
      sourceDateEpoch: nil, pathsRelativeTo: report.root.deletingLastPathComponent())
    let book = try renderer.stitch()
    let folder = report.root.lastPathComponent
    #expect(book.remarks.contains { $0.file == "\(folder)/answers/embeddings/size.md" })
    #expect(book.shownRemarks.count == book.remarks.count)
    #expect(book.shownRemarks.allSatisfy { $0.file.hasPrefix("answers/") })
    let absolute = ReportRenderer(
      folder: report.folder, settings: report.settings, chapters: report.chapters, templates: MiniatureReport.templates,
      sourceDateEpoch: nil)
    #expect(try absolute.stitch().shownRemarks == book.shownRemarks)
  }

  @Test func `remarks on settings come first, and without questions they are the appendix`() throws {
    let report = try MiniatureReport()
    report.chapters.removeFirst()
    report.settings.language = "de"
    try FileManager.default.removeItem(at: report.folder.answers)
    try report.write(
      chapter: ChapterDocument(slug: "pictures", title: "Pictures", blocks: [.markdown("Text.\n")]))
    let renderer = ReportRenderer(
      folder: report.folder, settings: report.settings, chapters: report.chapters, templates: MiniatureReport.templates,
      sourceDateEpoch: nil,
      remarks: [.init(file: "report.yml", line: 2, message: "title ends before “#1”, since the rest is a *comment*")])
    let result = try renderer.render([.markdown, .html], into: OutputFolder(report.folder), pdfEngine: nil)
    #expect(!result.warnings.contains { $0.contains("report.yml") })
    let text = try String(contentsOf: result.files[.markdown]!, encoding: .utf8)
    #expect(
      text.hasSuffix(
        """
        ## Bemerkungen

        Hinweise von Quire beim Erstellen dieses Berichts:

        - `report.yml:2`: title ends before “\\#1”, since the rest is a \\*comment\\*

        """))
    let html = try String(contentsOf: result.files[.html]!, encoding: .utf8)
    #expect(html.contains("<h2 id=\"completeness\">Bemerkungen</h2>\n<p>Hinweise von Quire"))
    #expect(html.contains("<ul class=\"remarks\" lang=\"en\">\n<li><code>report.yml:2</code>: title ends before"))
  }

  @Test func `a report without remarks has no heading for them`() throws {
    let report = try MiniatureReport()
    #expect(try !report.text(.markdown).contains("Remarks"))
    #expect(try !report.text(.html).contains("id=\"remarks\""))
  }
}

/// Heads of columns.
@Suite struct TableHeadTests {
  @Test func `a column without a title has no heading in HTML, in a chapter's table and in an answer's`() throws {
    let report = try MiniatureReport()
    var chapter = MiniatureReport.embeddings
    chapter.blocks.append(
      .table(
        TableBlock(id: "heads", caption: "C.", columns: [.init("Layer"), .init("", .trailing)], rows: [["1", "2"]])))
    try report.write(chapter: chapter)
    try report.answer("size", "| a |  | ** |\n|---|---:|---|\n| 1 | 2 | 3 |\n")
    let html = try report.text(.html)
    #expect(html.contains("<th scope=\"col\" class=\"leading\">Layer</th><td class=\"trailing\"></td></tr></thead>"))
    #expect(html.contains("<th scope=\"col\">a</th><td class=\"trailing\"></td><th scope=\"col\">**</th>"))
    #expect(html.contains("aria-label=\"Table embeddings 1: a, **\""))
    #expect(html.firstMatch(of: /<th [^>]*>\s*<\/th>/) == nil)
  }
}
