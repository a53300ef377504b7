import Foundation
import Testing
import Workflow

/// What a shell offers where somebody presses Tab.
@Suite struct NamesTests {
  private func names(_ kind: NamesRequest.Kind, _ report: ScratchReport) throws -> [String] {
    try report.perform(NamesRequest(kind, of: report.selection))
  }

  @Test func `a report's own chapters, settings and questions are offered, in silence`() throws {
    let report = try ScratchReport()
    #expect(try names(.chapters, report) == ["embeddings"])
    let settings = try names(.settings, report)
    #expect(settings.contains("embeddings.window") && settings.contains("title"))
    #expect(!settings.contains { $0.hasPrefix("attention.") })
    let questions = try names(.questions, report)
    #expect(questions.first == "embeddings" && questions.contains("embeddings/neighbours"))
    #expect(try names(.formats, report).contains("html"))
    #expect(try names(.assets, report).contains("reviews"))
    #expect(report.events().isEmpty)
  }

  @Test func `without a report that can be read, all that there is is offered`() throws {
    let report = try ScratchReport()
    for text in ["chapters: [embeddings\n", "window: 3\n"] {
      try report.bench.write(text, to: "report.yml")
      #expect(try names(.chapters, report) == RenderRequest.chapterNames)
    }
    #expect(
      try report.perform(NamesRequest(.chapters, of: ReportSelection(report: "nowhere"))) == RenderRequest.chapterNames)
  }

  @Test func `a setting that is chosen from names has them, and others none`() throws {
    #expect(try NamesRequest.values(of: "embeddings.grid") == ["small", "full", "none"])
    #expect(try NamesRequest.values(of: "embeddings.phrases") == ["true", "false"])
    #expect(try NamesRequest.values(of: "embeddings.window").isEmpty)
    #expect(try NamesRequest.values(of: "nothing").isEmpty)
  }
}
