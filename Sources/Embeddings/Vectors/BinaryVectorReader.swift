internal import Basics

/// Takes word2vec's binary form apart, trusting nothing that it says about itself.
struct BinaryVectorReader {
  let path: String
  /// The whole file, mapped into memory.
  let file: MappedFile
  let memoryLimit: Int
  let limit: Int

  /// Reads the whole file.
  func read() throws(EmbeddingError) -> (KeyedVectors, VectorFileReport) {
    let bytes = file.bytes.bindMemory(to: UInt8.self)
    let stop = Bytes.firstOffset(of: 0x0A, in: UnsafeBufferPointer(rebasing: bytes.prefix(64))) ?? min(64, bytes.count)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let fields = bytes[min(start, stop)..<stop].split { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
      .map { Int(String(decoding: $0, as: UTF8.self)) }
    guard fields.count == 2, let count = fields[0], let size = fields[1], count >= 0, size > 0 else {
      throw failure("does not begin with the number of words and the size of a vector")
    }
    var next = min(stop + 1, bytes.count)
    let (length, overflows) = size.multipliedReportingOverflow(by: 4)
    guard !overflows, count == 0 || length <= bytes.count - next else {
      throw failure("promises vectors of \(size) numbers, more than its \(bytes.count) bytes can hold")
    }
    var report = VectorFileReport()
    report.promised = count
    report.place = "vector"
    // A word and its vector take at least this many bytes.
    let most = (bytes.count - next) / (length + 2) + 1
    var rows = try VectorRows(
      path: path, expected: min(count, most), size: size, report: report, memoryLimit: memoryLimit, limit: limit)
    let numbers = UnsafeRawBufferPointer(bytes)
    var pages = ReadPages(file)
    while !rows.isFull {
      pages.leave(before: next)
      // Some writers end each vector with a line break.
      while next < bytes.count, bytes[next] == 0x0A { next += 1 }
      guard next < bytes.count else { break }
      let place = rows.report.rows + 1
      let rest = UnsafeBufferPointer(rebasing: bytes[next...])
      guard let blank = Bytes.firstOffset(of: 0x20, in: rest), rest.count - blank - 1 >= length else {
        throw failure("ends within vector \(place) of \(count)")
      }
      let vector = next + blank + 1
      rows.add(rest[..<blank], at: place) { elements in
        for column in elements.indices {
          let bits = numbers.loadUnaligned(fromByteOffset: vector + 4 * column, as: UInt32.self)
          elements[column] = Float(bitPattern: UInt32(littleEndian: bits))
        }
        return nil
      }
      next = vector + length
    }
    rows.report.isLimited = rows.isFull && next < bytes.count
    return try rows.finish()
  }

  private func failure(_ cause: String) -> EmbeddingError { .file(path: path, line: nil, cause: cause) }
}
