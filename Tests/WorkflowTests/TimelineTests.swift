import Foundation
import TestSupport
import Testing
import Workflow

/// When a run was at what: `run.json`, and the trace that is asked for.
@Suite struct TimelineTests {
  /// A stage as `run.json` has it.
  private struct Span: Decodable {
    var track: String
    var stage: String
    var start: Double
    var seconds: Double
  }

  private struct Record: Decodable {
    var seconds: Double
    var timeline: [Span]
  }

  private struct Trace: Decodable {
    var traceEvents: [Event]

    struct Event: Decodable {
      var name: String
      var ph: String
      var pid: Int
      var tid: Int
      var ts: Double?
      var dur: Double?
      var args: Arguments?
    }

    struct Arguments: Decodable {
      var name: String?
      var busy: Double?
    }
  }

  private func record(_ report: ScratchReport) throws -> Record {
    try JSONDecoder().decode(
      Record.self, from: Data(contentsOf: report.bench.output.appending(path: "run.json")))
  }

  @Test func `the stages of a chapter follow each other, and stitching comes after them`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    let run = try record(report)
    let chapter = run.timeline.filter { $0.track == "embeddings" }
    #expect(chapter.first?.stage == "started")
    #expect(Set(chapter.map(\.stage)).count > 2, "a chapter tells of its stages")
    // Times are rounded to thousandths.
    for (one, next) in zip(chapter, chapter.dropFirst()) { #expect(next.start >= one.start + one.seconds - 0.002) }
    let stitching = try #require(run.timeline.last)
    #expect(stitching.track == "report" && stitching.stage == "stitching" && stitching.seconds > 0)
    #expect(try stitching.start >= #require(chapter.last).start)
    for span in run.timeline {
      #expect(span.start >= 0 && span.seconds >= 0 && span.start + span.seconds <= run.seconds + 0.002)
    }
  }

  @Test func `a chapter that is fresh is on no timeline`() throws {
    let report = try ScratchReport()
    _ = try report.perform(report.render)
    _ = try report.perform(report.render)
    #expect(try record(report).timeline.map(\.track) == ["report"])
  }

  @Test func `a trace has a row for each track, its stages as bars, and the cores`() throws {
    let report = try ScratchReport()
    var request = report.render
    let file = report.bench.folder.appending(path: "trace.json")
    request.trace = file
    _ = try report.perform(request)
    let events = try JSONDecoder().decode(Trace.self, from: Data(contentsOf: file)).traceEvents
    let rows = events.filter { $0.name == "thread_name" && $0.ph == "M" }
    #expect(rows.compactMap(\.args?.name) == ["embeddings", "report"] && Set(rows.map(\.tid)).count == 2)
    let bars = events.filter { $0.ph == "X" }
    let spans = try record(report).timeline
    #expect(bars.map(\.name).sorted() == spans.map(\.stage).sorted())
    for (row, track) in zip(rows, ["embeddings", "report"]) {
      #expect(bars.filter { $0.tid == row.tid }.map(\.name) == spans.filter { $0.track == track }.map(\.stage))
    }
    #expect(bars.allSatisfy { ($0.ts ?? -1) >= 0 && ($0.dur ?? -1) >= 0 })
    let cores = events.filter { $0.ph == "C" }
    #expect(cores.contains { ($0.args?.busy ?? 0) > 0 } && cores.allSatisfy { ($0.args?.busy ?? -1) >= 0 })
  }

  @Test func `a trace that cannot be written is refused before anything runs`() throws {
    let report = try ScratchReport()
    var request = report.render
    request.trace = report.bench.folder.appending(path: "missing/trace.json")
    #expect(try report.error(request).description.hasPrefix("--trace: there is no folder "))
    for other in [report.bench.report, URL(filePath: "/dev/null")] {
      request.trace = other
      #expect(try report.error(request).description.hasSuffix(" is not a file; name one, new or old"))
    }
    #expect(!FileManager.default.fileExists(atPath: report.bench.output.appending(path: "run.json").path))
  }
}
