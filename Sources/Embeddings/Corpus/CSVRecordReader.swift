/// Separated values: of every record, one field is the row. Blank lines are passed over.
///
/// A record is malformed where it has more fields than the header. Where it has fewer, those that are missing count as empty, as in
/// pandas. An empty field is an empty row: the format does not tell an empty text from none.
final class CSVRecordReader: RecordReader {
  private let field: Int
  private let fieldCount: Int
  private let dialect: CSVDialect
  private var record: CSVRecord
  private var converted: [UInt8] = []

  /// - Parameters:
  ///   - field: The position of the wanted column.
  ///   - fieldCount: The number of columns in the header.
  init(field: Int, fieldCount: Int, dialect: CSVDialect = CSVDialect()) {
    self.field = field
    self.fieldCount = fieldCount
    self.dialect = dialect
    record = CSVRecord(dialect)
  }

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    rows.sawColumn()
    var syntax = CSVSyntax(dialect)
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
    guard !bytes.isEmpty, !(bytes.count == 1 && bytes[0] == 0x1A) else { return }
    let found = record.withField(field, of: bytes) { text, count in
      guard count <= fieldCount else { return }
      rows.text(text, line: line, scratch: &converted)
      if count < fieldCount { rows.wasShort() }
    }
    if found > fieldCount {
      rows.malformed(line: line, "has \(found) fields where the header has \(fieldCount)")
    } else if found <= field {
      rows.withoutText(line: line, "ends before the column")
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

/// What separated values leave open.
public struct CSVDialect: Sendable, Equatable, Codable {
  /// How a field holds what separates fields, and quotes.
  public enum Quoting: String, Sendable, Codable {
    /// Between quotes, with every quote in it doubled (RFC 4180).
    case doubled
    /// Between quotes, with a backslash before every quote in it.
    case backslash
    /// Not at all: a quote is a character like others.
    case none
  }

  /// The byte between two fields.
  public var separator = UInt8(ascii: ",")
  /// How fields are quoted.
  public var quoting = Quoting.doubled

  /// RFC 4180.
  public init() {}

  init(separator: UInt8, quoting: Quoting) {
    self.separator = separator
    self.quoting = quoting
  }
}

/// The grammar of separated values as an automaton over bytes.
///
/// Lenient where Python's `csv` is: a quote within an unquoted field, and text after a closing quote, stand for
/// themselves. A record ends at a line feed outside quotes; a carriage return before it belongs to the line end.
struct CSVSyntax {
  enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted
  }

  private(set) var state = State.fieldStart
  private let separator: UInt8
  private let quoting: CSVDialect.Quoting
  private var isEscaped = false

  init(_ dialect: CSVDialect = CSVDialect()) {
    separator = dialect.separator
    quoting = dialect.quoting
  }

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
        guard quoting == .doubled else {
          guard let quote = closingQuote(rest) else { return nil }
          index += quote
          state = .quoteInQuoted
          break
        }
        guard let quote = Bytes.firstOffset(of: UInt8(ascii: "\""), in: rest) else { return nil }
        index += quote
        state = .quoteInQuoted
      case .fieldStart where byte == UInt8(ascii: "\"") && quoting != .none,
        .quoteInQuoted where byte == UInt8(ascii: "\""):
        state = .quoted
      default:
        if byte == UInt8(ascii: "\n") {
          state = .fieldStart
          return index + 1
        }
        state = byte == separator ? .fieldStart : .unquoted
      }
      index += 1
    }
    return nil
  }

  /// The offset of the first quote without a backslash before it; remembers one at the end.
  private mutating func closingQuote(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    for index in bytes.indices {
      if isEscaped {
        isEscaped = false
      } else if bytes[index] == UInt8(ascii: "\\") {
        isEscaped = true
      } else if bytes[index] == UInt8(ascii: "\"") {
        return index
      }
    }
    return nil
  }
}

/// One record of separated values, taken apart.
struct CSVRecord {
  private let separator: UInt8
  private let quoting: CSVDialect.Quoting
  private var scratch: [UInt8] = []

  init(_ dialect: CSVDialect = CSVDialect()) {
    separator = dialect.separator
    quoting = dialect.quoting
  }

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
  static func fields(of record: UnsafeBufferPointer<UInt8>, _ dialect: CSVDialect = CSVDialect()) -> [String] {
    var reader = CSVRecord(dialect)
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

  /// The number of fields of a record.
  static func count(of record: UnsafeBufferPointer<UInt8>, _ dialect: CSVDialect) -> Int {
    let reader = CSVRecord(dialect)
    var (count, start) = (0, 0)
    while true {
      let end = reader.endOfField(record, from: start)
      count += 1
      guard end < record.count else { return count }
      start = end + 1
    }
  }

  /// The offset of the separator that ends a field, or the record's end.
  private func endOfField(_ record: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    if index < record.count, record[index] == UInt8(ascii: "\""), quoting == .backslash {
      index += 1
      while index < record.count, record[index] != UInt8(ascii: "\"") {
        index += record[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      index = min(record.count, index + 1)
    } else if index < record.count, record[index] == UInt8(ascii: "\""), quoting == .doubled {
      index += 1
      while let quote = Bytes.firstOffset(of: UInt8(ascii: "\""), in: UnsafeBufferPointer(rebasing: record[index...])) {
        index += quote + 1
        guard index < record.count, record[index] == UInt8(ascii: "\"") else { break }
        index += 1
      }
    }
    let rest = UnsafeBufferPointer(rebasing: record[index...])
    return Bytes.firstOffset(of: separator, in: rest).map { index + $0 } ?? record.count
  }

  /// The contents of a field whose bytes stand as they are, between quotes or without any.
  private func simpleContents(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    guard field.first == UInt8(ascii: "\""), quoting != .none else { return field }
    guard quoting == .doubled else { return nil }
    let inner = UnsafeBufferPointer(rebasing: field[1...])
    guard Bytes.firstOffset(of: UInt8(ascii: "\""), in: inner) == inner.count - 1 else { return nil }
    return UnsafeBufferPointer(rebasing: inner.dropLast())
  }

  private mutating func unquote(_ field: UnsafeBufferPointer<UInt8>) {
    scratch.removeAll(keepingCapacity: true)
    if quoting == .backslash { return unescape(field) }
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

  /// A field between quotes whose backslashes stand before quotes and backslashes; before anything else one stays.
  private mutating func unescape(_ field: UnsafeBufferPointer<UInt8>) {
    var index = 1
    while index < field.count, field[index] != UInt8(ascii: "\"") {
      if field[index] == UInt8(ascii: "\\"), index + 1 < field.count, "\"\\".utf8.contains(field[index + 1]) {
        index += 1
      }
      scratch.append(field[index])
      index += 1
    }
    // What stands behind the closing quote stays, as with doubled ones.
    if index + 1 < field.count { scratch.append(contentsOf: field[(index + 1)...]) }
  }
}
