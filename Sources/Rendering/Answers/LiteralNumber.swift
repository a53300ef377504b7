import Foundation
public import Notebook

/// A number that an answer repeats although it is a result, and that goes wrong when the chapter runs again.
public struct LiteralNumber: Sendable, Equatable {
  /// The line of the answer, counted from one.
  public let line: Int
  /// The number as it is written.
  public let text: String
  /// The result that it repeats, as a placeholder names it.
  public let path: String

  /// The numbers of an answer that are results, with the results' values rounded as the number is written.
  ///
  /// What stands in placeholders, code and comments does not count.
  ///
  /// - Parameters:
  ///   - text: The answer, as Markdown.
  ///   - results: The results of each chapter, by its name.
  ///   - digits: How many digits a number must have to count: two, and every year and list of three is a match.
  public static func find(in text: String, results: [String: JSONValue], digits: Int = 1) -> [LiteralNumber] {
    let values = results.sorted { $0.key < $1.key }.flatMap { leaves(of: $0.value, at: $0.key) }
    var found: [LiteralNumber] = []
    let quoted = /\{\{.*?\}\}|<!--[\s\S]*?-->|```[\s\S]*?```|`[^`\n]*`/
    let prose = text.replacing(quoted) { match in
      String(match.output.map { $0.isNewline ? $0 : " " })
    }
    for (index, line) in prose.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for match in line.matches(of: /[0-9][0-9,]*(?:\.[0-9]+)?/) {
        let written = String(match.output)
        let plain = written.replacing(",", with: "")
        guard plain.count(where: \.isNumber) >= digits else { continue }
        let decimals = plain.split(separator: ".").dropFirst().first?.count ?? 0
        let isResult = { (value: Double) in
          String(format: "%.\(decimals)f", value) == plain || String(format: "%.\(decimals)f", value * 100) == plain
        }
        if let path = values.first(where: { isResult($0.value) })?.path {
          found.append(LiteralNumber(line: index + 1, text: written, path: path))
        }
      }
    }
    return found
  }

  private static func leaves(of value: JSONValue, at path: String) -> [(path: String, value: Double)] {
    switch value {
    case .integer(let number): [(path, Double(number))]
    case .number(let number): [(path, number)]
    case .array(let elements): elements.enumerated().flatMap { leaves(of: $1, at: "\(path).\($0)") }
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { leaves(of: $0.value, at: "\(path).\($0.key)") }
    default: []
    }
  }
}
