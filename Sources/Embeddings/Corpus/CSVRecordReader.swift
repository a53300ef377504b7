/// Comma-separated values: of every record, one field is the row. Blank lines are passed over.
///
/// A record is malformed where it has another number of fields than the header or is no UTF-8. An empty field is an empty
/// row: the format does not tell an empty text from none.
final class CSVRecordReader: RecordReader {
  private let field: Int
  private let fieldCount: Int
  private var record = CSVRecord()

  /// - Parameters:
  ///   - field: The position of the wanted column.
  ///   - fieldCount: The number of columns in the header.
  init(field: Int, fieldCount: Int) {
    self.field = field
    self.fieldCount = fieldCount
  }

  func read(_ block: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    rows.sawColumn()
    var syntax = CSVSyntax()
    var start = 0
    var line = 0
    while start < block.count {
      let end = syntax.endOfRecord(block, from: start) ?? block.count
      let whole = UnsafeBufferPointer(rebasing: block[start..<end])
      readRecord(CSVRecordReader.withoutLineEnd(whole), line, rows)
      line += Bytes.count(of: UInt8(ascii: "\n"), in: whole)
      start = end
    }
  }

  private func readRecord(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Int, _ rows: RowCollector) {
    guard !bytes.isEmpty else { return }
    if UTF8Decoder.firstInvalid(bytes) != nil { return rows.malformed(line: line, "is not valid UTF-8") }
    let found = record.withField(field, of: bytes) { text, count in
      if count == fieldCount { rows.row(text) }
    }
    if found != fieldCount {
      rows.malformed(line: line, "has \(found) fields where the header has \(fieldCount)")
    }
  }

  /// A record without its line feed and the carriage return before it.
  static func withoutLineEnd(_ record: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var end = record.count
    if end > 0, record[end - 1] == 0x0A { end -= 1 }
    if end > 0, record[end - 1] == 0x0D { end -= 1 }
    return UnsafeBufferPointer(rebasing: record[..<end])
  }
}
