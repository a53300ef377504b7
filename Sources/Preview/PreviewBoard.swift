import Basics
import Foundation
import Synchronization
import Workflow

/// The state of a preview, seen by every connection.
final class PreviewBoard: Sendable {
  private let monitor = Monitor(PreviewState())
  private let lastMoment = Mutex(ContinuousClock.now)

  /// The state now.
  var state: PreviewState { monitor.wait { $0 } }

  /// Changes the state and wakes all who wait for that.
  func update(_ change: (inout PreviewState) -> Void) {
    monitor.update { state in
      change(&state)
      state.revision += 1
    }
  }

  /// The state once it is another than the one with a number.
  func state(after revision: Int) -> PreviewState { monitor.wait { $0.revision == revision ? nil : $0 } }

  /// Takes in what a run of chapters tells; moments within a stage no more than ten times a second.
  func take(_ event: Event) {
    switch event {
    case .progress(let update, let chapter):
      let isDue = lastMoment.withLock { last in
        guard .now - last > .milliseconds(100) else { return false }
        last = .now
        return true
      }
      let isKnown = state.work.contains { $0.chapter == chapter && $0.stage == update.stage }
      guard isDue || !isKnown else { return }
      let work = PreviewState.Work(
        chapter: chapter, stage: update.stage, fraction: update.fraction.flatMap { $0.isFinite ? $0 : nil },
        detail: update.detail)
      self.update { state in
        if let index = state.work.firstIndex(where: { $0.chapter == chapter }) {
          state.work[index] = work
        } else {
          state.work.append(work)
        }
      }
    case .note("started", let chapter):
      update { state in
        state.failures.removeAll { $0.hasPrefix("\(chapter): ") }
        state.work.removeAll { $0.chapter == chapter }
        state.work.append(.init(chapter: chapter, stage: "started", fraction: nil, detail: ""))
      }
    case .note(_, let chapter): update { $0.work.removeAll { $0.chapter == chapter } }
    case .failure(let message, let chapter):
      update { state in
        state.work.removeAll { $0.chapter == chapter }
        state.failures.append("\(chapter): \(message)")
      }
    case .warning, .stitching, .fetched: break
    }
  }
}
