internal import Foundation

/// A file of questions with known answers.
enum EvaluationFile {
  /// Its lines, without their ends and without empty ones.
  static func lines(of file: URL) throws(EmbeddingError) -> [String] {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: file)
    } catch {
      throw .file(path: file.path, line: nil, cause: "cannot be read: \(error.localizedDescription)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .file(path: file.path, line: nil, cause: "is not UTF-8")
    }
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
