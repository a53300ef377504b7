internal import Basics
internal import LinearAlgebra

/// Takes a GloVe file apart: lines of a word and its numbers, without a line that says how many.
///
/// The first line says how many numbers a vector has. In every line the last so many fields are the vector and what is
/// before them is the word, blanks included: GloVe's largest files have words such as `. . .`.
struct GloVeFileReader {
  private let path: String
  private let bytes: UnsafeBufferPointer<UInt8>
  private let memoryLimit: Int

  /// - Parameter bytes: The whole file, in memory that outlives the reader.
  init(path: String, bytes: UnsafeBufferPointer<UInt8>, memoryLimit: Int) {
    self.path = path
    self.bytes = bytes
    self.memoryLimit = memoryLimit
  }

  /// Reads the whole file.
  func read() throws(EmbeddingError) -> KeyedVectors {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let first = lines.first else { throw failure(1, "has no vectors") }
    let size = fields(of: first).count - 1
    guard size > 0 else { throw failure(1, "has no word and numbers") }
    if let promise = header(first), promise.size > 1, promise.count == lines.count - 1 {
      throw failure(1, "is a count and a size: the file is word2vec's text, not GloVe's")
    }
    // A word and its vector take at least this many bytes; memory for shorter lines would only be exhausted.
    if let short = lines.firstIndex(where: { $0.count < 2 * size + 1 }) {
      throw shortage(short + 1, fields(of: lines[short]), size)
    }
    try EmbeddingError.checkSize(of: path, words: lines.count, size: size, limit: memoryLimit)
    var matrix = Matrix(rows: lines.count, columns: size)
    var words: [String] = []
    var seen: Set<UTF8Key> = []
    for (row, line) in lines.enumerated() {
      let fields = fields(of: line)
      guard fields.count > size else { throw shortage(row + 1, fields, size) }
      let numbers = fields.suffix(size)
      let end = fields[fields.count - size - 1].endIndex
      guard let word = String(validating: line[fields[0].startIndex..<end], as: UTF8.self) else {
        throw failure(row + 1, "has a word that is not UTF-8")
      }
      guard seen.insert(UTF8Key(word)).inserted else { throw failure(row + 1, "the word \"\(word)\" occurs twice") }
      words.append(word)
      for (column, field) in numbers.enumerated() {
        guard let value = Float(String(decoding: field, as: UTF8.self)) else {
          throw failure(row + 1, "number \(column + 1) of \"\(word)\" is not a number")
        }
        guard value.isFinite else { throw failure(row + 1, "number \(column + 1) of \"\(word)\" is not finite") }
        guard abs(value) <= EmbeddingError.greatestNumber else {
          throw failure(row + 1, "number \(column + 1) of \"\(word)\" is beyond ±\(EmbeddingError.greatestNumber)")
        }
        matrix[row, column] = value
      }
    }
    guard let vocabulary = Vocabulary(words: words) else { preconditionFailure("each word was seen once") }
    return KeyedVectors(vocabulary: vocabulary, vectors: matrix)
  }

  private func fields(of line: Slice<UnsafeBufferPointer<UInt8>>) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  /// What the line says where it is word2vec's first one.
  private func header(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> (count: Int, size: Int)? {
    let numbers = fields(of: line).map { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 2, let count = numbers[0], let size = numbers[1] else { return nil }
    return (count, size)
  }

  /// The error of a line with too few fields.
  private func shortage(_ line: Int, _ fields: [Slice<UnsafeBufferPointer<UInt8>>], _ size: Int) -> EmbeddingError {
    failure(line, "has \(max(fields.count - 1, 0)) numbers, expected \(size)")
  }

  private func failure(_ line: Int, _ cause: String) -> EmbeddingError {
    .file(path: path, line: line, cause: cause)
  }
}
