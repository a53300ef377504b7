/// A piece of the file that holds whole records, or of plain text a part of a long row: the unit of work that threads pass on.
final class Chunk {
  /// The chunk's place among those of all files, from 0.
  let index: Int
  /// The file that it is of.
  let file: OpenedFile
  private let memory: UnsafeMutableRawBufferPointer
  private let range: Range<Int>
  /// The line on which the chunk starts, counted from 1.
  let firstLine: Int
  /// Line feeds in the chunk.
  let lines: Int
  /// Bytes of the file, compressed as they are, that had been read when the chunk was full.
  let bytesRead: Int
  /// Whether the first row began in the chunk before, and whether the last goes on in the next.
  let startsInRow, endsInRow: Bool

  /// Takes over the memory, of which a range is the chunk's text.
  init(
    index: Int, file: OpenedFile, memory: UnsafeMutableRawBufferPointer, range: Range<Int>, firstLine: Int,
    bytesRead: Int, startsInRow: Bool = false, endsInRow: Bool = false
  ) {
    self.index = index
    self.file = file
    self.memory = memory
    self.range = range
    self.firstLine = firstLine
    self.bytesRead = bytesRead
    self.startsInRow = startsInRow
    self.endsInRow = endsInRow
    let text = UnsafeRawBufferPointer(rebasing: memory[range]).assumingMemoryBound(to: UInt8.self)
    lines = Bytes.count(of: UInt8(ascii: "\n"), in: text)
  }

  deinit {
    memory.deallocate()
  }

  /// The chunk's bytes.
  var text: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: memory[range]).assumingMemoryBound(to: UInt8.self)
  }
}
