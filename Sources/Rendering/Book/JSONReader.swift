import Foundation
package import Notebook

/// Reads JSON (RFC 8259) into `JSONValue`, many times faster than by `Codable`, which tries every case in turn.
///
/// A number is an integer if it is written without fraction and exponent and fits; every other is a `Double`.
package struct JSONReader {
  /// What is wrong with a text, and where.
  package struct Failure: Error, Equatable {
    package var line: Int
    package var message: String
  }

  /// Deeper nesting than this is refused.
  private static let deepestNesting = 200

  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads one value and nothing after it.
  package static func value(of bytes: [UInt8]) throws(Failure) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    guard reader.peek() == nil else { throw reader.failure("there is something after the value") }
    return value
  }

  private func failure(_ message: String) -> Failure {
    Failure(line: 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }, message: message)
  }

  /// The next byte that is no blank.
  private mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      if byte != 0x20, byte != 0x0a, byte != 0x0d, byte != 0x09 { return byte }
      position += 1
    }
    return nil
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.deepestNesting else { throw failure("values are nested more than \(Self.deepestNesting) deep") }
    switch peek() {
    case nil: throw failure("the text ends where a value should be")
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
    guard bytes.has(text, at: position) else { throw failure("this is no value") }
    position += text.utf8CodeUnitCount
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    position += 1
    if peek() == UInt8(ascii: "}") {
      position += 1
      return members
    }
    while true {
      guard peek() == UInt8(ascii: "\"") else { throw failure("a name in quotes is missing") }
      let name = try string()
      guard peek() == UInt8(ascii: ":") else { throw failure("“:” is missing after “\(name)”") }
      position += 1
      members[name] = try value(depth: depth + 1)
      let next = peek()
      position += 1
      if next == UInt8(ascii: "}") { return members }
      if next != UInt8(ascii: ",") { throw failure("“,” or “}” is missing") }
    }
  }

  private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
    var elements: [JSONValue] = []
    position += 1
    if peek() == UInt8(ascii: "]") {
      position += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth + 1))
      let next = peek()
      position += 1
      if next == UInt8(ascii: "]") { return elements }
      if next != UInt8(ascii: ",") { throw failure("“,” or “]” is missing") }
    }
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = position
    var isInteger = true
    loop: while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isInteger = false
      default: break loop
      }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let isJSON = text.last.map { $0.isNumber } == true && text.first != "+" && text.first != "."
    if isJSON, isInteger, let integer = Int(text) { return .integer(integer) }
    guard isJSON, let number = Double(text), number.isFinite else { throw failure("“\(text)” is no number") }
    return .number(number)
  }

  private mutating func string() throws(Failure) -> String {
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
      position += 1
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
    }
    throw failure("a text is not closed")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Failure) {
    guard position < bytes.count else { throw failure("a text is not closed") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if (0xd800..<0xdc00).contains(unit), bytes.has("\\u", at: position) {
        position += 2
        let low = try hexadecimal()
        if (0xdc00..<0xe000).contains(low) { unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00) }
      }
      text += String(Unicode.Scalar(unit) ?? "\u{fffd}").utf8
    default: throw failure("“\\” stands before a character that it does not escape")
    }
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    let end = position + 4
    guard end <= bytes.count, bytes[position..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw failure("“\\u” needs four hexadecimal digits") }
    position = end
    return unit
  }
}
