/// Reads the vectors of fastText's own binary model, trusting nothing that it says about itself.
///
///     magic, version · settings · the words with their counts · quantised? · [words + buckets, size] floats · …
///
/// A word's vector is the mean of its own row and of those of its pieces; one that the model never saw has the mean of its pieces alone.
/// All numbers are little-endian. Models of before 2017 begin with the settings at once. Labels of a classifier have no vector.
struct FastTextReader {
  /// What every model of 2017 or later begins with.
  static let magic: [UInt8] = [0xBA, 0x16, 0x4F, 0x2F]

  let path: String
  /// The whole file, in memory that outlives the reader.
  let bytes: UnsafeBufferPointer<UInt8>
  let memoryLimit: Int
  let limit: Int

  private static let origin = "take the .bin or the .vec that it was made from"
  private static let name = "fastText's own binary model"

  /// Reads the words and their vectors.
  ///
  /// - Parameter wanted: Words that get a vector of their pieces where the model has no row for them.
  func read(wanted: [String]) throws(EmbeddingError) -> (KeyedVectors, VectorFileReport) {
    var cursor = Cursor(bytes: bytes)
    guard let header = Header(&cursor) else {
      throw failure("ends within its settings, or has settings that no model has")
    }
    let entries = try entries(&cursor, header)
    if !header.isOld {
      guard let isQuantised = cursor.byte() else { throw failure("ends before its vectors") }
      guard isQuantised == 0 else {
        throw failure("is quantised, which is not read", advice: Self.origin)
      }
    }
    guard let rows = cursor.int64(), let columns = cursor.int64() else { throw failure("ends before its vectors") }
    let buckets = header.longestPiece > 0 ? header.buckets : 0
    guard columns == header.size, rows == entries.count + buckets || rows == entries.count + header.buckets else {
      throw failure(
        "has \(rows) rows of \(columns) numbers, where its settings promise \(entries.count + buckets) of \(header.size)"
      )
    }
    guard (bytes.count - cursor.position) / 4 / header.size >= rows else { throw failure("ends within its vectors") }
    let pieces = WordPieceHashes(
      minLength: header.shortestPiece, maxLength: header.longestPiece, buckets: rows > entries.count ? buckets : 0)
    let table = Table(numbers: UnsafeRawBufferPointer(bytes), start: cursor.position, size: header.size)
    var report = VectorFileReport()
    report.place = "vector"
    var found = try VectorRows(
      path: path, expected: entries.count, size: header.size, report: report, memoryLimit: memoryLimit, limit: limit)
    var known: Set<[UInt8]> = []
    for (row, word) in entries.enumerated() {
      if !wanted.isEmpty { known.insert(Array(word)) }
      guard !found.isFull else { continue }
      // The end of a line is a word to fastText; in models of 2017 or later it has no pieces.
      let buckets = !header.isOld && word.elementsEqual("</s>".utf8) ? [] : pieces(word)
      found.add(word, at: row + 1) { table.mean([row] + buckets.map { entries.count + $0 }, into: $0) }
    }
    found.report.isLimited = found.isFull && entries.count > found.report.rows
    for word in wanted where known.insert(Array(word.utf8)).inserted {
      let buckets = pieces(Array(word.utf8))
      guard !buckets.isEmpty else { continue }
      found.compose(word) { table.mean(buckets.map { entries.count + $0 }, into: $0) }
    }
    return try found.finish()
  }

