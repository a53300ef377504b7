/// Dictionaries as Python prints them, made into JSON: `{'reviewText': "It's fine", 'helpful': [0, 1], 'vote': None}`.
///
/// The Amazon reviews of 2014 without a 5-core were given out like this. Only literals are understood; nothing is ever evaluated.
struct PythonLiteral {
  /// The JSON of the last literal.
  private(set) var json: [UInt8] = []
  private static let deepest = 64

  /// Makes JSON of a text that is one literal and nothing else.
  ///
  /// - Returns: Whether it is one.
  mutating func convert(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    json.removeAll(keepingCapacity: true)
    var index = 0
    guard value(text, &index, depth: 0) else { return false }
    skipBlanks(text, &index)
    return index == text.count
  }

  private mutating func value(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, depth: Int) -> Bool {
    skipBlanks(text, &index)
    guard index < text.count, depth < Self.deepest else { return false }
    switch text[index] {
    case UInt8(ascii: "{"): return items(text, &index, until: UInt8(ascii: "}"), depth: depth, arePairs: true)
    case UInt8(ascii: "["): return items(text, &index, until: UInt8(ascii: "]"), depth: depth, arePairs: false)
    case UInt8(ascii: "("): return items(text, &index, until: UInt8(ascii: ")"), depth: depth, arePairs: false)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return string(text, &index)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): return number(text, &index)
    default: return name(text, &index)
    }
  }

  private mutating func items(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, until end: UInt8, depth: Int, arePairs: Bool
  ) -> Bool {
    index += 1
    json.append(UInt8(ascii: arePairs ? "{" : "["))
    var isFirst = true
    while true {
      skipBlanks(text, &index)
      guard index < text.count else { return false }
      if text[index] == end { break }
      if !isFirst {
        guard text[index] == UInt8(ascii: ",") else { return false }
        index += 1
        skipBlanks(text, &index)
        guard index < text.count else { return false }
        if text[index] == end { break }
        json.append(UInt8(ascii: ","))
      }
      isFirst = false
      if arePairs {
        // A key that is no text has no name in JSON.
        let start = json.count
        guard value(text, &index, depth: depth + 1), json[start] == UInt8(ascii: "\"") else { return false }
        skipBlanks(text, &index)
        guard index < text.count, text[index] == UInt8(ascii: ":") else { return false }
        index += 1
        json.append(UInt8(ascii: ":"))
      }
      guard value(text, &index, depth: depth + 1) else { return false }
    }
    index += 1
    json.append(UInt8(ascii: arePairs ? "}" : "]"))
    return true
  }

  private mutating func string(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
    let quote = text[index]
    index += 1
    json.append(UInt8(ascii: "\""))
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte == quote {
        json.append(UInt8(ascii: "\""))
        return true
      }
      if byte == UInt8(ascii: "\\") {
        guard escape(text, &index) else { return false }
      } else {
        append(byte)
      }
    }
    return false
  }

  private mutating func escape(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
    guard index < text.count else { return false }
    let byte = text[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): append(0x0A)
    case UInt8(ascii: "t"): append(0x09)
    case UInt8(ascii: "r"): append(0x0D)
    case UInt8(ascii: "a"): append(0x07)
    case UInt8(ascii: "b"): append(0x08)
    case UInt8(ascii: "f"): append(0x0C)
    case UInt8(ascii: "v"): append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): append(byte)
    case UInt8(ascii: "x"): return code(text, &index, digits: 2)
    case UInt8(ascii: "u"): return code(text, &index, digits: 4)
    case UInt8(ascii: "U"): return code(text, &index, digits: 8)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var code = UInt32(byte - UInt8(ascii: "0"))
      for _ in 0..<2 {
        guard index < text.count, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(text[index]) else { break }
        code = code << 3 | UInt32(text[index] - UInt8(ascii: "0"))
        index += 1
      }
      unit(code)
    default:
      // Python keeps a backslash that means nothing.
      append(UInt8(ascii: "\\"))
      append(byte)
    }
    return true
  }

  private mutating func code(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, digits: Int) -> Bool {
    guard index + digits <= text.count else { return false }
    let hexadecimal = String(decoding: text[index..<(index + digits)], as: UTF8.self)
    guard let code = UInt32(hexadecimal, radix: 16), code <= 0x10FFFF, !hexadecimal.hasPrefix("+") else { return false }
    index += digits
    if let scalar = Unicode.Scalar(code), code > 0xFFFF {
      for unit in String(scalar).utf16 { self.unit(UInt32(unit)) }
    } else {
      unit(code)
    }
    return true
  }

  /// A unit of UTF-16 as JSON's own escape, which keeps half of a pair for whoever reads it to find.
  private mutating func unit(_ code: UInt32) {
    let digits = String(code, radix: 16)
    json.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
  }

  /// A byte of a text.
  private mutating func append(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      json.append(UInt8(ascii: "\\"))
      json.append(byte)
    case 0..<0x20: unit(UInt32(byte))
    default: json.append(byte)
    }
  }

  private mutating func number(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
    let start = index
    while index < text.count, text[index] == UInt8(ascii: "-") || "+.0123456789eE".utf8.contains(text[index]) {
      index += 1
    }
    let digits = String(decoding: text[start..<index], as: UTF8.self)
    guard let number = Double(digits), number.isFinite else {
      // `-inf`
      return digits == "-" && name(text, &index)
    }
    json.append(
      contentsOf: digits.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
        ? Array(digits.utf8) : Array("0".utf8))
    // Python 2's long integers.
    if index < text.count, text[index] == UInt8(ascii: "L") { index += 1 }
    return true
  }

  /// `None`, `True`, `False`, `nan` and `inf`, and what stands before a text: `u'…'`.
  private mutating func name(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Bool {
    let start = index
    while index < text.count, (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(text[index]) { index += 1 }
    switch String(decoding: text[start..<index], as: UTF8.self) {
    case "None", "nan", "inf", "NaN", "Infinity": json.append(contentsOf: "null".utf8)
    case "True", "true": json.append(contentsOf: "true".utf8)
    case "False", "false": json.append(contentsOf: "false".utf8)
    case "null": json.append(contentsOf: "null".utf8)
    case "u", "U", "b", "B":
      guard index < text.count, text[index] == UInt8(ascii: "'") || text[index] == UInt8(ascii: "\"") else {
        return false
      }
      return string(text, &index)
    default: return false
    }
    return true
  }

  private func skipBlanks(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
    while index < text.count, [0x20, 0x09, 0x0D, 0x0A].contains(text[index]) { index += 1 }
  }
}
