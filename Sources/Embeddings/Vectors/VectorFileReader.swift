internal import Basics
internal import LinearAlgebra

/// Takes a word2vec file apart, byte by byte, trusting nothing that it says about itself.
struct VectorFileReader {
  private let path: String
  private let format: VectorFileFormat
  private let bytes: UnsafeBufferPointer<UInt8>
  private let memoryLimit: Int
  private var next = 0
  private var line = 1

  /// - Parameter bytes: The whole file, in memory that outlives the reader.
  init(path: String, format: VectorFileFormat, bytes: UnsafeBufferPointer<UInt8>, memoryLimit: Int) {
    self.path = path
    self.format = format
    self.bytes = bytes
    self.memoryLimit = memoryLimit
  }

  private var end: Int { bytes.count }

  /// Reads the whole file.
  mutating func read() throws(EmbeddingError) -> KeyedVectors {
    let (count, size) = try header()
    try EmbeddingError.checkSize(of: path, words: count, size: size, limit: memoryLimit)
    var matrix = Matrix(rows: count, columns: size)
    var words: [String] = []
    words.reserveCapacity(count)
    var seen: Set<UTF8Key> = []
    for row in 0..<count {
      guard next < end else { throw failure("ends after \(row) of \(count) vectors") }
      let word = try self.word(row)
      guard seen.insert(UTF8Key(word)).inserted else { throw failure("the word \"\(word)\" occurs twice") }
      words.append(word)
      let result = matrix.withUnsafeMutableBufferPointer { elements in
        Result<Void, EmbeddingError> { () throws(EmbeddingError) in
          let vector = UnsafeMutableBufferPointer(rebasing: elements[row * size..<(row + 1) * size])
          switch format {
          case .text, .glove: try textVector(of: word, into: vector)
          case .binary: try binaryVector(of: word, into: vector, row: row, count: count)
          }
        }
      }
      try result.get()
    }
    skipBlanks(lineBreaks: true)
    guard next == end else { throw failure("goes on after the \(count) vectors that its first line promises") }
    guard let vocabulary = Vocabulary(words: words) else { preconditionFailure("each word was seen once") }
    return KeyedVectors(vocabulary: vocabulary, vectors: matrix)
  }

  private mutating func header() throws(EmbeddingError) -> (count: Int, size: Int) {
    let stop = bytes[..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
    let fields = bytes[..<min(stop, 64)].split { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
      .map { Int(String(decoding: $0, as: UTF8.self)) }
    guard fields.count == 2, let count = fields[0], let size = fields[1], count >= 0, size > 0 else {
      throw failure("does not begin with the number of words and the size of a vector")
    }
    next = min(stop + 1, end)
    line = 2
    // A word and its vector take at least this many bytes; a header that promises more would only exhaust memory.
    let (least, overflows) = size.multipliedReportingOverflow(by: format == .binary ? 4 : 2)
    guard !overflows, count == 0 || least <= end - next, count <= (end - next) / (least + 1) + 1 else {
      throw failure("promises \(count) vectors of \(size) numbers, more than its \(end) bytes can hold")
    }
    return (count, size)
  }

  private mutating func word(_ row: Int) throws(EmbeddingError) -> String {
    // Some writers of the binary form end each vector with a line break.
    if format == .binary { while next < end, bytes[next] == UInt8(ascii: "\n") { next += 1 } }
    let start = next
    while next < end, bytes[next] != 0x20, format == .binary || bytes[next] != 0x0A { next += 1 }
    guard next < end, bytes[next] == 0x20, next > start else {
      throw failure("vector \(row + 1) has no word and numbers")
    }
    guard let word = String(validating: bytes[start..<next], as: UTF8.self) else {
      throw failure("the word of vector \(row + 1) is not UTF-8")
    }
    next += 1
    return word
  }

  private mutating func textVector(
    of word: String, into vector: UnsafeMutableBufferPointer<Float>
  ) throws(EmbeddingError) {
    for column in vector.indices {
      skipBlanks(lineBreaks: false)
      guard next < end, bytes[next] != 0x0A else {
        throw failure("\"\(word)\" has \(column) numbers, expected \(vector.count)")
      }
      let stop = bytes[next...].firstIndex { $0 == 0x20 || (0x09...0x0D).contains($0) } ?? bytes.count
      // The standard library's parser, since `strtof` would follow the locale.
      guard let value = Float(String(decoding: bytes[next..<stop], as: UTF8.self)) else {
        throw failure("number \(column + 1) of \"\(word)\" is not a number")
      }
      guard value.isFinite else { throw failure("number \(column + 1) of \"\(word)\" is not finite") }
      guard abs(value) <= EmbeddingError.greatestNumber else {
        throw failure("number \(column + 1) of \"\(word)\" is beyond ±\(EmbeddingError.greatestNumber)")
      }
      vector[column] = value
      next = stop
    }
    skipBlanks(lineBreaks: false)
    guard next == end || bytes[next] == 0x0A else {
      throw failure("\"\(word)\" has more than \(vector.count) numbers")
    }
    next = min(next + 1, end)
    line += 1
  }

  private mutating func binaryVector(
    of word: String, into vector: UnsafeMutableBufferPointer<Float>, row: Int, count: Int
  ) throws(EmbeddingError) {
    guard end - next >= vector.count * 4 else { throw failure("ends within vector \(row + 1) of \(count)") }
    let numbers = UnsafeRawBufferPointer(bytes)
    for column in vector.indices {
      let bits = numbers.loadUnaligned(fromByteOffset: next + 4 * column, as: UInt32.self)
      vector[column] = Float(bitPattern: UInt32(littleEndian: bits))
    }
    guard vector.allSatisfy(\.isFinite) else { throw failure("the vector of \"\(word)\" is not finite") }
    guard vector.allSatisfy({ abs($0) <= EmbeddingError.greatestNumber }) else {
      throw failure("the vector of \"\(word)\" holds a number beyond ±\(EmbeddingError.greatestNumber)")
    }
    next += vector.count * 4
    line += 1
  }

  private mutating func skipBlanks(lineBreaks: Bool) {
    while next < end,
      bytes[next] == 0x20 || bytes[next] == 0x09 || bytes[next] == 0x0D
        || (lineBreaks && bytes[next] == 0x0A)
    {
      next += 1
    }
  }

  /// An error at the line being read; the binary form has no lines.
  private func failure(_ cause: String) -> EmbeddingError {
    .file(path: path, line: format == .binary ? nil : line, cause: cause)
  }
}
