internal import Archives
import Foundation

/// Cuts a file, gzipped or not, into chunks of whole records.
///
/// Where the cuts lie depends on the file alone. What follows the last whole record is carried into the next chunk, and a
/// record that is larger than a chunk makes the chunk larger.
final class ChunkSource {
  let path: String
  let isCompressed: Bool
  let fileSize: Int
  /// The file's layout, named or detected.
  let format: CorpusFormat
  /// The names in a CSV header or of the first JSON object, in order.
  private(set) var columns: [String] = []
  /// Bytes of text so far, after decompression.
  private(set) var textBytes = 0
  /// The line on which the next chunk starts, counted from 1.
  private(set) var nextLine = 1

  private var reader: GzipReader
  private let recordLimit: Int
  private var memory: UnsafeMutableRawBufferPointer
  /// The bytes of `memory` that are of no chunk yet.
  private var pending = 0..<0
  /// How much of `memory` has been searched for the ends of records, and behind the last of them.
  private var searched = 0
  private var lastEnd = 0
  private var syntax = CSVSyntax()
  private var isAtEnd = false
  private var nextIndex = 0

  private static let chunkBytes = 1 << 19

  /// Opens a file, finds out its layout and reads a CSV header.
  ///
  /// - Throws: `GzipError`, `CorpusError`.
  init(file: URL, options: CorpusOptions) throws {
    reader = try GzipReader(url: file)
    path = file.path
    isCompressed = reader.isCompressed
    fileSize = reader.fileSize
    recordLimit = options.maximumRecordBytes
    memory = ChunkSource.allocate(ChunkSource.chunkBytes)
    let beginning: Int
    do {
      beginning = try ChunkSource.fill(memory, from: 0, &reader)
    } catch {
      // `deinit` runs only once every property has its value, as from the format on.
      memory.deallocate()
      throw error
    }
    let bytes = ChunkSource.text(memory, 0..<beginning)
    format =
      options.format ?? FormatDetection.format(name: file.lastPathComponent, beginning: bytes, column: options.column)
    try FormatDetection.refuseOthers(bytes, format: format, path: file.path)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    pending = (hasMark ? 3 : 0)..<beginning
    searched = pending.lowerBound
    lastEnd = searched
    textBytes = beginning
    isAtEnd = beginning < ChunkSource.capacity(of: memory)
    switch format {
    case .csv: try readHeader()
    case .jsonLines: columns = JSONLineReader.columns(of: ChunkSource.text(memory, pending))
    case .text: break
    }
  }

  deinit {
    memory.deallocate()
  }

  /// The next chunk; `nil` at the end of the file.
  ///
  /// - Throws: `GzipError`; `CorpusError.recordTooLong`, `CorpusError.openQuote`.
  func next() throws -> Chunk? {
    while !isAtEnd {
      search()
      if lastEnd > pending.lowerBound, pending.upperBound == ChunkSource.capacity(of: memory) {
        return cut(at: lastEnd)
      }
      try makeRoom()
      let end = try ChunkSource.fill(memory, from: pending.upperBound, &reader)
      textBytes += end - pending.upperBound
      pending = pending.lowerBound..<end
      isAtEnd = end < ChunkSource.capacity(of: memory)
    }
    search()
    if syntax.isQuoteOpen {
      // Everything after that quote would be one field: better no corpus than a part that looks whole.
      let line = nextLine + Bytes.count(of: 0x0A, in: ChunkSource.text(memory, pending.lowerBound..<lastEnd))
      throw CorpusError.openQuote(path: path, line: line)
    }
    return pending.isEmpty ? nil : cut(at: pending.upperBound)
  }

  /// Looks for ends of records in what has been read since the last time.
  private func search() {
    let fresh = ChunkSource.text(memory, searched..<pending.upperBound)
    if format == .csv {
      var offset = 0
      while let end = syntax.endOfRecord(fresh, from: offset) {
        lastEnd = searched + end
        offset = end
      }
    } else if let offset = Bytes.lastOffset(of: 0x0A, in: fresh) {
      lastEnd = searched + offset + 1
    }
    searched = pending.upperBound
  }

