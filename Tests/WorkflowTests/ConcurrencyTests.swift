import Basics
import Foundation
import Synchronization
import Testing
import Workflow

@Suite struct ConcurrencyTests {
  @Test func `one request at a time has a report's output, and the next finds it free`() throws {
    let report = try ScratchReport()
    let refusals = Mutex<[WorkflowError]>([])
    // While the first is in the middle of a chapter, a second wants the same output.
    _ = try report.render.perform(in: report.environment) { event in
      guard event == .note("started", of: "embeddings") else { return }
      let error = try? report.error(report.render)
      refusals.withLock { $0 += error.map { [$0] } ?? [] }
    }
    let refused = refusals.withLock { $0 }
    #expect(refused.count == 1)
    #expect(refused.first?.messages.first?.contains("another run is at work here") == true)
    for _ in 0..<20 { #expect(try report.perform(report.render).isUnchanged) }
    #expect(report.events() == Array(repeating: .stitching, count: 20))
  }

  @Test func `requests on outputs of their own are performed side by side, to the same bytes`() async throws {
    let report = try ScratchReport()
    let texts = try await withThrowingTaskGroup(of: Data.self) { group in
      for name in ["one", "two", "three"] {
        group.addTask {
          var request = report.render
          request.report.outputFolder = name
          return try Data(contentsOf: report.perform(request).files[0])
        }
      }
      return try await group.reduce(into: [Data]()) { $0.append($1) }
    }
    #expect(texts.count == 3 && Set(texts).count == 1)
  }

  @Test func `a cancelled request ends, leaves no output, and gives its output free`() throws {
    let report = try ScratchReport()
    let cancellation = Cancellation()
    var long = report.render
    long.report.overrides = ["embeddings.epochs=1000"]
    #expect(throws: WorkflowError.cancelled("interrupted; the last good report stands as it was")) {
      try long.perform(in: report.environment, cancellation: cancellation) { event in
        if case .progress(let update, _) = event, update.stage == "training" { cancellation.cancel() }
      }
    }
    #expect(!FileManager.default.fileExists(atPath: report.bench.output.appending(path: "report.md").path))
    #expect(try report.perform(ListRequest(report.selection)).map(\.status.word) == ["never run"])
    #expect(try report.perform(report.render).failed.isEmpty)
  }

  @Test func `a request that is cancelled before it begins does nothing`() throws {
    let report = try ScratchReport()
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: WorkflowError.self) {
      try report.render.perform(in: report.environment, cancellation: cancellation)
    }
    #expect(throws: WorkflowError.cancelled("interrupted")) {
      try MachineRequest(report.selection).perform(in: report.environment, cancellation: cancellation)
    }
    #expect(try report.perform(ListRequest(report.selection)).map(\.status.word) == ["never run"])
  }
}
