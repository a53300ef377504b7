/// What the machine's instructions are read from: nothing is taken beyond the end.
extension PickleMachine {
  mutating func byte() throws(Fault) -> UInt8 {
    guard position < bytes.count else { throw .malformed("its pickle ends early") }
    position += 1
    return bytes[position - 1]
  }

  mutating func take(_ count: Int) throws(Fault) -> Slice<UnsafeRawBufferPointer> {
    guard count >= 0, count <= bytes.count - position else { throw .malformed("its pickle ends early") }
    position += count
    return bytes[(position - count)..<position]
  }

  mutating func number(_ size: Int) throws(Fault) -> Int {
    try take(size).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A whole number of up to eight bytes, in two's complement.
  mutating func long(_ size: Int) throws(Fault) -> Int {
    if size > 8 { throw .malformed("a number of \(size) bytes") }
    let bytes = try take(size)
    var value: UInt64 = (bytes.last ?? 0) >= 0x80 ? .max : 0
    for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
    return Int(Int64(bitPattern: value))
  }

  mutating func text(_ count: Int) throws(Fault) -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw .malformed("a text that is not UTF-8")
    }
    return text
  }

  mutating func line() throws(Fault) -> String {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else { throw .malformed("its pickle ends early") }
    defer { position = end + 1 }
    return try text(end - position)
  }
}
