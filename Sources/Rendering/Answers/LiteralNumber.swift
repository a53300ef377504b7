public import Basics
import Foundation
import Notebook

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
    find(in: text, written: WrittenResults(results), digits: digits)
  }

  /// Every result as it is written, with so many decimals as are asked for: made once for several answers.
  public final class WrittenResults {
    private let values: [(path: String, value: Double)]
    private var paths: [Int: [String: String]] = [:]

    /// - Parameter results: The results of each chapter, by its name.
    public init(_ results: [String: JSONValue]) {
      values = results.sorted { $0.key < $1.key }.flatMap { LiteralNumber.leaves(of: $0.value, at: $0.key) }
    }

    /// The path of the first value that is written in a certain way, as it is or as a percentage.
    fileprivate func path(to text: String, _ decimals: Int) -> String? {
      if paths[decimals] == nil { paths[decimals] = LiteralNumber.paths(to: values, decimals) }
      return paths[decimals]?[text]
    }
  }

  /// The same, with results that are written down already.
  public static func find(in text: String, written results: WrittenResults, digits: Int = 1) -> [LiteralNumber] {
    var found: [LiteralNumber] = []
    for (index, line) in prose(of: text).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      for written in numbers(in: line) {
        let plain = written.filter { $0 != "," }
        let decimals = plain.split(separator: ".").dropFirst().first?.count ?? 0
        guard plain.count(where: \.isNumber) >= digits, decimals <= mostDecimals else { continue }
        if let path = results.path(to: plain, decimals) {
          found.append(LiteralNumber(line: index + 1, text: written, path: path))
        }
      }
    }
    return found
  }

  /// No result has more than a double's.
  private static let mostDecimals = 17

  /// The path of the first value that is written in a certain way, as it is or as a percentage.
  fileprivate static func paths(to values: [(path: String, value: Double)], _ decimals: Int) -> [String: String] {
    var paths: [String: String] = [:]
    for (path, value) in values {
      for value in [value, value * 100] {
        let text = NumberText.fixed(value, decimals)
        if paths[text] == nil { paths[text] = path }
      }
    }
    return paths
  }

  /// The text's lines, with blanks for what is code, a comment or a placeholder.
  private static func prose(of text: String) -> [UInt8] {
    let source = MarkdownSource(text)
    var prose = source.bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    for range in source.prose {
      prose[range] = source.bytes[range]
      for span in CodeSpans(of: source.bytes, in: range).spans { blank(span, in: &prose) }
    }
    var position = 0
    while let start = prose.firstIndex(of: Array("{{".utf8), from: position) {
      let end = prose[start...].firstIndex(of: UInt8(ascii: "\n")) ?? prose.count
      position =
        (start + 2..<max(end, start + 2)).first { prose.has("}}", at: $0) }.map { $0 + 2 } ?? max(end, start + 2)
      blank(start..<position, in: &prose)
    }
    return prose
  }

  private static func blank(_ range: Range<Int>, in prose: inout [UInt8]) {
    for index in range where prose[index] != UInt8(ascii: "\n") { prose[index] = UInt8(ascii: " ") }
  }

  /// The numbers of a line, with commas between their thousands; not the digits of a name such as word2vec, or of a work that is
  /// cited.
  private static func numbers(in line: ArraySlice<UInt8>) -> [String] {
    let isDigit = { (byte: UInt8) in UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    let isLetter = { (byte: UInt8) in UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }
    var numbers: [String] = []
    var index = line.startIndex
    while index < line.endIndex {
      guard isDigit(line[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < line.endIndex, isDigit(line[index]) || line[index] == UInt8(ascii: ",") { index += 1 }
      if index + 1 < line.endIndex, line[index] == UInt8(ascii: "."), isDigit(line[index + 1]) {
        index += 1
        while index < line.endIndex, isDigit(line[index]) { index += 1 }
      }
      // As in ViT-B/32 as well.
      let before = start > line.startIndex && line[start - 1] == UInt8(ascii: "/") ? start - 1 : start
      let isOfName =
        before > line.startIndex && isLetter(line[before - 1]) || index < line.endIndex && isLetter(line[index])
      if !isOfName { numbers.append(String(decoding: line[start..<index], as: UTF8.self)) }
    }
    return numbers
  }

  fileprivate static func leaves(of value: JSONValue, at path: String) -> [(path: String, value: Double)] {
    switch value {
    case .integer(let number): [(path, Double(number))]
    case .number(let number): [(path, number)]
    case .array(let elements): elements.enumerated().flatMap { leaves(of: $1, at: "\(path).\($0)") }
    case .object(let members):
      members.sorted { UTF8Key($0.name) < UTF8Key($1.name) }.flatMap { leaves(of: $0.value, at: "\(path).\($0.name)") }
    default: []
    }
  }
}
