import Basics
import Foundation

extension Console {
  /// Whether results may have colours: on a terminal that shows some, unless `NO_COLOR` says otherwise.
  static var isColored: Bool {
    let variables = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && variables["TERM"] != "dumb" && (variables["NO_COLOR"] ?? "").isEmpty
  }

  /// Prints lines in which nothing is left that a terminal would obey but their colours.
  static func show(_ lines: [String]) {
    try? FileHandle.standardOutput.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// Prints what another program reads: as it is, or on a terminal with what that would obey shown instead of sent.
  static func give(_ text: String) {
    guard isatty(STDOUT_FILENO) == 1 else {
      try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
      return
    }
    var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    show(lines.map { TerminalText.line($0) })
  }
}
