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

  /// Where another preview left off, to be gone on with.
  public var continuation: Continuation?

  /// Why a preview has ended.
  public enum End: Sendable, Equatable {
    /// Somebody wanted it.
    case wanted
    /// The program has been built anew; the new one may go on.
    case replaced(Continuation)
  }

  /// A preview of a report.
  public init(_ report: ReportSelection) { self.report = report }

  /// Follows the report until somebody wants it to end, or the program has been built anew.
  ///
  /// - Parameters:
  ///   - environment: What it may know of the machine and its user.
  ///   - cancellation: Ends it when raised.
  ///   - observer: Hears what happens, on whatever thread it happens.
  /// - Throws: `WorkflowError` where there is no such report, or the port cannot be listened at. A report that cannot be stitched is
  ///   no error: it may be mended while it is looked at.
  @discardableResult public func run(
    in environment: Environment, until cancellation: Cancellation,
    observer: @escaping @Sendable (PreviewEvent) -> Void = { _ in }
  ) throws(WorkflowError) -> End {
    let places = try PlacesRequest(report).perform(in: environment, cancellation: cancellation)
    let listener: LoopbackListener
    do { listener = try LoopbackListener(port: continuation?.port ?? port) } catch {
      throw .settings([error.description])
    }
    let board = PreviewBoard()
    let key = continuation?.key ?? RequestGuard.newKey()
    let server = PreviewServer(listener, key: key, board: board, files: PreviewFiles(of: places))
    let session = PreviewSession(
      report, in: environment, places: places, board: board, runsChapters: runsChapters,
      lastVersion: continuation?.version ?? 0, until: cancellation, observer: observer)
    guard let serving = SystemThread.start({ server.serve() }) else {
      throw .settings(["the system has no room for another thread; end other programs and try again"])
    }
    observer(.began(address: server.address))
    let isReplaced = session.follow()
    board.update { ($0.isReplaced, $0.hasEnded) = (isReplaced, !isReplaced) }
    serving.join()
    guard isReplaced else { return .wanted }
    return .replaced(Continuation(port: listener.port, key: key, version: session.version))
  }
}
