import Foundation

/// A formula that has been set, as SVG; lengths are in ems.
struct SetFormula: Codable, Sendable, Equatable {
  /// The drawing, which takes the colour of the text around it.
  var svg: String
  /// How wide it is.
  var width: String
  /// How far it reaches below the line.
  var depth: String

  /// The drawing for a `data:` address.
  var encoded: String { Data(svg.utf8).base64EncodedString() }
}

extension SetFormula {
  /// Whether this is a drawing and nothing more: paths, rectangles and lines, without addresses, styles or scripts. It goes
  /// into the page as it is, and what is kept between runs is anybody's to edit.
  var isDrawing: Bool {
    let isLength = { (text: String) in text.wholeMatch(of: /-?[0-9]{1,6}(\.[0-9]{1,6})?/) != nil }
    var drawing = DrawingCheck(Array(svg.utf8))
    return isLength(width) && isLength(depth) && drawing.isDrawing()
  }
}

/// Reads an SVG element as strictly as it is written by the engine.
private struct DrawingCheck {
  private let bytes: [UInt8]
  private var position = 0

  private static let elements: Set<String> = [
    "svg", "g", "path", "rect", "line", "circle", "ellipse", "polygon", "polyline",
  ]
  private static let attributes: Set<String> = [
    "aria-hidden", "focusable", "xmlns", "xmlns:xlink", "width", "height", "viewBox", "d", "fill", "stroke",
    "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "x", "y", "rx", "ry", "r", "cx", "cy",
    "x1", "x2", "y1", "y2", "points", "fill-rule", "transform",
  ]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func isDrawing() -> Bool {
    var open: [String] = []
    repeat {
      skipBlanks()
      guard take("<") else { return false }
      if take("/") {
        guard open.popLast() == name(), take(">") else { return false }
      } else {
        let element = name()
        guard Self.elements.contains(element), open.isEmpty == (element == "svg") else { return false }
        guard let isClosed = rest() else { return false }
        if !isClosed { open.append(element) }
      }
    } while !open.isEmpty
    return position == bytes.count
  }

  /// Reads the rest of a tag, and whether it closes its element; `nil` where it has what no drawing needs.
  private mutating func rest() -> Bool? {
    while true {
      skipBlanks()
      if take("/") { return take(">") ? true : nil }
      if take(">") { return false }
      let attribute = name()
      guard Self.attributes.contains(attribute), take("="), take("\"") else { return nil }
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        // No entity, no tag, no escape, and no function but those of `transform`, which take numbers: `url(…)` fetches.
        let byte = bytes[position]
        if "<>&#\\".utf8.contains(byte) || (byte == UInt8(ascii: "(") && attribute != "transform") { return nil }
        position += 1
      }
      guard take("\"") else { return nil }
    }
  }

  private mutating func name() -> String {
    let start = position
    while position < bytes.count,
      Character(Unicode.Scalar(bytes[position])).isLetter
        || [UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "1"), UInt8(ascii: "2")].contains(bytes[position])
    {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[position]) { position += 1 }
  }
}
