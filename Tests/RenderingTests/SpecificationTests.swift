import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

/// The examples of GitHub's specification of its Markdown, `test/spec.txt` of cmark-gfm, on paper.
@Suite(
  .enabled(
    if: Specification.file != nil && MiniatureReport.engine != nil, "QUIRE_TEST_SPECIFICATION names no spec.txt"))
struct SpecificationTests {
  @Test func `no word of an example is missing on paper`() throws {
    let examples = try Specification.examples(of: #require(Specification.file))
    #expect(examples.count > 600)
    // What shows pictures or links to files that are not there is refused with its line.
    let accepted = examples.filter { example in
      (try? self.report(of: [example]).render([.html], pdfEngine: MiniatureReport.engine)) != nil
    }
    #expect(accepted.count > 500, "\(accepted.count) of \(examples.count)")
    let report = try self.report(of: accepted)
    let result = try report.render([.html, .pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.files.count == 2, "\(result.warnings)")
    let lost = try WordComparison.lost(from: report.folder.report("html"), in: report.folder.report("pdf"))
    #expect((lost ?? []) == [])
  }

  /// A report with an answer for each text.
  private func report(of answers: [String]) throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.chapters = [ChapterInput(slug: "embeddings", title: "Examples")]
    report.settings.paper.form = .answers
    let names = answers.indices.map { "example-\($0)" }
    try report.write(
      chapter: ChapterDocument(
        slug: "embeddings", title: "Examples",
        questions: names.map { Question($0, title: $0, prompt: "", points: 0) }, blocks: []))
    for (name, answer) in zip(names, answers) { try report.answer(name, answer) }
    return report
  }
}
