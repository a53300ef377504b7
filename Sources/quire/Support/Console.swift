import ArgumentParser
import Basics
import Foundation
import Workflow

/// Where Quire speaks: results on standard output, everything else on standard error.
///
/// File names, keys and titles may be anybody's, so whatever a terminal would obey is shown instead of sent.
enum Console {
  /// Prints a line of a result.
  static func say(_ message: String) { write(message, to: .standardOutput) }

  /// Prints a line on standard error.
  static func diagnose(_ message: String) { write(message, to: .standardError) }

  /// Prints a problem and ends with `code`.
  static func exit(_ code: ExitCode, _ message: String) -> ExitCode { exit(code, [message]) }

  /// Prints several problems, each a line of its own, and ends with `code`.
  static func exit(_ code: ExitCode, _ messages: [String]) -> ExitCode {
    for message in messages { diagnose(message) }
    return code
  }

  /// Performs a request, which Ctrl-C ends, and shows its events.
  ///
  /// - Parameters:
  ///   - isQuiet: Whether only warnings and failures are shown.
  ///   - watched: What ends it, where Ctrl-C is watched for already.
  ///   - observer: Hears every event after it has been shown.
  /// - Throws: An exit, after every message has been printed.
  static func perform<Asked: Request>(
    _ request: Asked, isQuiet: Bool = true, cancellation watched: Cancellation? = nil,
    observer: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws -> Asked.Result {
    let cancellation = watched ?? Cancellation()
    let interruption = watched == nil ? Interruption(raising: cancellation) : nil
    defer { withExtendedLifetime(interruption) {} }
    let progress = TerminalProgress(isQuiet: isQuiet)
    do {
      let result = try request.perform(in: .ofProcess, cancellation: cancellation) { event in
        progress.show(event)
        observer(event)
      }
      progress.finish()
      return result
    } catch {
      progress.finish()
      throw exit(code(of: error), error.messages)
    }
  }

  private static func code(of error: WorkflowError) -> ExitCode {
    switch error {
    case .settings: .wrongSettings
    case .incomplete: .incomplete
    case .failed: .chapterFailed
    case .cancelled: .interrupted
    }
  }

  /// The entries of an option that takes several, as in `md,html`.
  static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func write(_ message: String, to handle: FileHandle) {
    // Whoever reads may have gone away: that ends no work.
    try? handle.write(contentsOf: Data((TerminalText.escaped(message) + "\n").utf8))
  }
}
