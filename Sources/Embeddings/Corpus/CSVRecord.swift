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
    var count = 1
    while fields.count < count {
      count = reader.withField(fields.count, of: record) { text, _ in
        fields.append(String(decoding: text, as: UTF8.self))
      }
    }
    return fields
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
