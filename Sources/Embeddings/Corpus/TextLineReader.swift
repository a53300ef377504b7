/// Plain text: every line is a row, blank ones too.
final class TextLineReader: RecordReader {
  func read(_ block: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    rows.sawColumn()
    forEachLine(of: block) { line, index in
      if let offset = UTF8Decoder.firstInvalid(line) {
        rows.malformed(line: index, "byte \(offset + 1) of the line is not valid UTF-8")
      } else {
        rows.row(line.last == 0x0D ? UnsafeBufferPointer(rebasing: line.dropLast()) : line)
      }
    }
  }
}
