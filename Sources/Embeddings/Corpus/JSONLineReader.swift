internal import CSimdJSON

/// JSON lines: one object a line, of which one string field is the row. Blank lines are passed over.
///
/// A line is malformed where it is not one whole JSON object, or the field is absent, `null` or no string: rows that
/// `pandas.read_json(lines=True)` turns into values that `simple_preprocess` refuses. An empty string is an empty row.
final class JSONLineReader: RecordReader {
  /// Bytes that must be readable behind a chunk.
  static var padding: Int { quire_json_padding() }

  private let column: [UInt8]
  private let columnName: String
  private let parser: OpaquePointer

  init(column: String) {
    columnName = column
    self.column = Array(column.utf8)
    guard let parser = quire_json_create() else { fatalError("out of memory") }
    self.parser = parser
  }

  deinit {
    quire_json_destroy(parser)
  }

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    column.withUnsafeBytes { name in
      let name = UnsafeBufferPointer(start: name.baseAddress?.assumingMemoryBound(to: CChar.self), count: name.count)
      forEachLine(of: chunk) { line, index in
        guard line.first != 0x7B else { return readLine(line, index, name, rows) }
        if !Bytes.isBlank(line) { readLine(line, index, name, rows) }
      }
    }
  }

  private func readLine(
    _ line: UnsafeBufferPointer<UInt8>, _ index: Int, _ name: UnsafeBufferPointer<CChar>, _ rows: RowCollector
  ) {
    let start = UnsafeRawPointer(line.baseAddress!).assumingMemoryBound(to: CChar.self)
    let result = quire_json_field(parser, start, line.count, name.baseAddress, name.count)
    switch result.outcome {
    case QUIRE_JSON_TEXT:
      rows.sawColumn()
      let text = UnsafeBufferPointer(
        start: UnsafeRawPointer(result.text).assumingMemoryBound(to: UInt8.self), count: result.length)
      if JSONLineReader.holdsSurrogate(text) {
        rows.malformed(line: index, "\"\(columnName)\" holds half of a surrogate pair")
      } else {
        rows.row(text)
      }
    case QUIRE_JSON_NULL:
      rows.sawColumn()
      rows.malformed(line: index, "\"\(columnName)\" is null")
    case QUIRE_JSON_NOT_TEXT:
      rows.sawColumn()
      rows.malformed(line: index, "\"\(columnName)\" is no string")
    case QUIRE_JSON_MISSING:
      rows.sawOtherColumns(names(of: line))
      rows.malformed(line: index, "no \"\(columnName)\"")
    case QUIRE_JSON_NOT_OBJECT:
      rows.malformed(line: index, "is JSON but no object")
    default:
      let reason = result.message.map { String(cString: $0) } ?? "unknown error"
      rows.malformed(line: index, "is not valid JSON: \(reason)")
    }
  }

  /// The names of the fields of the first line that is not blank; none where it is no whole object.
  ///
  /// - Parameter chunk: The beginning of a file; `padding` bytes behind it are readable.
  static func columns(of chunk: UnsafeBufferPointer<UInt8>) -> [String] {
    guard let start = chunk.firstIndex(where: { $0 > 0x20 }) else { return [] }
    let rest = UnsafeBufferPointer(rebasing: chunk[start...])
    let length = Bytes.firstOffset(of: UInt8(ascii: "\n"), in: rest) ?? rest.count
    return JSONLineReader(column: "").names(of: UnsafeBufferPointer(rebasing: rest[..<length]))
  }

  /// Some versions of simdjson decode half of a surrogate pair to bytes that are no UTF-8.
  private static func holdsSurrogate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = text
    while let offset = Bytes.firstOffset(of: 0xED, in: rest) {
      if offset + 1 < rest.count, rest[offset + 1] >= 0xA0 { return true }
      rest = UnsafeBufferPointer(rebasing: rest[(offset + 1)...])
    }
    return false
  }

  /// The names of a line's fields, in order.
  private func names(of line: UnsafeBufferPointer<UInt8>) -> [String] {
    let start = UnsafeRawPointer(line.baseAddress!).assumingMemoryBound(to: CChar.self)
    var names: [String] = []
    withUnsafeMutablePointer(to: &names) { names in
      quire_json_names(parser, start, line.count, names) { context, name, length in
        let bytes = UnsafeRawBufferPointer(start: name, count: length)
        context!.assumingMemoryBound(to: [String].self).pointee.append(String(decoding: bytes, as: UTF8.self))
      }
    }
    return names
  }
}
