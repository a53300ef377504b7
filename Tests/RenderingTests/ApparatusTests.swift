import Basics
import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

/// What stands around the chapters: what stands in for what, the conclusion, formulas on request, sections that are left out.
@Suite struct ApparatusTests {
  /// A report whose chapters use what there is.
  private func report(_ change: (inout ChapterDocument) -> Void = { _ in }) throws -> MiniatureReport {
    let report = try MiniatureReport()
    var words = MiniatureReport.embeddings
    words.substitutions = ["Film reviews stand in for *phones*: {{.size}} of them.", "Told twice."]
    words.conclusion = "Vectors of {{.size}} numbers suffice."
    words.blocks.append(.formula(FormulaBlock(title: "Cosine <b> & more", tex: #"\frac{a \cdot b}{{|a|} |b|}"#)))
    try report.write(chapter: words)
    var pictures = MiniatureReport.pictures
    pictures.substitutions = ["Told twice."]
    pictures.conclusion = "Squares are *square*."
    change(&pictures)
    try report.write(chapter: pictures)
    return report
  }

  @Test func `what stands in for what is told once, before the contents`() throws {
    let report = try report()
    let html = try report.text(.html)
    #expect(
      html.contains(
        """
        <aside class="substitutions" aria-labelledby="substitutions">
        <p id="substitutions">Substitutions</p>
        <ul>
        <li>Film reviews stand in for <em>phones</em>: 100 of them.</li>
        <li>Told twice.</li>
        </ul>
        </aside>
        """))
    #expect(html.components(separatedBy: "Told twice.").count == 2)
    let markdown = try report.text(.markdown)
    let box = try #require(
      markdown.range(
        of:
          "> [!IMPORTANT]\n> **Substitutions**\n>\n> - Film reviews stand in for *phones*: 100 of them.\n> - Told twice.\n"
      ))
    #expect(box.upperBound < markdown.range(of: "## Contents")!.lowerBound)
    #expect(markdown.components(separatedBy: "Told twice.").count == 2)
  }

  @Test func `a report without any has no box, no conclusion and no list of works`() throws {
    let report = try MiniatureReport()
    for text in [try report.text(.html), try report.text(.markdown)] {
      for word in ["Substitutions", "Conclusion", "References"] { #expect(!text.contains(word), "\(word)") }
    }
    #expect(try report.renderer.stitch().chapters.allSatisfy { $0.part == .chapter })
  }

  @Test func `the conclusion is a paragraph of what each chapter found, and has no number`() throws {
    let report = try report()
    let html = try report.text(.html)
    #expect(
      html.contains(
        "<section class=\"chapter conclusion\" aria-labelledby=\"conclusion\">\n<h2 id=\"conclusion\">Conclusion</h2>"))
    #expect(html.contains("<p>Vectors of 100 numbers suffice.</p>\n<p>Squares are <em>square</em>.</p>"))
    #expect(html.contains("<li><a href=\"#conclusion\">Conclusion</a>"))
    let markdown = try report.text(.markdown)
    #expect(markdown.contains("## Conclusion\n\nVectors of 100 numbers suffice.\n\nSquares are *square*.\n"))
    let chapters = try report.renderer.stitch().chapters
    #expect(chapters.map(\.part) == [.chapter, .chapter, .conclusion])
    #expect(chapters.map(\.number) == ["1", "2", nil])
  }

  @Test func `a conclusion of more than sentences keeps its blocks`() throws {
    let report = try report { $0.conclusion = "First.\n\n- one\n- two" }
    #expect(try report.text(.html).contains("<p>Vectors of 100 numbers suffice.</p>\n<p>First.</p>\n<ul>"))
  }

  @Test(arguments: [
    ("es", "Sustituciones", "Conclusión"), ("de", "Ersatz", "Fazit"),
    ("fr", "Substitutions", "Conclusion"),
  ])
  func `their titles are in the report's language, their texts in the chapters'`(
    language: String, box: String, end: String
  )
    throws
  {
    let report = try report()
    report.settings.language = language
    let html = try report.text(.html)
    #expect(html.contains("<p id=\"substitutions\">\(box)</p>\n<ul lang=\"en\">"))
    #expect(html.contains("<h2 id=\"conclusion\" lang=\"\(language)\">\(end)</h2>"))
    #expect(html.contains("<a href=\"#conclusion\">\(end)</a>"))
    #expect(try report.text(.markdown).contains("## \(end)\n"))
  }

  // MARK: Formulas

  @Test func `a formula on request is closed on a page, and its braces are no placeholders`() throws {
    let report = try report()
    let html = try report.text(.html)
    #expect(html.contains("<details class=\"more\">\n<summary>Cosine &lt;b&gt; &amp; more</summary>"), "\(html)")
    #expect(html.contains(#"\frac{a \cdot b}{{|a|} |b|}"#))
    let markdown = try report.text(.markdown)
    #expect(
      markdown.contains(
        "<details>\n<summary>Cosine &lt;b&gt; &amp; more</summary>\n\n```math\n\\frac{a \\cdot b}{{|a|} |b|}\n```\n\n</details>"
      ), "\(markdown)")
  }

