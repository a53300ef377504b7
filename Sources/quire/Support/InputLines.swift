import Foundation
import Notebook

/// What stands on standard input, line by line, as far as a question can hold it.
enum InputLines {
  /// Reads to the end.
  ///
  /// - Throws: `SettingsError` for a line, or a number of lines, that is more than can be asked about, without reading on.
  static func read() throws -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    func end() throws {
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw SettingsError(["standard input: line \(lines.count + 1) is not UTF-8"])
      }
      line = []
      lines.append(text)
      guard lines.count <= TrialQuestion.mostArguments else {
        throw SettingsError([
          "standard input: has more than \(TrialQuestion.mostArguments) lines, which is more than can be asked about at once"
        ])
      }
    }
    while true {
      let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for byte in buffer[..<count] {
        if byte == UInt8(ascii: "\n") {
          try end()
        } else {
          line.append(byte)
          guard line.count <= TrialQuestion.longestArgument else {
            throw SettingsError([
              "standard input: line \(lines.count + 1) is longer than \(TrialQuestion.longestArgument) bytes; a line holds one caption, "
                + "sentence or word"
            ])
          }
        }
      }
    }
    if !line.isEmpty { try end() }
    return lines.filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
