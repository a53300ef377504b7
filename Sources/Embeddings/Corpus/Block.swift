/// A piece of the file that holds whole records: the unit of work that threads pass on.
final class Block {
  /// The block's place in the file, from 0.
  let index: Int
  private let memory: UnsafeMutableRawBufferPointer
  private let range: Range<Int>
  /// The line on which the block starts, counted from 1.
  let firstLine: Int
  /// Line feeds in the block.
  let lines: Int
  /// Bytes of the file, compressed as they are, that had been read when the block was full.
  let bytesRead: Int
  /// Takes over the memory, of which a range is the block's text.
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

  /// The block's bytes: whole records.
  var text: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: memory[range]).assumingMemoryBound(to: UInt8.self)
  }
}
