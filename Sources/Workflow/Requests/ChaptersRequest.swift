import Basics
import Notebook

/// Runs the chapters that are stale, and stitches nothing.
public struct ChaptersRequest: Request {
  /// What came of it.
  public enum Outcome: Sendable, Equatable {
    /// The chapters that ran, of which some may have failed; none where all were fresh.
    case ran([String], failed: [String])
    /// Another run is at work in the output; the sentence says which.
    case busy(String)
  }

  /// Which report.
  public var report: ReportSelection

  /// The stale chapters of a report.
  public init(_ report: ReportSelection) { self.report = report }

  /// Runs them.
  ///
  /// A chapter that fails is no error: the others run, and the page says so in its place.
  public func result(in context: Context) throws -> Outcome {
    let bench = try Workbench.open(report, in: context)
    bench.warnOfScarceMemory(context)
    do {
      return try OutputFolder.hold(bench.folder) { output in
        if report.isAside, report.outputFolder == nil { try output.adopt(from: ReportFolder(bench.folder.root)) }
        let reporter = EventReporter(context.observer)
        let outcomes = try bench.run(reporter, context.cancellation, output)
        guard outcomes.contains(where: \.ran) else { return .ran([], failed: []) }
        try RunLog(
          outcomes: outcomes, lines: reporter.lines, seconds: reporter.seconds, timeline: reporter.timeline
        )
        .write(to: bench.folder, output, threads: bench.threads)
        return .ran(outcomes.filter(\.ran).map(\.slug), failed: outcomes.filter { $0.failure != nil }.map(\.slug))
      }
    } catch let error as NotebookError {
      guard case .locked = error else { throw error }
      return .busy("\(error)")
    }
  }
}
