internal import Basics

/// Takes vectors in text apart, with word2vec's first line or, as GloVe's, without one.
///
/// In every line the last so many fields are the vector and what is before them is the word, blanks included: GloVe's largest files have
/// words such as `. . .`. Without a first line that says how many numbers a vector has, the first vector does.
struct TextVectorReader {
  let path: String
  /// The whole file, mapped into memory.
  let file: MappedFile
  let memoryLimit: Int
  let limit: Int

  private typealias Line = UnsafeBufferPointer<UInt8>

  /// The file's bytes.
  private var bytes: UnsafeBufferPointer<UInt8> { file.bytes.bindMemory(to: UInt8.self) }

  /// Reads the whole file.
  func read(hasHeader: Bool) throws(EmbeddingError) -> (KeyedVectors, VectorFileReport) {
    var report = VectorFileReport()
    var (next, number) = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 1)
    let size: Int
    if hasHeader {
      let header = line(from: next)
      guard let promise = Self.header(header), promise.count >= 0, promise.size > 0 else {
        throw failure(1, "does not begin with the number of words and the size of a vector")
      }
      report.promised = promise.count
      size = promise.size
      (next, number) = (next + header.count + 1, 2)
      // Memory for what no file of this size holds would only be exhausted.
      let (least, overflows) = size.multipliedReportingOverflow(by: 2)
      guard !overflows, promise.count == 0 || least <= bytes.count else {
        throw failure(1, "promises vectors of \(size) numbers, more than its \(bytes.count) bytes can hold")
      }
    } else {
      size = try sizeWithoutHeader(from: next)
    }
    let expected = rows(of: size, from: next)
    var rows = try VectorRows(
      path: path, expected: expected, size: size, report: report, memoryLimit: memoryLimit, limit: limit)
    var fields: [Range<Int>] = []
    var pages = ReadPages(file)
    while next < bytes.count, !rows.isFull {
      pages.leave(before: next)
      let line = line(from: next)
      next += line.count + 1
      defer { number += 1 }
      Self.split(line, into: &fields)
      if fields.isEmpty { continue }
      guard fields.count > size else {
        // A blank in the word's place is a word of nothing.
        if fields.count == size, Self.isBlank(line[0]) {
          rows.add([], at: number) { _ in nil }
        } else {
          let word = String(decoding: line[fields[0]], as: UTF8.self)
          rows.leaveOut(
            number,
            "\u{201C}\(word)\u{201D} has \(fields.count - 1) \(fields.count == 2 ? "number" : "numbers"), expected \(size)"
          )
        }
        try refuseFirst(rows.report, number)
        continue
      }
      let word = line[fields[0].lowerBound..<fields[fields.count - size - 1].upperBound]
      let numbers = fields.suffix(size)
      rows.add(word, at: number) { vector in
        for (column, field) in numbers.enumerated() {
          // The standard library's parser, since `strtof` would follow the locale.
          guard let value = Float(String(decoding: line[field], as: UTF8.self)) else {
            let text = String(decoding: line[field].prefix(40), as: UTF8.self)
            let isSparse = text.contains(":") ? ", and files of index:number pairs are not read" : ""
            return "has “\(text)” where number \(column + 1) should be\(isSparse)"
          }
          vector[column] = value
        }
        return nil
      }
      try refuseFirst(rows.report, number)
    }
    rows.report.isLimited = next < bytes.count && rows.isFull
    return try rows.finish()
  }

  /// A first row that is none is no row that may be left out: the file is of another kind.
  private func refuseFirst(_ report: VectorFileReport, _ line: Int) throws(EmbeddingError) {
    guard report.rows == 1, report.leftOut.count == 1, report.leftOut.reason != "a vector without a word" else {
      return
    }
    throw failure(line, report.leftOut.reason)
  }

  /// How many numbers the vectors have, by the first lines.
  private func sizeWithoutHeader(from start: Int) throws(EmbeddingError) -> Int {
    var next = start
    var numbers: [Int] = []
    var fields: [Range<Int>] = []
    var firstLine = 1
    while next < bytes.count, numbers.count < 3 {
      let line = line(from: next)
      next += line.count + 1
      Self.split(line, into: &fields)
      guard !fields.isEmpty else {
        if numbers.isEmpty { firstLine += 1 }
        continue
      }
      if numbers.isEmpty {
        guard fields.count > 1 else { throw failure(firstLine, "has no word and numbers") }
        let first = fields.dropFirst().prefix(8).allSatisfy { Float(String(decoding: line[$0], as: UTF8.self)) != nil }
        guard first else {
          throw failure(
            firstLine,
            "is neither a word and its numbers nor word2vec's count and size: “\(String(decoding: line.prefix(40), as: UTF8.self))”"
          )
        }
        numbers.append(fields.count - 1)
      } else {
        numbers.append(fields.reversed().prefix { Float(String(decoding: line[$0], as: UTF8.self)) != nil }.count)
      }
    }
    guard let size = numbers.first else { throw failure(1, "has no vectors") }
    // A vector of the first line's length ends every longer line too, and nothing would tell that it is cut.
    if numbers.count > 1, numbers.dropFirst().allSatisfy({ $0 > size + 1 }) {
      throw failure(
        firstLine,
        "has \(size) \(size == 1 ? "number" : "numbers") where the lines below it have \(numbers[1]), so it is no vector; the first line of "
          + "word2vec's text is the number of words and the size of a vector")
    }
    return size
  }

  /// At most how many rows of so many numbers there are.
  private func rows(of size: Int, from start: Int) -> Int {
    var (next, count) = (start, 0)
    var pages = ReadPages(file)
    while next < bytes.count {
      pages.leave(before: next)
      let length = line(from: next).count
      if length >= 2 * size { count += 1 }
      next += length + 1
    }
    return count
  }

  /// The line that starts at a byte, without its line feed.
  private func line(from start: Int) -> Line {
    guard start < bytes.count else { return Line(rebasing: bytes[bytes.count...]) }
    let rest = Line(rebasing: bytes[start...])
    return Line(rebasing: rest[..<(Bytes.firstOffset(of: 0x0A, in: rest) ?? rest.count)])
  }

  /// What a line says where it is word2vec's first one.
  private static func header(_ line: Line) -> (count: Int, size: Int)? {
    var fields: [Range<Int>] = []
    split(line, into: &fields)
    let numbers = fields.prefix(3).map { Int(String(decoding: line[$0], as: UTF8.self)) }
    guard numbers.count == 2, let count = numbers[0], let size = numbers[1] else { return nil }
    return (count, size)
  }

  private static func split(_ line: Line, into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    var index = 0
    while index < line.count {
      while index < line.count, isBlank(line[index]) { index += 1 }
      let start = index
      while index < line.count, !isBlank(line[index]) { index += 1 }
      if index > start { fields.append(start..<index) }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func failure(_ line: Int, _ cause: String) -> EmbeddingError { .file(path: path, line: line, cause: cause) }
}
