internal import Basics
package import Foundation

/// Reads JSON (RFC 8259) into `JSONValue`, many times faster than by `Codable`, which tries every case in turn, and without
/// making one name of two that look alike.
///
/// A number is an integer if it is written without fraction and exponent and fits; every other is a `Double`. Bad UTF-8, half
/// a surrogate pair and a name that is given twice are refused.
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

  /// Reads a file that a run left.
  ///
  /// - Throws: `FileError`.
  package static func value(ofFile file: URL) throws -> JSONValue {
    do {
      return try value(of: InputFile.bytes(of: file, limit: 256 << 20))
    } catch let failure as Failure {
      throw FileError(file, "is damaged in line \(failure.line) (\(failure.message)); render the chapter again")
    }
  }

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
    guard has(text) else { throw failure("this is no value") }
    position += text.utf8CodeUnitCount
    return value
  }

  /// Whether a text comes next.
  private func has(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.count else { return false }
    return (0..<length).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private mutating func object(depth: Int) throws(Failure) -> [UTF8Key: JSONValue] {
    var members: [UTF8Key: JSONValue] = [:]
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
      guard members.updateValue(try value(depth: depth + 1), forKey: UTF8Key(name)) == nil else {
        throw failure("the name “\(name)” is given twice")
      }
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
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    let hasZeroBefore = digits.first == UInt8(ascii: "0") && digits.dropFirst().first.map { 0x30...0x39 ~= $0 } == true
    let isJSON = !hasZeroBefore && text.last.map { $0.isNumber } == true && text.first != "+" && text.first != "."
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
      let text = try self.text(bytes[start..<position])
      position += 1
      return text
    }
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return try self.text(text[...]) }
      if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
    }
    throw failure("a text is not closed")
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("a text is not UTF-8") }
    return text
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
      if (0xd800..<0xdc00).contains(unit), has("\\u") {
        position += 2
        let low = try hexadecimal()
        if (0xdc00..<0xe000).contains(low) { unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00) }
      }
      guard let scalar = Unicode.Scalar(unit) else { throw failure("half of a surrogate pair") }
      text += String(Character(scalar)).utf8
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
