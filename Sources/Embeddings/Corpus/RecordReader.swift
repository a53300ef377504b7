/// Takes a chunk of whole records apart and hands on the text of each.
///
/// One reader serves one thread, chunk after chunk.
protocol RecordReader: AnyObject {
  /// Reads every record of a chunk.
  ///
  /// - Parameters:
  ///   - chunk: Whole records; `JSONLineReader.padding` bytes behind it are readable.
  ///   - rows: Takes the texts, and what is malformed, in order.
  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector)
}

extension RecordReader {
  /// Calls back with every line of a chunk, without its line feed.
  @inline(__always)
  func forEachLine(
    of chunk: UnsafeBufferPointer<UInt8>, _ body: (_ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> Void
  ) {
    var start = 0
    var index = 0
    while start < chunk.count {
      let rest = UnsafeBufferPointer(rebasing: chunk[start...])
      let length = Bytes.firstOffset(of: UInt8(ascii: "\n"), in: rest) ?? rest.count
      body(UnsafeBufferPointer(rebasing: rest[..<length]), index)
      start += length + 1
      index += 1
    }
  }
}

/// Plain text: every line is a row, blank ones too. A row that is longer than a chunk comes in pieces.
final class TextLineReader: RecordReader {
  private var converted: [UInt8] = []

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    rows.sawColumn()
    let hasLineEnd = chunk.last == 0x0A
    forEachLine(of: chunk) { line, index in
      let text = line.last == 0x0D ? UnsafeBufferPointer(rebasing: line.dropLast()) : line
      let isLast =
        !hasLineEnd && (line.baseAddress.map { $0 + line.count == chunk.baseAddress! + chunk.count } ?? false)
      rows.text(text, line: index, scratch: &converted, isPiece: isLast && rows.endsInRow)
    }
  }
}