  @Test(.enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"))
  func `a formula on request is set like any other, and refused where it cannot be`() throws {
    let report = try report()
    #expect(try report.text(.html, pdfEngine: MiniatureReport.engine).contains("<mfrac>"))
    let broken = try self.report { $0.blocks.append(.formula(FormulaBlock(title: "Broken", tex: #"\frac{a"#))) }
    do {
      _ = try broken.render([.html], pdfEngine: MiniatureReport.engine)
      Issue.record("a broken formula was set")
    } catch let error as RenderingError {
      #expect(error.problems.count == 1)
      #expect(error.problems[0].description.hasPrefix("output/chapters/pictures/chapter.json block 3"), "\(error)")
    }
  }

  // MARK: Paper

  @Test(
    .enabled(if: PDFTests.reader != nil && MiniatureReport.pandoc != nil, "pypdf or pandoc is not there"),
    arguments: [PaperSettings.Form.compact, .full, .answers], PaperSettings.Cover.allCases)
  func `paper has the box on its first page, the conclusion, and formulas only where all is printed`(
    form: PaperSettings.Form, cover: PaperSettings.Cover
  ) throws {
    let report = try report()
    report.settings.paper.form = form
    report.settings.paper.cover = cover
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings == [])
    let reading = try PDFTests.read(report.folder.report("pdf"))
    let pages = reading.text
    #expect(pages.components(separatedBy: "Substitutions").count == 2)
    #expect(pages.components(separatedBy: "Told twice.").count == 2)
    if cover != .none {
      #expect(pages.range(of: "Told twice.")!.upperBound < pages.range(of: "Question 1")!.lowerBound)
    }
    #expect(pages.contains("Vectors of 100 numbers suffice.") && pages.contains("Squares are square."))
    #expect(reading.bookmarks.contains("Conclusion"))
    #expect(pages.contains("Cosine") == (form == .full))
  }

  @Test(.enabled(if: PDFTests.reader != nil && MiniatureReport.pandoc != nil, "pypdf or pandoc is not there"))
  func `paper lists the works that it cites, and no others`() throws {
    let report = try report { $0.blocks.append(.markdown("As [@vig2019] says.")) }
    report.references = ReferenceTests.shipped
    try report.answer("size", "See {{figure:embeddings/pca}} [@clark2019].\n")
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    let compact = try PDFTests.read(report.folder.report("pdf")).text
    #expect(compact.contains("References") && compact.contains("Khandelwal") && !compact.contains("Multiscale"))
    report.settings.paper.form = .full
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(try PDFTests.read(report.folder.report("pdf")).text.contains("Multiscale"))
    // Nothing printed cites anything.
    try report.answer("size", "Nothing.\n")
    report.settings.paper.form = .compact
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(try !PDFTests.read(report.folder.report("pdf")).text.contains("References"))
  }

  @Test(.enabled(if: MiniatureReport.pandoc != nil, "pandoc is not there"), arguments: PandocFormatTests.formats)
  func `further formats have the box, the conclusion and the works`(format: ReportFormat) throws {
    let report = try report { $0.blocks.append(.markdown("As [@vig2019] says.")) }
    report.references = ReferenceTests.shipped
    let context = try report.render([format], pdfEngine: MiniatureReport.engine)
    let data = try Data(contentsOf: #require(context.files[format]))
    let text: String
    if format == .word {
      text = try run("/usr/bin/unzip", ["-p", report.folder.report("docx").path, "word/document.xml"]).output
    } else {
      text = String(decoding: data, as: UTF8.self)
    }
    for word in ["Substitutions", "Conclusion", "Squares are", "References", "Multiscale"] {
      #expect(text.contains(word), "\(word)")
    }
    #expect(text.components(separatedBy: "Told twice.").count == 2)
  }

  // MARK: Sections

  @Test func `whoever names a figure of a section that is left out is told where it went`() throws {
    let report = try report {
      $0.leftOut = [
        LeftOut(kind: "figure", id: "heads", section: "grid"), LeftOut(kind: "table", id: "layers", section: "grid"),
      ]
    }
    try report.answer(
      "size",
      "{{figure:pictures/heads}}, {{table:pictures/layers}}, {{view:pictures/heads?layer=1}}, {{figure:pictures/hats}}\n"
    )
    let problems = report.problems()
    #expect(
      problems.prefix(2) == [
        "answers/embeddings/size.md:1:1: the figure “pictures/heads” is in the section “grid”, which is left out; add grid to the setting pictures.sections",
        "answers/embeddings/size.md:1:28: the table “pictures/layers” is in the section “grid”, which is left out; add grid to the setting pictures.sections",
      ])
    #expect(problems.count == 4)
    #expect(problems[2].contains("is in the section “grid”"))
    #expect(problems[3].contains("there is no figure “pictures/hats”"))
  }
}