  /// Hands the bytes before `end` over as a chunk and keeps the rest in fresh memory.
  private func cut(at end: Int) -> Chunk {
    let rest = end..<pending.upperBound
    let fresh = ChunkSource.allocate(max(ChunkSource.chunkBytes, rest.count * 2))
    fresh.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[rest]))
    let chunk = Chunk(
      index: nextIndex, memory: memory, range: pending.lowerBound..<end, firstLine: nextLine,
      bytesRead: reader.compressedOffset)
    nextIndex += 1
    nextLine += chunk.lines
    memory = fresh
    pending = 0..<rest.count
    searched = rest.count
    lastEnd = 0
    return chunk
  }

  /// Doubles the memory where a record fills all of it.
  private func makeRoom() throws {
    guard pending.upperBound == ChunkSource.capacity(of: memory) else { return }
    guard pending.count <= recordLimit else {
      throw CorpusError.recordTooLong(path: path, line: nextLine, limit: recordLimit)
    }
    let larger = ChunkSource.allocate(ChunkSource.capacity(of: memory) * 2)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<pending.upperBound]))
    memory.deallocate()
    memory = larger
  }

  /// Takes the first record that is not blank for the names of the columns.
  private func readHeader() throws {
    while pending.count > 0 {
      let bytes = ChunkSource.text(memory, pending)
      let end = syntax.endOfRecord(bytes, from: 0)
      if end == nil, !isAtEnd {
        throw CorpusError.recordTooLong(path: path, line: nextLine, limit: ChunkSource.chunkBytes)
      }
      if syntax.isQuoteOpen { throw CorpusError.openQuote(path: path, line: nextLine) }
      let record = UnsafeBufferPointer(rebasing: bytes[..<(end ?? bytes.count)])
      nextLine += Bytes.count(of: 0x0A, in: record)
      pending = pending.lowerBound + record.count..<pending.upperBound
      searched = pending.lowerBound
      lastEnd = searched
      let fields = CSVRecordReader.withoutLineEnd(record)
      guard fields.isEmpty else {
        columns = CSVRecord.fields(of: fields)
        return
      }
    }
  }

  /// Memory for so many bytes of text, and behind them what the JSON parser may read beyond.
  private static func allocate(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + JSONLineReader.padding, alignment: 64)
    memory[capacity...].initializeMemory(as: UInt8.self, repeating: 0)
    return memory
  }

  private static func capacity(of memory: UnsafeMutableRawBufferPointer) -> Int {
    memory.count - JSONLineReader.padding
  }

  private static func text(_ memory: UnsafeMutableRawBufferPointer, _ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: memory[range]).assumingMemoryBound(to: UInt8.self)
  }

  /// Reads until the memory is full or the file ends.
  ///
  /// - Returns: The end of what has been read.
  private static func fill(
    _ memory: UnsafeMutableRawBufferPointer, from start: Int, _ reader: inout GzipReader
  ) throws -> Int {
    var end = start
    let capacity = capacity(of: memory)
    while end < capacity {
      let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[end..<capacity]))
      if count == 0 { break }
      end += count
    }
    return end
  }
}

/// A piece of the file that holds whole records: the unit of work that threads pass on.
final class Chunk {
  /// The chunk's place in the file, from 0.
  let index: Int
  private let memory: UnsafeMutableRawBufferPointer
  private let range: Range<Int>
  /// The line on which the chunk starts, counted from 1.
  let firstLine: Int
  /// Line feeds in the chunk.
  let lines: Int
  /// Bytes of the file, compressed as they are, that had been read when the chunk was full.
  let bytesRead: Int
  /// Takes over the memory, of which a range is the chunk's text.
  init(index: Int, memory: UnsafeMutableRawBufferPointer, range: Range<Int>, firstLine: Int, bytesRead: Int) {
    self.index = index
    self.memory = memory
    self.range = range
    self.firstLine = firstLine
    self.bytesRead = bytesRead
    let text = UnsafeRawBufferPointer(rebasing: memory[range]).assumingMemoryBound(to: UInt8.self)
    lines = Bytes.count(of: UInt8(ascii: "\n"), in: text)
  }

  deinit {
    memory.deallocate()
  }

  /// The chunk's bytes: whole records.
  var text: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: memory[range]).assumingMemoryBound(to: UInt8.self)
  }
}
