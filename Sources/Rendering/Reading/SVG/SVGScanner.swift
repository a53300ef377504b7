/// Takes an SVG file apart into tags and text, as XML 1.0 has them, without declarations of any kind.
///
/// Foundation's parser of XML was tried: `<?pi?>` ends the process in Swift 6.3. What is read here is written anew, so that no
/// other reader ever sees what this one overlooked.
struct SVGScanner {
  /// A piece of the file.
  enum Piece {
    case start(name: String, attributes: [(name: String, value: String)], isEmpty: Bool)
    case end(name: String)
    case text(String)
  }

  private let bytes: [UInt8]
  private var position = 0
  private var counted = (position: 0, line: 1)
  private var hasBegun = false

  /// - Parameter bytes: UTF-8.
  init(_ bytes: [UInt8]) {
    // Ends of lines are one sign each, as XML asks (§2.11).
    self.bytes = bytes.contains(0x0D) ? Self.unified(bytes) : bytes
  }

  /// The line of what is read next, counted from one.
  mutating func line() -> Int {
    counted.line += bytes[counted.position..<position].count { $0 == 0x0A }
    counted.position = position
    return counted.line
  }

  /// The next piece, `nil` at the end.
  ///
  /// - Throws: A ``SVGDrawing/Fault``, which has its line.
  mutating func next() throws(SVGDrawing.Fault) -> Piece? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else { return .text(try text(before: UInt8(ascii: "<"))) }
      if take("<!--") {
        try skip(past: "-->")
      } else if take("<![CDATA[") {
        let start = position
        try skip(past: "]]>")
        return .text(try plain(bytes[start..<(position - 3)]))
      } else if starts(with: "<!DOCTYPE"), !hasBegun {
        try skipDocumentType()
      } else if starts(with: "<?") {
        try skipInstruction()
      } else if take("</") {
        let name = try self.name()
        skipBlanks()
        guard take(">") else { throw broken() }
        return .end(name: name)
      } else {
        return try tag()
      }
    }
    return nil
  }

  /// That the file is no XML, at this place.
  mutating func broken() -> SVGDrawing.Fault {
    SVGDrawing.Fault(line: line(), reason: "is no whole, well-formed XML; save it again")
  }

  // MARK: Tags

  private mutating func tag() throws(SVGDrawing.Fault) -> Piece {
    hasBegun = true
    guard take("<") else { throw broken() }
    let name = try self.name()
    var attributes: [(name: String, value: String)] = []
    var seen: Set<String> = []
    while true {
      let hasBlank = skipBlanks()
      if take("/>") { return .start(name: name, attributes: attributes, isEmpty: true) }
      if take(">") { return .start(name: name, attributes: attributes, isEmpty: false) }
      guard hasBlank else { throw broken() }
      let attribute = try self.name()
      skipBlanks()
      guard take("="), seen.insert(attribute).inserted else { throw broken() }
      skipBlanks()
      guard let quote = take("\"") ? UInt8(ascii: "\"") : take("'") ? UInt8(ascii: "'") : nil else { throw broken() }
      let value = try text(before: quote)
      guard take(quote == UInt8(ascii: "'") ? "'" : "\"") else { throw broken() }
      attributes.append((attribute, value))
    }
  }

  private mutating func name() throws(SVGDrawing.Fault) -> String {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: ":"), 0x80...:
        break
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if position == start { throw broken() }
      default:
        if position == start { throw broken() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      }
      position += 1
    }
    throw broken()
  }

  // MARK: Text

  /// Text up to a sign that ends it, references replaced by what they stand for; that of an attribute is one line.
  private mutating func text(before end: UInt8) throws(SVGDrawing.Fault) -> String {
    let isValue = end != UInt8(ascii: "<")
    var result: [UInt8] = []
    while position < bytes.count, bytes[position] != end {
      switch bytes[position] {
      case UInt8(ascii: "&"): result += try reference()
      case UInt8(ascii: "<"): throw broken()
      case 0x09 where isValue, 0x0A where isValue:
        result.append(0x20)
        position += 1
      default:
        result.append(bytes[position])
        position += 1
      }
    }
    return try plain(result[...])
  }

  /// The characters that `&…;` stands for: those of XML itself, or one by its number.
  private mutating func reference() throws(SVGDrawing.Fault) -> String.UTF8View {
    guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { throw broken() }
    let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    var found: String?
    switch name {
    case "amp": found = "&"
    case "lt": found = "<"
    case "gt": found = ">"
    case "quot": found = "\""
    case "apos": found = "'"
    default:
      let isHex = name.hasPrefix("#x")
      let digits = name.dropFirst(isHex ? 2 : 1)
      if name.hasPrefix("#"), digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: isHex ? 16 : 10) {
        found = Unicode.Scalar(value).map { String(Character($0)) }
      }
    }
    guard let found else { throw broken() }
    position = end + 1
    return found.utf8
  }

  /// Characters that XML allows (§2.2).
  private mutating func plain(_ bytes: ArraySlice<UInt8>) throws(SVGDrawing.Fault) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let isAllowed = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF || [0x09, 0x0A, 0x0D].contains($0.value)
    }
    guard isAllowed else { throw broken() }
    return text
  }

  // MARK: What is passed over

  private mutating func skipDocumentType() throws(SVGDrawing.Fault) {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: ">")) else { throw broken() }
    guard !bytes[position..<end].contains(UInt8(ascii: "[")) else {
      throw SVGDrawing.Fault(line: line(), reason: "its document type holds declarations; save it as plain SVG")
    }
    position = end + 1
  }

  private mutating func skipInstruction() throws(SVGDrawing.Fault) {
    if starts(with: "<?xml-stylesheet") {
      throw SVGDrawing.Fault(
        line: line(),
        reason: "a style sheet elsewhere (xml-stylesheet) is refused; write the rules into the file")
    }
    try skip(past: "?>")
  }

  private mutating func skip(past end: StaticString) throws(SVGDrawing.Fault) {
    while position < bytes.count {
      if take(end) { return }
      position += 1
    }
    throw broken()
  }

  @discardableResult
  private mutating func skipBlanks() -> Bool {
    let start = position
    while position < bytes.count, [0x20, 0x09, 0x0A].contains(bytes[position]) { position += 1 }
    return position > start
  }

  private func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    guard starts(with: text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  private static func unified(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte != 0x0D {
        result.append(byte)
      } else if index + 1 == bytes.count || bytes[index + 1] != 0x0A {
        result.append(0x0A)
      }
    }
    return result
  }
}
