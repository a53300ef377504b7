import Basics
import Foundation
import Notebook
import Synchronization

/// Passes the news of a run on as events, and keeps a line of each but the moments within a stage: the run's log. Of stages it
/// also keeps the times.
final class EventReporter: ProgressReporter {
  private struct State {
    var stages: [String: String] = [:]
    var lines: [String] = []
    var timeline = Timeline()
  }

  private let observer: @Sendable (Event) -> Void
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(_ observer: @escaping @Sendable (Event) -> Void) { self.observer = observer }

  /// The lines so far, each with the time since the start.
  var lines: [String] { state.withLock { $0.lines } }

  /// The stages so far, with their times.
  var timeline: Timeline { state.withLock { $0.timeline } }

  /// The time since the start.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  func update(_ slug: String, _ update: ProgressUpdate) {
    state.withLock { state in
      guard state.stages.updateValue(update.stage, forKey: slug) != update.stage else { return }
      log("\(slug): \(update.stage)", &state)
      state.timeline.enter(update.stage, on: slug, at: Timeline.Moment(since: start))
    }
    observer(.progress(update, of: slug))
  }

  /// Times what is made of all chapters.
  func timing<Result, Failure: Error>(_ stage: String, _ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    state.withLock { $0.timeline.enter(stage, on: Timeline.report, at: Timeline.Moment(since: start)) }
    defer { state.withLock { $0.timeline.leave(Timeline.report, at: Timeline.Moment(since: start)) } }
    return try body()
  }

  func note(_ slug: String, _ message: String) { end(slug, message, .note(message, of: slug)) }

  func fail(_ slug: String, _ message: String) { end(slug, "failed: \(message)", .failure(message, of: slug)) }

  func warn(_ slug: String, _ message: String) {
    state.withLock { log("\(slug): warning: \(message)", &$0) }
    observer(.warning(message, of: slug))
  }

  private func end(_ slug: String, _ line: String, _ event: Event) {
    state.withLock { state in
      state.stages[slug] = nil
      log("\(slug): \(line)", &state)
      let moment = Timeline.Moment(since: start)
      // A chapter that has begun and told of no stage yet is at its beginning.
      if line == "started" {
        state.timeline.enter(line, on: slug, at: moment)
      } else {
        state.timeline.leave(slug, at: moment)
      }
    }
    observer(event)
  }

  private func log(_ line: String, _ state: inout State) {
    state.lines.append(NumberText.fixed(seconds, 2, width: 8) + " s  " + TerminalText.escaped(line))
  }
}
