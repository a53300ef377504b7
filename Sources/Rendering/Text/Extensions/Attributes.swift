import Basics

/// What pandoc and Quarto write in braces behind a picture, a heading or a box: `{#fig:loss .wide width=50%}`.
struct Attributes: Equatable {
  /// The name behind `#`.
  var id: String?
  /// The names behind dots.
  var classes: [String] = []
  /// What stands around `=`, in order.
  var values: [(name: String, value: String)] = []
  /// How many bytes the braces and what is in them take.
  var length = 0

  static func == (first: Attributes, second: Attributes) -> Bool {
    first.id == second.id && first.classes == second.classes && first.length == second.length
      && first.values.elementsEqual(second.values, by: ==)
  }

  /// The value of a name.
  subscript(name: String) -> String? { values.first { $0.name == name }?.value }

  /// Those that begin with the brace at an index; `nil` for braces that hold something else.
  init?(at start: Int, in bytes: [UInt8], before end: Int) {
    guard start < end, bytes[start] == UInt8(ascii: "{"), !bytes.has("{{", at: start) else { return nil }
    var index = start + 1
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    while index < end {
      while index < end, isBlank(bytes[index]) { index += 1 }
      guard index < end, index - start < TextRewriter.longestAddress else { return nil }
      if bytes[index] == UInt8(ascii: "}") {
        guard id != nil || !classes.isEmpty || !values.isEmpty else { return nil }
        length = index + 1 - start
        return
      }
      guard let next = read(from: index, in: bytes, before: end),
        next == end || isBlank(bytes[next]) || bytes[next] == UInt8(ascii: "}")
      else { return nil }
      index = next
    }
    return nil
  }

  /// Reads one of them; gives where it ends.
  private mutating func read(from start: Int, in bytes: [UInt8], before end: Int) -> Int? {
    func name(from start: Int) -> (String, Int)? {
      var index = start
      while index < end, Self.isName(bytes[index]) { index += 1 }
      return index > start ? (String(decoding: bytes[start..<index], as: UTF8.self), index) : nil
    }
    switch bytes[start] {
    case UInt8(ascii: "#"):
      guard id == nil, let (text, next) = name(from: start + 1) else { return nil }
      id = text
      return next
    case UInt8(ascii: "."):
      guard let (text, next) = name(from: start + 1) else { return nil }
      classes.append(text)
      return next
    case UInt8(ascii: "-"):
      // pandoc's short form of `.unnumbered`.
      classes.append("unnumbered")
      return start + 1
    default:
      guard let (text, next) = name(from: start), next < end, bytes[next] == UInt8(ascii: "=") else { return nil }
      return value(of: text, from: next + 1, in: bytes, before: end)
    }
  }

  private mutating func value(of name: String, from start: Int, in bytes: [UInt8], before end: Int) -> Int? {
    guard start < end else { return nil }
    let quote = bytes[start]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard let close = bytes[(start + 1)..<end].firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "\n") }),
        bytes[close] == quote
      else { return nil }
      values.append((name, String(decoding: bytes[start + 1..<close], as: UTF8.self)))
      return close + 1
    }
    var index = start
    while index < end, bytes[index] > 0x20, bytes[index] != UInt8(ascii: "}"), bytes[index] != UInt8(ascii: "{") {
      index += 1
    }
    guard index > start else { return nil }
    values.append((name, String(decoding: bytes[start..<index], as: UTF8.self)))
    return index
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"),
      UInt8(ascii: "."), UInt8(ascii: "/"), 0x80...0xff:
      true
    default: false
    }
  }
}

extension MarkdownImage.Length {
  /// Reads `50%`, `300px`, `300`, `8cm`, `3in`, `80mm`, `120pt`; a pixel is a 96th of an inch.
  init?(_ text: String) {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let value = Double(number), value > 0, value < 100_000 else { return nil }
    switch text.dropFirst(number.count).trimmed().lowercased() {
    case "%":
      guard value <= 100 else { return nil }
      self = .share(value / 100)
    case "", "px": self = .points(value * 0.75)
    case "pt": self = .points(value)
    case "cm": self = .points(value * 72 / 2.54)
    case "mm": self = .points(value * 72 / 25.4)
    case "in": self = .points(value * 72)
    default: return nil
    }
  }
}

extension Substring {
  /// The text without blanks at either end.
  func trimmed() -> String { String(self).trimmed() }
}
