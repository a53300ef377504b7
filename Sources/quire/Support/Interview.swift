import Basics
import Foundation

/// Questions on a terminal, each with what stands where nothing is typed.
struct Interview {
  /// Whoever is asked has ended the input.
  struct Ended: Error {}

  private let editor = LineEditor()

  /// Whether somebody is there to be asked.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Asks until the answer is one.
  ///
  /// - Parameters:
  ///   - question: What is asked, without a colon.
  ///   - standard: What is answered by an empty line; it is shown in brackets.
  ///   - fault: What is wrong with an answer; nil for nothing.
  /// - Throws: `Ended` at the end of the input.
  func ask(_ question: String, standard: String = "", fault: (String) -> String? = { _ in nil }) throws -> String {
    // A list has brackets of its own.
    let line = TerminalText.line(standard)
    let shown = standard.isEmpty ? "" : standard.hasPrefix("[") ? " \(line)" : " [\(line)]"
    while true {
      guard let line = editor.line("\(question)\(shown): ") else { throw Ended() }
      let typed = line.trimmingCharacters(in: .whitespaces)
      let answer = typed.isEmpty ? standard : typed
      guard let fault = fault(answer) else { return answer }
      Console.diagnose(fault)
    }
  }
}
