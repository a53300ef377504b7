import Basics
import Foundation
import Synchronization
import Workflow

/// A run of stale chapters on a thread of its own, while the page goes on being stitched.
final class ChapterRun: Sendable {
  private let outcome = Mutex<Result<ChaptersRequest.Outcome, WorkflowError>?>(nil)
  private let cancellation: Cancellation

  /// Starts a run.
  ///
  /// - Returns: `nil` where the system has no room for a thread.
  init?(
    _ request: ChaptersRequest, in environment: Environment, partOf whole: Cancellation,
    observer: @escaping @Sendable (Event) -> Void
  ) {
    cancellation = Cancellation(partOf: whole)
    let isStarted = SystemThread.detach { [self] in
      let result = Result { () throws(WorkflowError) in
        try request.perform(in: environment, cancellation: cancellation, observer: observer)
      }
      outcome.withLock { $0 = result }
    }
    guard isStarted else { return nil }
  }

  /// Asks it to end.
  func cancel() { cancellation.cancel() }

  /// What came of it; `nil` while it runs.
  var result: Result<ChaptersRequest.Outcome, WorkflowError>? { outcome.withLock { $0 } }
}
