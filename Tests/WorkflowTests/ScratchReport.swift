import Foundation
import Synchronization
import TestSupport
import Testing
import Workflow

/// A small report, and requests performed on it in this process.
final class ScratchReport: Sendable {
  let bench: Bench
  let environment: Environment
  let selection: ReportSelection
  private let heard = Mutex<[Event]>([])

  init(settings: String = "title: A test\nauthor: Ada\n") throws {
    bench = try Bench(settings: settings, rows: 60)
    environment = Environment(
      variables: bench.variables, workingFolder: bench.folder, userFolder: bench.folder, processors: 2,
      memory: 4 << 30)
    selection = ReportSelection(report: "report")
  }

  /// Every event so far, and none of them from now on.
  func events() -> [Event] {
    heard.withLock { events in
      defer { events = [] }
      return events
    }
  }

  func perform<Asked: Request>(_ request: Asked, in other: Environment? = nil) throws -> Asked.Result {
    try request.perform(in: other ?? environment) { event in self.heard.withLock { $0.append(event) } }
  }

  /// What a request comes to that gives no result.
  func error(_ request: some Request) throws -> WorkflowError {
    try #require(throws: WorkflowError.self) { try perform(request) }
  }

  /// The rendering of the report as Markdown.
  var render: RenderRequest {
    var request = RenderRequest(selection)
    request.formats = ["md"]
    return request
  }
}
