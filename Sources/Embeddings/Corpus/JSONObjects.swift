/// Where objects end in JSON that holds them over several lines, one after another or in one array.
///
/// An automaton over bytes: whether what it finds is valid is for the parser to say.
struct JSONObjects {
  private var depth = 0
  private var isQuoted = false
  private var isEscaped = false

  /// Takes the bytes up to the end of an object that lies in no other, or all of them.
  ///
  /// - Returns: The offset behind its brace; `nil` where the bytes end before it does.
  mutating func endOfObject(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    for index in start..<bytes.count {
      let byte = bytes[index]
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where depth > 0: isQuoted = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}") where depth > 0:
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
    }
    return nil
  }
}

/// JSON objects one after another or in one array, over as many lines as they like; one string field of each is the row.
final class JSONObjectReader: RecordReader {
  private let objects: JSONLineReader

  init(column: String) { objects = JSONLineReader(column: column) }

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    var syntax = JSONObjects()
    var (start, line) = (0, 0)
    while start < chunk.count {
      let end = syntax.endOfObject(chunk, from: start)
      let piece = UnsafeBufferPointer(rebasing: chunk[start..<(end ?? chunk.count)])
      let opening = Bytes.firstOffset(of: UInt8(ascii: "{"), in: piece) ?? piece.count
      let between = UnsafeBufferPointer(rebasing: piece[..<opening])
      line += Bytes.count(of: 0x0A, in: between)
      if !between.allSatisfy({ ",[] \t\r\n\u{1A}".utf8.contains($0) }) {
        rows.malformed(line: line, "is JSON but no object")
      }
      let object = UnsafeBufferPointer(rebasing: piece[opening...])
      if end != nil {
        objects.read(object, line: line, into: rows)
      } else if !object.isEmpty {
        rows.malformed(line: line, "the object that begins here is never closed")
      }
      line += Bytes.count(of: 0x0A, in: object)
      start += piece.count
    }
  }
}

/// Python's dictionaries, one a line; one string of each is the row. Blank lines are passed over.
final class PythonLineReader: RecordReader {
  private let objects: JSONLineReader
  private var literal = PythonLiteral()
  private var padded: [UInt8] = []

  init(column: String) { objects = JSONLineReader(column: column) }

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    forEachLine(of: chunk) { line, index in
      guard !Bytes.isBlank(line) else { return }
      guard literal.convert(line) else { return rows.malformed(line: index, "is no literal of Python's") }
      let count = literal.json.count
      padded = literal.json + [UInt8](repeating: 0, count: JSONLineReader.padding)
      padded.withUnsafeBufferPointer {
        objects.read(UnsafeBufferPointer(rebasing: $0[..<count]), line: index, into: rows)
      }
    }
  }

  /// The names of a line's fields; none where it is no dictionary.
  static func columns(of line: UnsafeBufferPointer<UInt8>) -> [String] {
    var literal = PythonLiteral()
    guard literal.convert(line) else { return [] }
    let count = literal.json.count
    let padded = literal.json + [UInt8](repeating: 0, count: JSONLineReader.padding)
    return padded.withUnsafeBufferPointer { JSONLineReader.names(of: UnsafeBufferPointer(rebasing: $0[..<count])) }
  }
}
