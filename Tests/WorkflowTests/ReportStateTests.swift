import Foundation
import TestSupport
import Testing
import Workflow

/// Whether the files of a report are what a rendering would give.
@Suite struct ReportStateTests {
  private func state(_ report: ScratchReport, _ selection: ReportSelection? = nil) throws -> [String: [String]?] {
    let files = try report.perform(ReportStateRequest(selection ?? report.selection))
    return Dictionary(
      uniqueKeysWithValues: files.map { ($0.file.lastPathComponent, $0.size == nil ? nil : $0.reasons) })
  }

  @Test func `a file is fresh when it is made, and one that was not is named`() throws {
    let report = try ScratchReport()
    #expect(try state(report) == ["report.md": nil, "report.html": nil])
    let rendered = try report.perform(report.render)
    #expect(try state(report) == ["report.md": [], "report.html": nil])
    let bytes = try Data(contentsOf: report.bench.output.appending(path: "report.md"))
    #expect(rendered.sizes == [bytes.count] && rendered.seconds > 0)
    _ = try report.perform(report.render)
    #expect(try state(report) == ["report.md": [], "report.html": nil])
  }

  @Test func `an edited answer, a new file and another title are told, and a rendering mends them`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    try report.bench.write("Another answer.\n", to: "answers/embeddings/parameters.md")
    try report.bench.write("@book{a, title={A}}\n", to: "references.bib")
    let settings = try String(contentsOf: report.bench.report.appending(path: "report.yml"), encoding: .utf8)
    try report.bench.write(settings.replacing("title: A test", with: "title: Another"), to: "report.yml")
    #expect(
      try state(report)["report.md"] == [
        "title was “A test” and is “Another”", "answers/embeddings/parameters.md was edited", "references.bib is new",
      ])
    _ = try report.perform(report.render)
    #expect(try state(report)["report.md"] == [])
    try FileManager.default.removeItem(at: report.bench.report.appending(path: "references.bib"))
    #expect(try state(report)["report.md"] == ["references.bib is gone"])
  }

  @Test func `what changes no page makes no file stale`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    let file = report.bench.report.appending(path: "report.yml")
    let settings = try String(contentsOf: file, encoding: .utf8)
    try report.bench.write("# A comment\n\(settings)threads: 1\nsubmission: {limit: 20MB}\n", to: "report.yml")
    #expect(try state(report)["report.md"] == [])
  }

  @Test func `a format that was made later is judged by its own making`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    try report.bench.write("Another answer.\n", to: "answers/embeddings/parameters.md")
    var request = report.render
    request.formats = ["html"]
    _ = try report.perform(request)
    let found = try state(report)
    #expect(found["report.html"] == [] && found["report.md"] == ["answers/embeddings/parameters.md was edited"])
  }

  @Test func `a file that was changed by hand and records that are damaged are told`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    try Data("mine".utf8).write(to: report.bench.output.appending(path: "report.md"))
    #expect(try state(report)["report.md"] == ["it was changed by hand"])
    try Data("{".utf8).write(to: report.bench.output.appending(path: "state/stitched.json"))
    #expect(try state(report)["report.md"] == ["nothing is known of what it was made of"])
    _ = try report.perform(report.render)
    #expect(try state(report)["report.md"] == [])
  }

  @Test func `a report without answers has a state, and what cannot be read is a reason`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    let answers = report.bench.report.appending(path: "answers")
    try FileManager.default.createSymbolicLink(
      at: answers.appending(path: "out.md"), withDestinationURL: URL(filePath: "/etc/passwd"))
    let reasons = try #require(try state(report)["report.md"] ?? nil)
    #expect(reasons.contains { $0.contains("out.md") }, "\(reasons)")
    try FileManager.default.removeItem(at: answers)
    let gone = try #require(try state(report)["report.md"] ?? nil)
    #expect(gone.contains("answers/embeddings/parameters.md is gone"), "\(gone)")
  }

  @Test func `settings of the command line count as settings`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    var selection = report.selection
    selection.overrides = ["title=Tried"]
    #expect(try state(report, selection)["report.md"] == ["title was “A test” and is “Tried”"])
  }
}
