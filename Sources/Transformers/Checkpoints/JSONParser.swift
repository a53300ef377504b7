internal import Basics
internal import Foundation

/// Reads JSON (RFC 8259) from bytes.
///
/// Written for vocabularies of 50,000 names and headers from strangers: it refuses bad UTF-8, lone surrogates, numbers
/// out of range, nesting beyond 128 and anything after the document, and says at which byte.
struct JSONParser {
  /// Where and why a document is not JSON.
  struct Fault: Error, Equatable {
    let offset: Int
    let reason: String
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The document in `bytes`.
  static func parse(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> JSON {
    var parser = JSONParser(bytes: bytes.assumingMemoryBound(to: UInt8.self))
    let document = try parser.value(depth: 0)
    parser.skipSpace()
    if parser.position < parser.bytes.count { throw parser.fault("more follows the document") }
    return document
  }

  /// The document in a file.
  static func parse(_ url: URL) throws(CheckpointError) -> JSON {
    let file = try MappedFile.map(url, limit: MappedFile.longestText)
    do {
      return try parse(file.bytes)
    } catch {
      throw .malformed(path: file.path, reason: "is not JSON at byte \(error.offset): \(error.reason)")
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private func fault(_ reason: String) -> Fault { Fault(offset: position, reason: reason) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(Fault) {
    if !take(byte) { throw fault("expected \"\(Character(Unicode.Scalar(byte)))\"") }
  }

  private mutating func value(depth: Int) throws(Fault) -> JSON {
    if depth > 128 { throw fault("nested more than 128 deep") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw fault("ends early")
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(Fault) -> JSON {
    position += 1
    var members: [JSON.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      if next != UInt8(ascii: "\"") { throw fault("expected a name in quotes") }
      let key = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      members.append(JSON.Member(key: key, value: try value(depth: depth + 1)))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func array(depth: Int) throws(Fault) -> JSON {
    position += 1
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return .array(elements)
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(Fault) -> JSON {
    for index in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[index]) {
      throw fault("expected \"\(text)\"")
    }
    return value
  }

  private mutating func number() throws(Fault) -> JSON {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let first = position
    while let byte = next, isDigit(byte) { position += 1 }
    if position == first || (bytes[first] == UInt8(ascii: "0") && position > first + 1) {
      throw fault("expected a value")
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      let fraction = position
      while let byte = next, isDigit(byte) { position += 1 }
      if position == fraction { throw fault("expected a digit") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      let exponent = position
      while let byte = next, isDigit(byte) { position += 1 }
      if position == exponent { throw fault("expected a digit") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { throw fault("\(text) is out of range") }
    return .number(number)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func string() throws(Fault) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    if next == UInt8(ascii: "\"") {
      guard let text = String(validating: bytes[start..<position], as: UTF8.self) else { throw fault("is not UTF-8") }
      position += 1
      return text
    }
    var content = Array(bytes[start..<position])
    while let byte = next {
      if byte < 0x20 { throw fault("a control character in a string") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw fault("is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): content += try escaped()
      default: content.append(byte)
      }
    }
    throw fault("a string without an end")
  }

  private mutating func escaped() throws(Fault) -> [UInt8] {
    guard let byte = next else { throw fault("a string without an end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if unit & 0xFC00 == 0xD800 {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault("half a surrogate pair") }
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw fault("half a surrogate pair") }
        unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(unit) else { throw fault("half a surrogate pair") }
      return Array(String(Character(scalar)).utf8)
    default: throw fault("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw fault("expected four hexadecimal digits")
      }
      number = number << 4 | UInt32(digit)
      position += 1
    }
    return number
  }
}
