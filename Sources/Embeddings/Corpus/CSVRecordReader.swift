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

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    rows.sawColumn()
    var syntax = CSVSyntax()
    var start = 0
    var line = 0
    while start < chunk.count {
      let end = syntax.endOfRecord(chunk, from: start) ?? chunk.count
      let whole = UnsafeBufferPointer(rebasing: chunk[start..<end])
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

/// The grammar of comma-separated values (RFC 4180) as an automaton over bytes.
///
/// Lenient where Python's `csv` is: a quote within an unquoted field, and text after a closing quote, stand for
/// themselves. A record ends at a line feed outside quotes; a carriage return before it belongs to the line end.
struct CSVSyntax {
  enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted
  }

  private(set) var state = State.fieldStart

  /// Whether the bytes so far leave a quoted field open.
  var isQuoteOpen: Bool { state == .quoted }

  /// Takes the bytes up to the end of a record, or all of them.
  ///
  /// - Returns: The offset behind the line feed that ends the record; `nil` where the bytes end before it does.
  mutating func endOfRecord(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    let end = bytes.count
    while index < end {
      let byte = bytes[index]
      switch state {
      case .quoted:
        // Most of a file of texts lies within quotes.
        let rest = UnsafeBufferPointer(rebasing: bytes[index...])
        guard let quote = Bytes.firstOffset(of: UInt8(ascii: "\""), in: rest) else { return nil }
        index += quote
        state = .quoteInQuoted
      case .fieldStart where byte == UInt8(ascii: "\""), .quoteInQuoted where byte == UInt8(ascii: "\""):
        state = .quoted
      default:
        if byte == UInt8(ascii: "\n") {
          state = .fieldStart
          return index + 1
        }
        state = byte == UInt8(ascii: ",") ? .fieldStart : .unquoted
      }
      index += 1
    }
    return nil
  }
}

/// One record of comma-separated values, taken apart.
struct CSVRecord {
  private var scratch: [UInt8] = []

  /// Counts the fields of a record and hands one over, if it is there, unquoted and with their number.
  ///
  /// - Parameter record: A whole record without its line end.
  /// - Returns: The number of fields.
  @discardableResult
  mutating func withField(
    _ wanted: Int, of record: UnsafeBufferPointer<UInt8>,
    _ body: (_ text: UnsafeBufferPointer<UInt8>, _ fieldCount: Int) -> Void
  ) -> Int {
    var fieldCount = 0
    var start = 0
    var plain: UnsafeBufferPointer<UInt8>?
    var needsScratch = false
    while true {
      let end = endOfField(record, from: start)
      if fieldCount == wanted {
        let field = UnsafeBufferPointer(rebasing: record[start..<end])
        plain = simpleContents(field)
        needsScratch = plain == nil
        if needsScratch { unquote(field) }
      }
      fieldCount += 1
      guard end < record.count else { break }
      start = end + 1
    }
    if needsScratch {
      scratch.withUnsafeBufferPointer { body($0, fieldCount) }
    } else if let plain {
      body(plain, fieldCount)
    }
    return fieldCount
  }

  /// All fields of a record, as text.
  static func fields(of record: UnsafeBufferPointer<UInt8>) -> [String] {
    var reader = CSVRecord()
    var fields: [String] = []
    var start = 0
    while true {
      let end = reader.endOfField(record, from: start)
      reader.withField(0, of: UnsafeBufferPointer(rebasing: record[start..<end])) { text, _ in
        fields.append(String(decoding: text, as: UTF8.self))
      }
      guard end < record.count else { return fields }
      start = end + 1
    }
  }

  /// The offset of the comma that ends a field, or the record's end.
  private func endOfField(_ record: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    if index < record.count, record[index] == UInt8(ascii: "\"") {
      index += 1
      while let quote = Bytes.firstOffset(of: UInt8(ascii: "\""), in: UnsafeBufferPointer(rebasing: record[index...])) {
        index += quote + 1
        guard index < record.count, record[index] == UInt8(ascii: "\"") else { break }
        index += 1
      }
    }
    let rest = UnsafeBufferPointer(rebasing: record[index...])
    return Bytes.firstOffset(of: UInt8(ascii: ","), in: rest).map { index + $0 } ?? record.count
  }

  /// The contents of a field whose bytes stand as they are, between quotes or without any.
  private func simpleContents(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    guard field.first == UInt8(ascii: "\"") else { return field }
    let inner = UnsafeBufferPointer(rebasing: field[1...])
    guard Bytes.firstOffset(of: UInt8(ascii: "\""), in: inner) == inner.count - 1 else { return nil }
    return UnsafeBufferPointer(rebasing: inner.dropLast())
  }

  private mutating func unquote(_ field: UnsafeBufferPointer<UInt8>) {
    scratch.removeAll(keepingCapacity: true)
    var isQuoted = true
    var index = 1
    while index < field.count {
      let byte = field[index]
      index += 1
      if isQuoted, byte == UInt8(ascii: "\"") {
        if index < field.count, field[index] == UInt8(ascii: "\"") {
          index += 1
        } else {
          isQuoted = false
          continue
        }
      }
      scratch.append(byte)
    }
  }
}
