/// A piece of a formula as MathML has it: what HTML shows and what Typst's mathematics are written from.
///
/// Only these elements and attributes exist, so nothing else can reach a page, whatever stood in the TeX or in the file
/// of formulas kept between runs.
struct MathNode: Sendable, Equatable {
  /// An element of MathML Core, or one of MathML 3 that pandoc writes.
  enum Element: String, Sendable {
    case identifier = "mi"
    case sign = "mo"
    case number = "mn"
    case text = "mtext"
    case space = "mspace"
    case row = "mrow"
    case fraction = "mfrac"
    case squareRoot = "msqrt"
    case root = "mroot"
    case below = "msub"
    case above = "msup"
    case belowAndAbove = "msubsup"
    case under = "munder"
    case over = "mover"
    case underAndOver = "munderover"
    case table = "mtable"
    case tableRow = "mtr"
    case cell = "mtd"
    case style = "mstyle"
    case phantom = "mphantom"
    case enclosure = "menclose"
    case padding = "mpadded"

    /// Whether its content is text.
    var holdsText: Bool {
      switch self {
      case .identifier, .sign, .number, .text: true
      default: false
      }
    }

    /// How many parts it has, where it has a fixed number.
    var parts: Int? {
      switch self {
      case .fraction, .root, .below, .above, .under, .over: 2
      case .belowAndAbove, .underAndOver: 3
      default: nil
      }
    }
  }

  /// The element.
  var element: Element
  /// Its properties, by the names of MathML; their values are of letters, digits and few signs.
  var attributes: [String: String] = [:]
  /// What is in it.
  var children: [MathNode] = []
  /// Its text.
  var text = ""

  /// Whether an attribute is `true`.
  func isTrue(_ name: String) -> Bool { attributes[name] == "true" }

  /// How deep it is nested; a deeper one than `MathReader.deepestNesting` is not read.
  var onlyChild: MathNode? { children.count == 1 ? children[0] : nil }
}

/// Reads the MathML that pandoc writes, as strictly as it is written.
struct MathReader {
  /// A formula nested deeper is refused: reading and writing call themselves for every level.
  static let deepestNesting = 200

  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The formula of a text that is one `<math>` and nothing else, `nil` for any other text.
  static func formula(_ text: String) -> MathNode? {
    var reader = MathReader(Array(text.utf8))
    guard let node = reader.formula(), reader.position == reader.bytes.count else { return nil }
    return node
  }

  /// Reads `<math …><semantics>…<annotation>…</annotation></semantics></math>`; the annotation is left out.
  mutating func formula() -> MathNode? {
    guard take("<math"), attributes(of: nil) != nil, take("<semantics>") else { return nil }
    var children: [MathNode] = []
    while !take("<annotation") {
      guard let node = node(depth: 0) else { return nil }
      children.append(node)
    }
    guard attributes(of: nil) != nil, text() != nil, take("</annotation></semantics></math>") else { return nil }
    if children.count == 1 { return children[0] }
    return MathNode(element: .row, children: children)
  }

  /// Whether the next bytes are a text; if so they are behind.
  mutating func take(_ text: StaticString) -> Bool {
    guard bytes.has(text, at: position) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Skips to behind a text; `nil` where it does not come.
  mutating func skip(past text: String) -> Bool {
    guard let place = bytes.firstIndex(of: Array(text.utf8), from: position) else { return false }
    position = place + text.utf8.count
    return true
  }

  private mutating func node(depth: Int) -> MathNode? {
    guard depth < Self.deepestNesting, take("<"), let element = MathNode.Element(rawValue: name()),
      let attributes = attributes(of: element)
    else { return nil }
    var node = MathNode(element: element, attributes: attributes)
    if element.holdsText {
      guard let text = text() else { return nil }
      node.text = text
    }
    while !take("</") {
      guard !element.holdsText, let child = self.node(depth: depth + 1) else { return nil }
      node.children.append(child)
    }
    guard name() == element.rawValue, take(">"), element.parts.map({ $0 == node.children.count }) ?? true else {
      return nil
    }
    return node
  }

  private mutating func name() -> String {
    let start = position
    while position < bytes.count, isLetter(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: ":")
  }

  /// Reads to the end of a tag; `nil` where it is none. Of the attributes those are kept that have a meaning here.
  private mutating func attributes(of element: MathNode.Element?) -> [String: String]? {
    var attributes: [String: String] = [:]
    while take(" ") {
      let name = name()
      guard !name.isEmpty, take("=\""), let end = bytes[position...].firstIndex(of: UInt8(ascii: "\"")) else {
        return nil
      }
      let value = String(decoding: bytes[position..<end], as: UTF8.self)
      position = end + 1
      guard element != nil else { continue }
      if name == "style" {
        // pandoc closes the gap between the two sides of an aligned equation this way.
        if value.contains("padding") { attributes["side"] = "true" }
      } else if Self.isKept(name, value) {
        attributes[name] = value
      }
    }
    return take(">") ? attributes : nil
  }

  private static func isKept(_ name: String, _ value: String) -> Bool {
    switch name {
    case "stretchy", "accent", "displaystyle": value == "true" || value == "false"
    case "form": ["prefix", "infix", "postfix"].contains(value)
    case "columnalign": ["left", "center", "right"].contains(value)
    case "mathvariant", "notation": value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x2D || (0x61...0x7A).contains($0) }
    case "minsize", "maxsize": value.wholeMatch(of: /[0-9]{1,4}%/) != nil
    case "width": value.wholeMatch(of: /-?[0-9]{1,3}(\.[0-9]{1,4})?em/) != nil
    case "linethickness": value == "0"
    default: false
    }
  }

  /// Text up to the next tag, with what its entities stand for.
  private mutating func text() -> String? {
    var result: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      guard bytes[position] == UInt8(ascii: "&") else {
        result.append(bytes[position])
        position += 1
        continue
      }
      guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
      let name = String(decoding: bytes[position + 1..<end], as: UTF8.self)
      position = end + 1
      switch name {
      case "amp": result.append(UInt8(ascii: "&"))
      case "lt": result.append(UInt8(ascii: "<"))
      case "gt": result.append(UInt8(ascii: ">"))
      case "quot": result.append(UInt8(ascii: "\""))
      default:
        guard name.hasPrefix("#"), let number = UInt32(name.dropFirst()), let scalar = Unicode.Scalar(number) else {
          return nil
        }
        result += Array(String(scalar).utf8)
      }
    }
    return position < bytes.count ? String(decoding: result, as: UTF8.self) : nil
  }
}