  /// The words in their order, as they lie in the file.
  private func entries(_ cursor: inout Cursor, _ header: Header) throws(EmbeddingError) -> [Slice<
    UnsafeBufferPointer<UInt8>
  >] {
    guard let all = cursor.int32(), let words = cursor.int32(), let labels = cursor.int32(), cursor.int64() != nil,
      all >= 0, words >= 0, words <= all, labels == all - words
    else { throw failure("has no list of words") }
    var pruned = -1
    if !header.isOld {
      guard let count = cursor.int64() else { throw failure("has no list of words") }
      pruned = count
    }
    var entries: [Slice<UnsafeBufferPointer<UInt8>>] = []
    // Each takes ten bytes at least.
    entries.reserveCapacity(min(words, bytes.count / 10))
    for _ in 0..<all {
      guard let word = cursor.text(), cursor.int64() != nil, let kind = cursor.byte() else {
        throw failure("ends within its list of \(all) words, after \(entries.count)")
      }
      if kind == 0 { entries.append(word) }
    }
    guard entries.count == words else {
      throw failure("lists \(entries.count) words, where it promises \(words)")
    }
    guard pruned <= 0 else {
      throw failure("is pruned, which is not read", advice: Self.origin)
    }
    return entries
  }

  private func failure(_ cause: String, advice: String = "get it again, or take the .vec beside it") -> EmbeddingError {
    .file(path: path, line: nil, cause: "is \(Self.name) by its beginning, but it \(cause); \(advice)")
  }

  /// The rows of the model.
  private struct Table {
    let numbers: UnsafeRawBufferPointer
    let start: Int
    let size: Int

    /// Writes the mean of some rows.
    func mean(_ rows: [Int], into elements: UnsafeMutableBufferPointer<Float>) -> String? {
      for row in rows {
        let first = start + 4 * row * size
        for column in elements.indices {
          let bits = numbers.loadUnaligned(fromByteOffset: first + 4 * column, as: UInt32.self)
          elements[column] += Float(bitPattern: UInt32(littleEndian: bits))
        }
      }
      for column in elements.indices { elements[column] /= Float(rows.count) }
      return nil
    }
  }

  /// What of the settings matters to vectors.
  struct Header {
    let isOld: Bool
    let size, buckets, shortestPiece, longestPiece: Int

    /// - Returns: nil where there are no such settings.
    init?(_ cursor: inout Cursor) {
      let start = cursor.position
      isOld = !cursor.bytes.dropFirst(start).starts(with: FastTextReader.magic)
      if !isOld { cursor.position += 8 }
      // size, window, epochs, min_count, negative, word n-grams, loss, model, buckets, shortest and longest piece, …
      var numbers: [Int] = []
      for _ in 0..<12 {
        guard let number = cursor.int32() else { return nil }
        numbers.append(number)
      }
      guard cursor.int64() != nil, (1...100_000).contains(numbers[0]), (1...100_000).contains(numbers[1]),
        numbers[2] >= 0, numbers[3] >= 0, numbers[4] >= 0, (0...1000).contains(numbers[5]),
        (1...4).contains(numbers[6]), (1...3).contains(numbers[7]), numbers[8] >= 0, (0...1000).contains(numbers[9]),
        (0...1000).contains(numbers[10])
      else { return nil }
      (size, buckets, shortestPiece, longestPiece) = (numbers[0], numbers[8], numbers[9], numbers[10])
    }
  }

  /// A place in the file, from which numbers are read as long as there are any.
  struct Cursor {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func byte() -> UInt8? {
      guard position < bytes.count else { return nil }
      defer { position += 1 }
      return bytes[position]
    }

    mutating func int32() -> Int? { load(Int32.self).map { Int(Int32(littleEndian: $0)) } }

    mutating func int64() -> Int? { load(Int64.self).map { Int(Int64(littleEndian: $0)) } }

    /// Bytes up to a nought.
    mutating func text() -> Slice<UnsafeBufferPointer<UInt8>>? {
      let rest = UnsafeBufferPointer(rebasing: bytes[min(position, bytes.count)...])
      guard let length = Bytes.firstOffset(of: 0, in: rest) else { return nil }
      defer { position += length + 1 }
      return bytes[position..<position + length]
    }

    private mutating func load<Number: BitwiseCopyable>(_: Number.Type) -> Number? {
      guard position + MemoryLayout<Number>.size <= bytes.count else { return nil }
      defer { position += MemoryLayout<Number>.size }
      return UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: Number.self)
    }
  }
}
