import Foundation

/// The file of the specification, and what it holds.
enum Specification {
  static let file: URL? = ProcessInfo.processInfo.environment["QUIRE_TEST_SPECIFICATION"].flatMap { path in
    FileManager.default.fileExists(atPath: path) ? URL(filePath: path) : nil
  }

  /// The examples: between a fence of 32 backticks and a line with a point, `→` for a tab.
  static func examples(of file: URL) throws -> [String] {
    let fence = String(repeating: "`", count: 32)
    var examples: [String] = []
    var lines: [Substring]?
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(fence + " example") {
        lines = []
      } else if line == ".", let example = lines {
        examples.append(example.joined(separator: "\n").replacing("→", with: "\t") + "\n")
        lines = nil
      } else {
        lines?.append(line)
      }
    }
    return examples
  }
}
