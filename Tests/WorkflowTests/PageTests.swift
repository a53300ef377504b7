import Basics
import Foundation
import Notebook
import TestSupport
import Testing
import Workflow

/// The page in memory, and the run of chapters without a page.
@Suite struct PageTests {
  @Test func `a page is made of what lies there, and leaves nothing`() throws {
    let report = try ScratchReport()
    let before = try report.perform(PageRequest(report.selection))
    #expect(!FileManager.default.fileExists(atPath: report.bench.output.path))
    #expect(String(decoding: before.html, as: UTF8.self).contains("quire render embeddings"))
    #expect(before.title == "A test" && before.answers.contains { $0.name == "embeddings/parameters" })

    #expect(try report.perform(ChaptersRequest(report.selection)) == .ran(["embeddings"], failed: []))
    #expect(try report.perform(ChaptersRequest(report.selection)) == .ran([], failed: []))
    let files = try report.bench.files()
    #expect(files["report.html"] == nil && files["chapters/embeddings/results.json"] != nil)
    let page = try report.perform(PageRequest(report.selection))
    #expect(try report.bench.files() == files)

    var render = report.render
    render.formats = ["html"]
    let rendered = try report.perform(render)
    #expect(try Data(contentsOf: rendered.files[0]) == page.html)
    // Every question has a place on the page.
    for row in page.answers {
      let anchor = try #require(page.anchors[row.name], "\(row.name)")
      #expect(String(decoding: page.html, as: UTF8.self).contains("id=\"\(anchor)\""))
    }
  }

  @Test func `an output that another run has keeps chapters waiting and no page`() throws {
    let report = try ScratchReport()
    try OutputFolder.hold(ReportFolder(report.bench.report)) { _ in
      guard case .busy(let reason) = try report.perform(ChaptersRequest(report.selection)) else {
        Issue.record("chapters ran in an output that was taken")
        return
      }
      #expect(reason.contains("another run is at work"))
      #expect(try report.perform(PageRequest(report.selection)).html.count > 1000)
    }
  }

  @Test func `a text that cannot be stitched makes no page and says where`() throws {
    let report = try ScratchReport()
    _ = try report.perform(ChaptersRequest(report.selection))
    try report.bench.write("\n{{embeddings.nothing}}\n", to: "answers/embeddings/parameters.md")
    let error = try report.error(PageRequest(report.selection))
    #expect(error.messages.count == 1 && error.messages[0].contains("answers/embeddings/parameters.md:2:"), "\(error)")
  }

  @Test func `the places of a report are known whatever its settings say`() throws {
    let report = try ScratchReport()
    try report.bench.write("chapters: [\n", to: "report.yml")
    let places = try report.perform(PlacesRequest(report.selection))
    #expect(places.root.lastPathComponent == "report" && places.output.lastPathComponent == "output")
    #expect(
      try report.error(PlacesRequest(ReportSelection(report: "nowhere"))).messages[0].contains("holds no report.yml"))
  }
}
