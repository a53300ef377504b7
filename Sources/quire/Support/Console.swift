import ArgumentParser
import Basics
import Foundation

/// Where Quire speaks: results on standard output, everything else on standard error.
///
/// File names, keys and titles may be anybody's, so whatever a terminal would obey is shown instead of sent.
enum Console {
  /// Prints a line of a result.
  static func say(_ message: String) { write(message, to: .standardOutput) }

  /// Prints a line on standard error.
  static func complain(_ message: String) { write(message, to: .standardError) }

  /// Prints a problem of usage or settings.
  static func settings(_ message: String) -> ExitCode { exit(.wrongSettings, message) }

  /// Prints a problem and ends with `code`.
  static func exit(_ code: ExitCode, _ message: String) -> ExitCode {
    complain(message)
    return code
  }

  /// Prints several problems, each a line of its own, and ends with `code`.
  static func exit(_ code: ExitCode, _ messages: [String]) -> ExitCode {
    for message in messages { complain(message) }
    return code
  }

  /// Runs a step whose errors are a matter of settings.
  static func asSettings<Value: ~Copyable>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let code as ExitCode {
      throw code
    } catch is CancellationError {
      throw exit(.interrupted, "interrupted")
    } catch {
      throw settings("\(error)")
    }
  }

  private static func write(_ message: String, to handle: FileHandle) {
    // Whoever reads may have gone away: that ends no work.
    try? handle.write(contentsOf: Data((TerminalText.escaped(message) + "\n").utf8))
  }
}
