internal import Basics
internal import Foundation

/// A file of questions with known answers.
enum EvaluationFile {
  /// A line of such a file.
  struct Line {
    /// Counted from 1.
    var number: Int
    var text: Substring
  }

  /// The most bytes that such a file may have: a hundred times the largest that is published.
  private static let largest = 64 << 20

  /// Its lines, without their ends, a byte order mark and those that are empty.
  static func lines(of file: URL) throws(EmbeddingError) -> [Line] {
    let text: String
    do { text = try InputFile.text(of: file, limit: largest) } catch { throw .unusable(error) }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { Line(number: $0.offset + 1, text: $0.element) }.filter { !$0.text.isEmpty }
  }
}

/// Lines of a file that are not what it is a file of.
public struct PassedOverLines: Sendable, Equatable {
  /// How many there are.
  public private(set) var count = 0
  /// The number of the first, counted from 1.
  public private(set) var firstLine = 0
  /// The beginning of the first.
  public private(set) var first = ""

  mutating func add(_ line: EvaluationFile.Line) {
    if count == 0 { (firstLine, first) = (line.number, String(line.text.prefix(60))) }
    count += 1
  }
}

/// Rows of words regardless of case; of words that are then the same, the first.
struct CaselessRows {
  private var rows: [UTF8Key: Int] = [:]

  init(_ words: some Sequence<String>) {
    for (row, word) in words.enumerated() {
      let key = UTF8Key(word.uppercased())
      if rows[key] == nil { rows[key] = row }
    }
  }

  subscript(word: some StringProtocol) -> Int? { rows[UTF8Key(word.uppercased())] }
}
