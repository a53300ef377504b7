import ArgumentParser
import Foundation

/// Says what is wrong on standard error, and ends with the exit code that fits.
enum Complaint {
  /// Prints a problem of usage or settings.
  static func settings(_ message: String) -> ExitCode {
    say(message)
    return .wrongSettings
  }

  /// Prints a problem and ends with `code`.
  static func exit(_ code: ExitCode, _ message: String) -> ExitCode {
    say(message)
    return code
  }

  /// Prints a line on standard error.
  static func say(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
  }

  /// Runs a step whose errors are a matter of settings.
  static func asSettings<Value: ~Copyable>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let code as ExitCode {
      throw code
    } catch {
      throw settings("\(error)")
    }
  }
}
