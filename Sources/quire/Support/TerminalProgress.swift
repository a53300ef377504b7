import Basics
import Foundation
import Notebook
import Synchronization

/// Progress for a person: one bar a chapter, redrawn in place on a terminal; elsewhere a plain line a stage.
final class TerminalProgress: ProgressReporter {
  private struct Line {
    var stage = ""
    var began = ContinuousClock.now
    var text = ""
  }

  private struct State {
    var order: [String] = []
    var lines: [String: Line] = [:]
    var drawn = 0
    var lastDraw: ContinuousClock.Instant?
    var log: [String] = []
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let isTerminal: Bool
  private let isQuiet: Bool

  init(isTerminal: Bool, isQuiet: Bool) {
    self.isTerminal = isTerminal
    self.isQuiet = isQuiet
  }

  /// Every line so far, each with the time since the start: the run's log.
  var log: [String] { state.withLock { $0.log } }

  func update(_ slug: String, _ update: ProgressUpdate) {
    state.withLock { state in
      var line = state.lines[slug] ?? Line()
      let isNewStage = line.stage != update.stage
      if isNewStage {
        line.stage = update.stage
        line.began = .now
        log(&state, "\(slug): \(update.stage)")
      }
      line.text = Self.text(slug, update, since: line.began)
      if !state.order.contains(slug) { state.order.append(slug) }
      state.lines[slug] = line
      guard !isQuiet else { return }
      if isTerminal {
        let isDue = state.lastDraw.map { ContinuousClock.now - $0 > .milliseconds(80) } ?? true
        if isNewStage || isDue || update.fraction == 1 { draw(&state) }
      } else if isNewStage {
        Console.complain("\(slug): \(update.stage)")
      }
    }
  }

  func note(_ slug: String, _ message: String) {
    state.withLock { state in
      state.order.removeAll { $0 == slug }
      state.lines[slug] = nil
      say("\(slug): \(message)", isSilenced: isQuiet && !message.hasPrefix("failed"), &state)
    }
  }

  func warn(_ slug: String, _ message: String) {
    state.withLock { say("\(slug): warning: \(message)", isSilenced: false, &$0) }
  }

  /// Clears the bars away.
  func finish() {
    state.withLock { state in
      if isTerminal { erase(&state) }
      state.order = []
    }
  }

  /// A line above the bars.
  private func say(_ line: String, isSilenced: Bool, _ state: inout State) {
    log(&state, line)
    if isSilenced { return }
    if isTerminal { erase(&state) }
    Console.complain(line)
    if isTerminal { draw(&state) }
  }

  private func log(_ state: inout State, _ message: String) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    state.log.append(String(format: "%8.2f s  ", seconds) + TerminalText.escaped(message))
  }

  private func erase(_ state: inout State) {
    guard state.drawn > 0 else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\u{1B}[\(state.drawn)F\u{1B}[J".utf8))
    state.drawn = 0
  }

  private func draw(_ state: inout State) {
    erase(&state)
    let text = state.order.compactMap { state.lines[$0]?.text }.joined(separator: "\n")
    guard !text.isEmpty else { return }
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    state.drawn = state.order.count
    state.lastDraw = .now
  }

  private static func text(_ slug: String, _ update: ProgressUpdate, since began: ContinuousClock.Instant) -> String {
    var parts = ["\(slug): \(update.stage)"]
    if let fraction = update.fraction {
      let width = 24
      let full = Int((max(0, min(1, fraction)) * Double(width)).rounded())
      parts.append(String(repeating: "█", count: full) + String(repeating: "░", count: width - full))
      parts.append(String(format: "%3.0f %%", fraction * 100))
      let elapsed = (ContinuousClock.now - began) / .seconds(1)
      if fraction > 0.02, fraction < 1, elapsed > 1 {
        parts.append(String(format: "%.0f s left", elapsed / fraction * (1 - fraction)))
      }
    }
    if !update.detail.isEmpty { parts.append(update.detail) }
    return TerminalText.line(parts.joined(separator: "  "))
  }
}
