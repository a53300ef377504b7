/// Takes a block of whole records apart and hands on the text of each.
///
/// One reader serves one thread, block after block.
protocol RecordReader: AnyObject {
  /// Reads every record of a block.
  ///
  /// - Parameters:
  ///   - block: Whole records; `JSONLineReader.padding` bytes behind it are readable.
  ///   - rows: Takes the texts, and what is malformed, in order.
  func read(_ block: UnsafeBufferPointer<UInt8>, into rows: RowCollector)
}

extension RecordReader {
  /// Calls back with every line of a block, without its line feed.
  @inline(__always)
  func forEachLine(
    of block: UnsafeBufferPointer<UInt8>, _ body: (_ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> Void
  ) {
    var start = 0
    var index = 0
    while start < block.count {
      let rest = UnsafeBufferPointer(rebasing: block[start...])
      let length = Bytes.firstOffset(of: UInt8(ascii: "\n"), in: rest) ?? rest.count
      body(UnsafeBufferPointer(rebasing: rest[..<length]), index)
      start += length + 1
      index += 1
    }
  }
}
