import Basics
import Foundation
import Notebook
import Synchronization
import Workflow

/// Events for a person: one bar a chapter, redrawn in place on a terminal; elsewhere a plain line a stage.
final class TerminalProgress: Sendable {
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
    /// When each chapter began that has not ended.
    var beginnings: [String: ContinuousClock.Instant] = [:]
  }

  private let state = Mutex(State())
  private let isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  private let isQuiet: Bool

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Shows an event.
  func show(_ event: Event) {
    switch event {
    case .progress(let update, let subject): move(subject, update)
    case .note(let message, let slug): end(slug, isQuiet ? nil : "\(slug): \(message)\(time(of: slug, at: message))")
    case .failure(let message, let slug): end(slug, "\(slug): failed: \(message)")
    case .warning(let message, let slug):
      state.withLock { say((slug.map { $0 + ": " } ?? "") + "warning: \(message)", &$0) }
    case .stitching, .fetched: finish()
    }
  }

  /// How long a chapter took that ends now, as the rest of its line; nothing for one that begins now, or that was quick.
  private func time(of slug: String, at message: String) -> String {
    state.withLock { state in
      if message == "started" { state.beginnings[slug] = .now }
      guard message == "done", let beginning = state.beginnings.removeValue(forKey: slug) else { return "" }
      let seconds = (ContinuousClock.now - beginning) / .seconds(1)
      return seconds < 1 ? "" : ", \(Duration.text(seconds))"
    }
  }

  private func move(_ subject: String, _ update: ProgressUpdate) {
    guard !isQuiet else { return }
    state.withLock { state in
      var line = state.lines[subject] ?? Line()
      let isNewStage = line.stage != update.stage
      if isNewStage {
        line.stage = update.stage
        line.began = .now
      }
      line.text = Self.text(subject, update, since: line.began)
      if !state.order.contains(subject) { state.order.append(subject) }
      state.lines[subject] = line
      if isTerminal {
        let isDue = state.lastDraw.map { ContinuousClock.now - $0 > .milliseconds(80) } ?? true
        if isNewStage || isDue || update.fraction == 1 { draw(&state) }
      } else if isNewStage {
        Console.diagnose("\(subject): \(update.stage)")
      }
    }
  }

  private func end(_ slug: String, _ line: String?) {
    state.withLock { state in
      state.order.removeAll { $0 == slug }
      state.lines[slug] = nil
      if let line { say(line, &state) }
    }
  }

  /// Clears the bars away.
  func finish() {
    state.withLock { state in
      if isTerminal { erase(&state) }
      state.order = []
    }
  }

  /// A line above the bars.
  private func say(_ line: String, _ state: inout State) {
    if isTerminal { erase(&state) }
    Console.diagnose(line)
    if isTerminal { draw(&state) }
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
      parts.append(NumberText.fixed(fraction * 100, 0, width: 3) + " %")
      let elapsed = (ContinuousClock.now - began) / .seconds(1)
      if fraction > 0.02, fraction < 1, elapsed > 1 {
        parts.append("\(Duration.text((elapsed / fraction * (1 - fraction)).rounded(.up))) left")
      }
    }
    if !update.detail.isEmpty { parts.append(update.detail) }
    return TerminalText.line(parts.joined(separator: "  "))
  }
}
