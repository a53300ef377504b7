internal import CSimdJSON

/// JSON lines: one object a line, of which one string field is the row. Blank lines are passed over.
///
/// A record without the field, or with `null` in it, has no text, as in pandas after `dropna`. A line is malformed where it is not one
/// whole JSON object or the field is no string. An empty string is an empty row. `NaN` and `Infinity` outside of strings, which Python
/// writes and JSON does not know, count as `null`.
final class JSONLineReader: RecordReader {
  /// Bytes that must be readable behind a chunk.
  static var padding: Int { quire_json_padding() }

  private let column: [UInt8]
  private let columnName: String
  private let parser: OpaquePointer
  private var mended: [UInt8] = []

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
    forEachLine(of: chunk) { line, index in
      guard line.first != 0x7B else { return read(line, line: index, into: rows) }
      if !Bytes.isBlank(line), !JSONLineReader.isEndOfFile(line) { read(line, line: index, into: rows) }
    }
  }

  /// Reads one object; `padding` bytes behind it are readable.
  func read(_ object: UnsafeBufferPointer<UInt8>, line index: Int, into rows: RowCollector) {
    let result = field(of: object)
    if result.outcome == QUIRE_JSON_INVALID {
      if UTF8Decoder.firstInvalid(object) != nil, Windows1252.isMeant(by: object) {
        Windows1252.decode(object, into: &mended)
        let again = field(of: mended)
        if again.outcome == QUIRE_JSON_TEXT { rows.wasSingleByte(line: index) }
        return note(again, of: object, index, rows)
      }
      if JSONLineReader.replaceNumbersOfPython(in: object, into: &mended) {
        return note(field(of: mended), of: object, index, rows)
      }
    }
    note(result, of: object, index, rows)
  }

  private func field(of text: [UInt8]) -> quire_json_result {
    mended.append(contentsOf: repeatElement(0, count: JSONLineReader.padding))
    let count = text.count
    return mended.withUnsafeBufferPointer { field(of: UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  private func field(of object: UnsafeBufferPointer<UInt8>) -> quire_json_result {
    let start = UnsafeRawPointer(object.baseAddress!).assumingMemoryBound(to: CChar.self)
    return column.withUnsafeBytes { name in
      quire_json_field(
        parser, start, object.count, name.baseAddress?.assumingMemoryBound(to: CChar.self), name.count)
    }
  }

  private func note(
    _ result: quire_json_result, of line: UnsafeBufferPointer<UInt8>, _ index: Int, _ rows: RowCollector
  ) {
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
      rows.withoutText(line: index, "\"\(columnName)\" is null")
    case QUIRE_JSON_NOT_TEXT:
      rows.sawColumn()
      rows.malformed(line: index, "\"\(columnName)\" is no string")
    case QUIRE_JSON_MISSING:
      rows.sawOtherColumns(JSONLineReader.names(of: line))
      rows.withoutText(line: index, "no \"\(columnName)\"")
    case QUIRE_JSON_NOT_OBJECT:
      rows.malformed(line: index, "is JSON but no object")
    default:
      let reason = result.message.map { String(cString: $0) } ?? "unknown error"
      rows.malformed(line: index, "is not valid JSON: \(reason)")
    }
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

  /// The names of an object's fields, in order; none of what is no object.
  ///
  /// - Parameter line: `padding` bytes behind it are readable.
  static func names(of line: UnsafeBufferPointer<UInt8>) -> [String] {
    let reader = JSONLineReader(column: "")
    var names = reader.parsedNames(of: line)
    if names.isEmpty, replaceNumbersOfPython(in: line, into: &reader.mended) {
      let count = reader.mended.count
      reader.mended.append(contentsOf: repeatElement(0, count: padding))
      names = reader.mended.withUnsafeBufferPointer {
        reader.parsedNames(of: UnsafeBufferPointer(rebasing: $0[..<count]))
      }
    }
    return names
  }

  private func parsedNames(of line: UnsafeBufferPointer<UInt8>) -> [String] {
    guard let base = line.baseAddress else { return [] }
    let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
    var names: [String] = []
    withUnsafeMutablePointer(to: &names) { names in
      quire_json_names(parser, start, line.count, names) { context, name, length in
        let bytes = UnsafeRawBufferPointer(start: name, count: length)
        context!.assumingMemoryBound(to: [String].self).pointee.append(String(decoding: bytes, as: UTF8.self))
      }
    }
    return names
  }

  /// The byte with which DOS ended a file of text, alone on a last line.
  private static func isEndOfFile(_ line: UnsafeBufferPointer<UInt8>) -> Bool { line.count == 1 && line[0] == 0x1A }

  /// Writes the text with `null` for every `NaN`, `Infinity` and `-Infinity` outside of strings.
  ///
  /// - Returns: Whether there was any.
  private static func replaceNumbersOfPython(in text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    var (isQuoted, isEscaped, found, index) = (false, false, false, 0)
    scanning: while index < text.count {
      let byte = text[index]
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else {
          isQuoted = byte != UInt8(ascii: "\"")
        }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") || byte == UInt8(ascii: "-") {
        for word in ["NaN", "Infinity", "-Infinity"] where text[index...].starts(with: word.utf8) {
          output.append(contentsOf: "null".utf8)
          (found, index) = (true, index + word.utf8.count)
          continue scanning
        }
      }
      output.append(byte)
      index += 1
    }
    return found
  }
}
