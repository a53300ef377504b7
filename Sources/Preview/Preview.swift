public import Basics
import Foundation
public import Workflow

/// A report followed while it is written: a page on this machine that follows its files.
///
///     files ─► FileWatcher ─► PreviewSession ─► PageRequest ─► PreviewBoard ─► PreviewServer ─► the page's script
///                                   └─► ChapterRun (what is stale) ─┘
///
/// The page is stitched in memory and differs from `report.html` in no byte; a frame around it shows what is going on.
public struct Preview: Sendable {
  /// Which report.
  public var report: ReportSelection
  /// The port; 0 for any that is free.
  public var port: UInt16 = 0
  /// Whether chapters run when they are stale.
  public var runsChapters = true

  /// A preview of a report.
  public init(_ report: ReportSelection) { self.report = report }

  /// Follows the report until somebody wants it to end.
  ///
  /// - Parameters:
  ///   - environment: What it may know of the machine and its user.
  ///   - cancellation: Ends it when raised.
  ///   - observer: Hears what happens, on whatever thread it happens.
  /// - Throws: `WorkflowError` where there is no such report, or the port cannot be listened at. A report that cannot be stitched is
  ///   no error: it may be mended while it is looked at.
  public func run(
    in environment: Environment, until cancellation: Cancellation,
    observer: @escaping @Sendable (PreviewEvent) -> Void = { _ in }
  ) throws(WorkflowError) {
    let places = try PlacesRequest(report).perform(in: environment, cancellation: cancellation)
    let listener: LoopbackListener
    do { listener = try LoopbackListener(port: port) } catch { throw .settings([error.description]) }
    let board = PreviewBoard()
    let server = PreviewServer(listener, board: board, files: PreviewFiles(of: places))
    let session = PreviewSession(
      report, in: environment, places: places, board: board, runsChapters: runsChapters, until: cancellation,
      observer: observer)
    guard let serving = SystemThread.start({ server.serve() }) else {
      throw .settings(["the system has no room for another thread; end other programs and try again"])
    }
    observer(.began(address: server.address))
    session.follow()
    board.update { $0.hasEnded = true }
    serving.join()
  }
}
