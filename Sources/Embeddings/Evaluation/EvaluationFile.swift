internal import Basics
internal import Foundation

/// A file of questions with known answers.
enum EvaluationFile {
  /// The most bytes that such a file may have: a hundred times the largest that is published.
  private static let largest = 64 << 20

  /// Its lines, without their ends and without empty ones.
  static func lines(of file: URL) throws(EmbeddingError) -> [String] {
    let text: String
    do { text = try InputFile.text(of: file, limit: largest) } catch { throw .unusable(error) }
    return text.split(whereSeparator: \.isNewline).map(String.init)
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
