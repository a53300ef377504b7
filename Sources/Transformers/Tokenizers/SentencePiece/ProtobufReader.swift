/// Reads the fields of a message in Google's protocol buffers, one after the other, without leaving its bytes.
///
/// A field is a number with the way its value is written, then the value: a variable-length integer (0), eight bytes (1), a length and so
/// many bytes (2), four bytes (5). Groups (3, 4) have been out of use since 2008.
struct ProtobufReader {
  /// The value of a field.
  enum Value {
    case integer(UInt64)
    case eightBytes(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fourBytes(UInt32)
  }

  /// What is wrong with a message.
  struct Fault: Error { let reason: String }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The next field, or nil at the message's end.
  ///
  /// - Throws: `Fault` where the message is cut short or is none.
  mutating func next() throws(Fault) -> (number: Int, value: Value)? {
    guard position < bytes.endIndex else { return nil }
    let key = try integer()
    guard key >> 3 >= 1, key >> 3 < 1 << 29 else {
      throw Fault(reason: "has a field with the number \(key >> 3)")
    }
    let number = Int(key >> 3)
    switch key & 7 {
    case 0: return (number, .integer(try integer()))
    case 1: return (number, .eightBytes(try fixed(8)))
    case 2:
      let length = try integer()
      guard length <= UInt64(bytes.endIndex - position) else {
        throw Fault(
          reason:
            "is cut short: its field \(number) says that it has \(length) bytes, and \(bytes.endIndex - position) are left"
        )
      }
      defer { position += Int(length) }
      return (number, .bytes(bytes[position..<(position + Int(length))]))
    case 5: return (number, .fourBytes(UInt32(try fixed(4))))
    case let kind:
      throw Fault(reason: "writes its field \(number) in a way (\(kind)) that is not in use")
    }
  }

  /// Seven bits a byte, the lowest first; the highest bit says whether more follow.
  private mutating func integer() throws(Fault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.endIndex else { throw Fault(reason: "is cut short within a number") }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw Fault(reason: "has a number of more than 10 bytes")
  }

  private mutating func fixed(_ count: Int) throws(Fault) -> UInt64 {
    guard bytes.endIndex - position >= count else {
      throw Fault(reason: "is cut short within a number")
    }
    defer { position += count }
    return bytes[position..<(position + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
