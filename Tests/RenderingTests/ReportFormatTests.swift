import Foundation
import Rendering
import Testing

@Suite struct ReportFormatTests {
  @Test func `every format has a name and a file of its own, and its templates are there`() {
    #expect(ReportFormat.all.map(\.name) == ["md", "html", "pdf", "docx", "tex", "ipynb"])
    #expect(ReportFormat.usual.map(\.name) == ["md", "html", "pdf"])
    #expect(ReportFormat.names == "md, html, pdf, docx, tex and ipynb")
    #expect(Set(ReportFormat.all.map(\.file)).count == ReportFormat.all.count)
    for format in ReportFormat.all {
      #expect(ReportFormat.named(format.name) == format)
      // What `quire clean` takes for a report's file.
      #expect(format.file.wholeMatch(of: /report\.[a-z]{1,8}/) != nil)
      for name in format.templates {
        let file = MiniatureReport.templates.appending(path: name)
        #expect(FileManager.default.fileExists(atPath: file.path), "\(name)")
      }
    }
    #expect(ReportFormat.named("doc") == nil)
    #expect([ReportFormat.pdf, .markdown, .html].sorted() == ReportFormat.usual)
  }
}
