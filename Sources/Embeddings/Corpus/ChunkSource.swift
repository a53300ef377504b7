internal import Archives
import Foundation

/// Cuts a file of texts into chunks of whole records.
///
/// Where the cuts lie depends on the file alone. What follows the last whole record is carried into the next chunk, and a
/// record that is larger than a chunk makes the chunk larger; of plain text, which is read without looking ahead, it goes on in the next.
final class ChunkSource {
  let path: String
  /// What the file's bytes are wrapped in.
  let packing: Packing
  let fileSize: Int
  /// The file's layout, said by the caller or found out, with the names of its columns.
  let layout: LayoutDetection.Found
  /// How its characters are written down.
  let encoding: TextEncoding
  /// Bytes of text so far, after decompression.
  private(set) var textBytes = 0
  /// The line on which the next chunk starts, counted from 1.
  private(set) var nextLine = 1

  private var reader: TextSource
  private let recordLimit: Int
  private var memory: UnsafeMutableRawBufferPointer
  /// The bytes of `memory` that are of no chunk yet.
  private var pending = 0..<0
  /// How much of `memory` has been searched for the ends of records, and behind the last of them.
  private var searched = 0
  private var lastEnd = 0
  private var syntax: CSVSyntax
  private var objects = JSONObjects()
  private var isAtEnd = false
  /// Whether the chunk before ended within a row.
  private var isInRow = false
  private var nextIndex: Int
  /// What is known of the file.
  let opened: OpenedFile

  private static let chunkBytes = 1 << 19

  /// Opens a file, finds out its layout and reads a CSV header.
  ///
  /// - Parameters:
  ///   - place: The file's place among those that are read, from 0.
  ///   - firstChunk: The number of its first chunk.
  /// - Throws: `ArchiveError`, `CorpusError`.
  init(file: URL, options: CorpusOptions, place: Int = 0, firstChunk: Int = 0) throws {
    reader = try TextSource(url: file, limit: options.unpackedLimit)
    path = file.path
    packing = reader.packing
    fileSize = reader.fileSize
    encoding = reader.encoding
    recordLimit = options.maximumRecordBytes
    memory = ChunkSource.allocate(ChunkSource.chunkBytes)
    do {
      var end = try ChunkSource.fill(memory, from: 0, &reader)
      // What the first record is can be told only of a whole one, unless every line is just a text.
      while end == ChunkSource.capacity(of: memory), ChunkSource.needsMore(ChunkSource.text(memory, 0..<end)),
        end <= recordLimit
      {
        memory = ChunkSource.doubled(memory)
        end = try ChunkSource.fill(memory, from: end, &reader)
      }
      pending = 0..<end
      isAtEnd = end < ChunkSource.capacity(of: memory)
      layout = try LayoutDetection(
        beginning: ChunkSource.text(memory, 0..<end), isWhole: isAtEnd,
        name: packing.contentName(of: file.lastPathComponent),
        path: path, packing: packing, column: options.column
      ).find(options.format)
    } catch {
      // `deinit` runs only once every property has its value, as from the layout on.
      memory.deallocate()
      throw error
    }
    syntax = CSVSyntax(layout.dialect)
    textBytes = pending.count
    nextIndex = firstChunk
    do {
      opened = try OpenedFile(
        place: place, path: path, layout: layout, encoding: encoding, packing: packing, sought: options.column
      )
    } catch {
      memory.deallocate()
      throw error
    }
    if layout.format == .csv { try passHeader() }
  }

  deinit {
    memory.deallocate()
  }

  /// The next chunk; `nil` at the end of the file.
  ///
  /// - Throws: `ArchiveError`; `CorpusError.recordTooLong`, `CorpusError.openQuote`.
  func next() throws -> Chunk? {
    while !isAtEnd {
      search()
      if lastEnd > pending.lowerBound, pending.upperBound == ChunkSource.capacity(of: memory) {
        return cut(at: lastEnd)
      }
      if layout.format == .text, pending.upperBound == ChunkSource.capacity(of: memory),
        let length = LongRow.end(in: ChunkSource.text(memory, pending))
      {
        return cut(at: pending.lowerBound + length, endsInRow: true)
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
    switch layout.format {
    case .csv:
      var offset = 0
      while let end = syntax.endOfRecord(fresh, from: offset) {
        lastEnd = searched + end
        offset = end
      }
    case .json:
      var offset = 0
      while let end = objects.endOfObject(fresh, from: offset) {
        lastEnd = searched + end
        offset = end
      }
    case .keyValues:
      // A blank line may lie across the border of what has been searched.
      let start = max(pending.lowerBound, searched - 3)
      if let end = KeyValueReader.lastEnd(in: ChunkSource.text(memory, start..<pending.upperBound)) {
        lastEnd = start + end
      }
    case .jsonLines, .pythonLines, .text:
      if let offset = Bytes.lastOffset(of: 0x0A, in: fresh) { lastEnd = searched + offset + 1 }
    }
    searched = pending.upperBound
  }

  /// Hands the bytes before `end` over as a chunk and keeps the rest in fresh memory.
  ///
  /// - Parameter endsInRow: Whether the row that the chunk ends with goes on behind it.
  private func cut(at end: Int, endsInRow: Bool = false) -> Chunk {
    let rest = end..<pending.upperBound
    let fresh = ChunkSource.allocate(max(ChunkSource.chunkBytes, rest.count * 2))
    fresh.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[rest]))
    let chunk = Chunk(
      index: nextIndex, file: opened, memory: memory, range: pending.lowerBound..<end, firstLine: nextLine,
      bytesRead: reader.fileOffset, startsInRow: isInRow, endsInRow: endsInRow)
    isInRow = endsInRow
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
    memory = ChunkSource.doubled(memory)
  }

  /// Whether the beginning of a file is less than the first record of one that is no plain text.
  private static func needsMore(_ beginning: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = beginning.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else {
      return false
    }
    var objects = JSONObjects()
    return Bytes.firstOffset(of: 0x0A, in: beginning) == nil && objects.endOfObject(beginning, from: 0) == nil
  }

  /// Passes over the first record that is not blank, which has the names of the columns.
  private func passHeader() throws {
    while pending.count > 0 {
      let bytes = ChunkSource.text(memory, pending)
      let end = syntax.endOfRecord(bytes, from: 0)
      if end == nil, !isAtEnd {
        throw CorpusError.recordTooLong(path: path, line: nextLine, limit: pending.count)
      }
      if syntax.isQuoteOpen { throw CorpusError.openQuote(path: path, line: nextLine) }
      let record = UnsafeBufferPointer(rebasing: bytes[..<(end ?? bytes.count)])
      nextLine += Bytes.count(of: 0x0A, in: record)
      pending = pending.lowerBound + record.count..<pending.upperBound
      searched = pending.lowerBound
      lastEnd = searched
      if !CSVRecordReader.withoutLineEnd(record).isEmpty { return }
    }
  }

  /// Memory for so many bytes of text, and behind them what the JSON parser may read beyond.
  private static func allocate(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + JSONLineReader.padding, alignment: 64)
    memory[capacity...].initializeMemory(as: UInt8.self, repeating: 0)
    return memory
  }

  /// The same bytes in twice the room.
  private static func doubled(_ memory: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer {
    let larger = allocate(capacity(of: memory) * 2)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<capacity(of: memory)]))
    memory.deallocate()
    return larger
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
    _ memory: UnsafeMutableRawBufferPointer, from start: Int, _ reader: inout TextSource
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
