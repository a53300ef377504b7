public import Foundation

/// Reads JSON (RFC 8259) from strangers' bytes: the one reader of settings of models, vocabularies, headers and results.
///
/// It refuses bad UTF-8, control characters in texts, half a surrogate pair, numbers out of range, a name that is given twice,
/// nesting beyond 128 and anything after the document, and says where.
public struct JSONReader {
  /// What is wrong with a document, and where.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// The byte, from 0, and its line, from 1.
    public let offset, line: Int
    /// What is wrong there.
    public let reason: String

    /// What is wrong, and in which line.
    public var description: String { "is not JSON in line \(line): \(reason)" }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The value that `bytes` hold.
  public static func value(of bytes: UnsafeRawBufferPointer) throws(Fault) -> JSONValue {
    var reader = JSONReader(bytes: bytes.assumingMemoryBound(to: UInt8.self))
    let document = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.position < reader.bytes.count { throw reader.fault("more follows the value") }
    return document
  }

  /// The value that `bytes` hold.
  public static func value(of bytes: some Sequence<UInt8>) throws(Fault) -> JSONValue {
    let bytes = Array(bytes)
    let result = bytes.withUnsafeBytes { bytes in Result { () throws(Fault) in try value(of: bytes) } }
    return try result.get()
  }

  /// The value in a file of at most 256 MiB.
  public static func value(ofFile file: URL) throws(FileError) -> JSONValue {
    let bytes = try InputFile.bytes(of: file, limit: 256 << 20)
    do { return try value(of: bytes) } catch { throw FileError(file, "\(error)") }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private func fault(_ reason: String) -> Fault {
    let line = 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    return Fault(offset: position, line: line, reason: reason)
  }

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

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
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
    default:
      if let word = pythonNumber { throw fault("\(word) is no number of JSON") }
      if bytes[position...].starts(with: [0xEF, 0xBB, 0xBF]) {
        throw fault("a byte order mark stands before it: save it as UTF-8 without one")
      }
      return try number()
    }
  }

  /// What Python writes for a number that is none, where such a word stands next.
  private var pythonNumber: String? {
    guard let byte = next, byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") || byte == UInt8(ascii: "-") else {
      return nil
    }
    return ["NaN", "Infinity", "-Infinity"].first { bytes[position...].starts(with: $0.utf8) }
  }

  private mutating func object(depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    var names: Set<UTF8Key> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      if next != UInt8(ascii: "\"") { throw fault("expected a name in quotes") }
      let name = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      if !names.insert(UTF8Key(name)).inserted { throw fault("the name \"\(name)\" is given twice") }
      skipSpace()
      if let word = pythonNumber {
        throw fault("\"\(name)\" is \(word), which JSON does not have: put a number or null")
      }
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func array(depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return .array(elements)
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
    for index in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[index]) {
      throw fault("expected \"\(text)\"")
    }
    return value
  }

  private mutating func number() throws(Fault) -> JSONValue {
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
