import Basics
import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

/// Answers as people really write them, each with what is right: `shared/cases/report`.
///
/// Rendered in Markdown, HTML and PDF. What is accepted loses no word on the way to paper; what is refused is refused by name.
@Suite(.enabled(if: ReportCases.folder != nil && MiniatureReport.engine != nil, "shared/cases or Typst is not there"))
struct ReportCaseTests {
  /// A report with the two questions that the cases answer.
  private func report(_ name: String) throws -> MiniatureReport {
    let report = try MiniatureReport()
    let questions = [("embeddings", "parameters"), ("attention", "heads")]
    report.chapters = questions.map { ChapterInput(slug: $0.0, title: $0.0) }
    for (slug, question) in questions {
      try report.write(
        chapter: ChapterDocument(
          slug: slug, title: slug.capitalized,
          questions: [Question(question, title: question.capitalized, prompt: "Why?", points: 1)],
          blocks: [.question(question)]))
      try report.write("{}", to: report.folder.results(slug))
    }
    let source = try #require(ReportCases.folder).appending(path: "\(name)/answers")
    try? FileManager.default.removeItem(at: report.root.appending(path: "answers"))
    try FileManager.default.copyItem(at: source, to: report.root.appending(path: "answers"))
    return report
  }

  private func render(_ name: String) throws -> (report: MiniatureReport, warnings: [String], problems: [String]) {
    let report = try report(name)
    do {
      let result = try report.render([.markdown, .html, .pdf], pdfEngine: MiniatureReport.engine)
      #expect(result.files.count == 3, "\(result.warnings)")
      return (report, result.warnings, [])
    } catch let error as RenderingError {
      return (report, [], error.problems.map(\.description))
    }
  }

  @Test(arguments: [
    "01-latex-dollar", "01b-double-brace-maths", "03-wide-table", "03c-ten-columns", "04-long-cell", "04b-long-table",
    "05b-footnote-paragraphs", "06b-unicode-image", "07-raw-html", "07b-open-comment", "07c-comment-arrows",
    "08-scripts", "09-long", "10-front-matter", "11-crlf-bom", "11d-nul-ctrl", "11e-cr", "11f-word-paste",
    "13b-list-start", "24b-hash-answer",
  ])
  func `what is accepted loses no word on paper`(_ name: String) throws {
    let (report, warnings, problems) = try render(name)
    #expect(problems == [])
    let pdf = report.folder.report("pdf")
    #expect((try WordComparison.lost(from: report.folder.report("html"), in: pdf) ?? []) == [])
    if let text = try WordComparison.text(of: pdf), text.contains("[U+") {
      #expect(warnings.contains { $0.contains("no font draws") }, "\(warnings)")
    }
  }

  @Test(arguments: [
    ("01c-supported-maths", ["heads.md:15:3: the formula \\ce{H2O} cannot be set", "\\frac{1}{"]),
    ("02-long-formula", ["heads.md:20:25", "cases"]),
    (
      // Its BMP, and its TIFF and HEIC where their libraries are, are read by now.
      "06d-bad-images",
      ["a.pdf", "empty.png", "https://example.org/x.png", "vbscript:", "#nowhere"]
    ),
    ("06e-cut-images", ["cut.jpg"]), ("11b-utf16", ["UTF-16"]), ("11c-latin1", ["UTF-8", "line 1"]),
    ("12-headings", ["heads.md:18", "there is no file “x”"]),
  ])
  func `what is refused is refused by name and place`(_ name: String, _ words: [String]) throws {
    let (_, _, problems) = try render(name)
    for word in words { #expect(problems.contains { $0.contains(word) }, "\(word): \(problems)") }
  }

  @Test(arguments: [
    ("03-wide-table", ["6 cells where the table has 4 columns"]), ("07b-open-comment", ["is not closed"]),
    ("10-front-matter", ["front matter is left out"]), ("11d-nul-ctrl", ["no font draws"]),
  ])
  func `what is left out or changed is told`(_ name: String, _ words: [String]) throws {
    let (_, warnings, _) = try render(name)
    for word in words { #expect(warnings.contains { $0.contains(word) }, "\(word): \(warnings)") }
  }

  @Test func `pictures of every kind stand in all three formats`() throws {
    let report = try report("06-images")
    // The largest is not kept with the cases.
    let answer = report.folder.answer("heads", of: "attention")
    let text = try String(contentsOf: answer, encoding: .utf8)
    try text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("huge.jpg") }
      .joined(separator: "\n").write(to: answer, atomically: true, encoding: .utf8)
    let result = try report.render([.markdown, .html, .pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.files.count == 3)
    #expect(!result.warnings.contains { $0.contains("cannot be drawn") }, "\(result.warnings)")
  }

  @Test func `a list that is interrupted goes on with its number`() throws {
    let (report, _, _) = try render("13b-list-start")
    guard let text = try WordComparison.text(of: report.folder.report("pdf")) else { return }
    for number in 1...3 { #expect(text.contains("\(number).")) }
  }
}

/// Where the cases lie: a suite that asked itself would not compile in every order of files.
enum ReportCases {
  static let folder: URL? = {
    let folder = Project.root.appending(path: "../shared/cases/report").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}
