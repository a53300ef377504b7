import Foundation

/// One SVG file on its way to a drawing: the elements of a drawing are written down again.
struct SVGReading {
  private var output = ""
  private var open: [Open] = []
  private var graph = SVGGraph()
  /// How many elements are open within one that is dropped, by their names.
  private var dropped: [String] = []
  private var style: String?

  private struct Open {
    /// The name as it is written, with its prefix.
    var qualified: String
    var name: String
    var hasContent = false
  }

  private static let namespace = "http://www.w3.org/2000/svg"
  private static let deepest = 64
  private static let mostElements = 100_000

  /// The drawing's file.
  ///
  /// - Parameter bytes: UTF-8.
  static func drawing(of bytes: [UInt8]) throws(SVGDrawing.Fault) -> Data {
    var reading = SVGReading()
    var scanner = SVGScanner(bytes)
    while true {
      let line = scanner.line()
      guard let piece = try scanner.next() else { break }
      switch piece {
      case .start(let name, let attributes, let isEmpty):
        try located(scanner.line(), name) { () throws(SVGDrawing.Fault) in try reading.start(name, attributes) }
        if isEmpty { try located(line, name) { () throws(SVGDrawing.Fault) in _ = try reading.end(name) } }
      case .end(let name):
        let isMatched = try located(scanner.line(), name) { () throws(SVGDrawing.Fault) in try reading.end(name) }
        guard isMatched else { throw scanner.broken() }
      case .text(let text):
        guard reading.add(text) else { throw scanner.broken() }
      }
    }
    guard reading.open.isEmpty, reading.dropped.isEmpty, !reading.output.isEmpty else { throw scanner.broken() }
    try reading.graph.check()
    return Data((reading.output + "\n").utf8)
  }

  /// Gives a fault its place.
  private static func located<Value>(
    _ line: Int, _ element: String, _ body: () throws(SVGDrawing.Fault) -> Value
  ) throws(SVGDrawing.Fault) -> Value {
    do { return try body() } catch {
      throw SVGDrawing.Fault(line: line, element: element, reason: error.reason)
    }
  }

  // MARK: What is read

  /// Ends an element; `false` where it is not the one that is open.
  private mutating func end(_ qualified: String) throws(SVGDrawing.Fault) -> Bool {
    if let last = dropped.last {
      guard last == qualified else { return false }
      dropped.removeLast()
      return true
    }
    if style != nil { try writeStyle() }
    guard let last = open.popLast(), last.qualified == qualified else { return false }
    graph.close()
    output += last.hasContent ? "</\(last.name)>" : "/>"
    return true
  }

  /// Adds text; `false` for text outside the drawing.
  private mutating func add(_ text: String) -> Bool {
    guard let last = open.last else { return text.allSatisfy(\.isWhitespace) }
    guard dropped.isEmpty, SVGElements.texts.contains(last.name) else { return true }
    if style != nil {
      style? += text
    } else if !text.isEmpty {
      beginContent()
      output += Self.escaped(text)
    }
    return true
  }

  // MARK: What is written

  private mutating func start(
    _ qualified: String, _ attributes: [(name: String, value: String)]
  ) throws(SVGDrawing.Fault) {
    let local = qualified.split(separator: ":").last.map(String.init) ?? qualified
    if ["script", "foreignObject"].contains(local) {
      throw SVGDrawing.Fault(reason: SVGElements.reason(against: local))
    }
    let isForeign = qualified.contains(":") && !qualified.hasPrefix("svg:")
    if !dropped.isEmpty || isForeign || local == "metadata" {
      guard !open.isEmpty else { throw SVGDrawing.Fault(reason: "is no SVG: the file begins with <\(qualified)>") }
      dropped.append(qualified)
      return
    }
    guard !open.isEmpty || output.isEmpty else { throw SVGDrawing.Fault(reason: "follows the end of the drawing") }
    guard !open.isEmpty || local == "svg" else {
      throw SVGDrawing.Fault(reason: "is no SVG: the file begins with <\(qualified)>")
    }
    guard SVGElements.drawn.contains(local) else {
      throw SVGDrawing.Fault(reason: SVGElements.reason(against: local))
    }
    guard open.count < Self.deepest else {
      throw SVGDrawing.Fault(reason: "is nested more than \(Self.deepest) deep; save a simpler drawing")
    }
    guard graph.count < Self.mostElements else {
      throw SVGDrawing.Fault(reason: "has more than \(Self.mostElements) elements; export it as PNG")
    }
    var node = SVGGraph.Node()
    var written: [(name: String, value: String)] = []
    for (name, value) in attributes {
      // Both spellings in one element: the newer one counts.
      if name == "xlink:href", attributes.contains(where: { $0.name == "href" }) { continue }
      if let attribute = try attribute(name, value, of: local, &node) { written.append(attribute) }
    }
    beginContent()
    output += "<\(local)"
    if open.isEmpty { output += " xmlns=\"\(Self.namespace)\"" }
    for (name, value) in written.sorted(by: { $0.name < $1.name }) {
      output += " \(name)=\"\(Self.escaped(value))\""
    }
    open.append(Open(qualified: qualified, name: local))
    graph.open(node)
    if local == "style" { style = "" }
  }

  /// An attribute as it is written, `nil` for one that draws nothing.
  private func attribute(
    _ qualified: String, _ value: String, of element: String, _ node: inout SVGGraph.Node
  ) throws(SVGDrawing.Fault) -> (String, String)? {
    if qualified == "xmlns" {
      guard value == Self.namespace else { throw SVGDrawing.Fault(reason: "is no SVG: its namespace is “\(value)”") }
      return nil
    }
    let name = qualified == "xlink:href" ? "href" : qualified
    if name.contains(":"), name != "xml:space" { return nil }
    guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.:-]*/) != nil else {
      throw SVGDrawing.Fault(reason: "the attribute “\(name)” is no attribute of SVG")
    }
    let lower = name.lowercased()
    if lower.hasPrefix("on") { throw SVGDrawing.Fault(reason: "the script in “\(name)” is refused; save it without") }
    if lower == "filter", value != "none" {
      throw SVGDrawing.Fault(reason: SVGElements.reason(against: "filter"))
    }
    if name == "href" { return try address(value, of: element, &node).map { (name, $0) } }
    if ["width", "height"].contains(name), element == "svg", value.trimmed() != "auto", !SVGValue.isLength(value) {
      throw SVGDrawing.Fault(reason: "the \(name) “\(value.prefix(40))” is no length from 0 to 100,000")
    }
    if name == "viewBox", !SVGValue.isViewBox(value) {
      throw SVGDrawing.Fault(reason: "the viewBox “\(value.prefix(40))” is not four numbers, the last two above 0")
    }
    if name == "id" { node.id = value }
    if ["d", "points"].contains(name) { node.places = value.utf8.count / 4 }
    let references = try SVGValue.references(in: value)
    if lower.hasPrefix("marker") || (name == "style" && value.contains("marker")) {
      node.markers += references
    } else {
      node.references += references
    }
    return (name, value)
  }

  /// The address in `href`: a place in the file, or a picture that the file holds.
  private func address(
    _ value: String, of element: String, _ node: inout SVGGraph.Node
  ) throws(SVGDrawing.Fault) -> String? {
    let value = value.trimmed()
    if value.hasPrefix("#") {
      node.references.append(String(value.dropFirst()))
      return value
    }
    guard element == "image", let comma = value.firstIndex(of: ","), value.hasPrefix("data:image/"),
      value[..<comma].hasSuffix(";base64")
    else {
      throw SVGDrawing.Fault(
        reason:
          "the address “\(value.prefix(80))” leads out of the file; put the picture into the file, or beside the text")
    }
    let base64 = String(value[value.index(after: comma)...])
    guard let bytes = Data(base64Encoded: base64, options: .ignoreUnknownCharacters), !SVGDrawing.isLikely(bytes),
      let picture = Picture(bytes)?.prepared()
    else { throw SVGDrawing.Fault(reason: "the picture in it is no PNG, JPEG, GIF or WebP image") }
    if let fault = picture.fault { throw SVGDrawing.Fault(reason: "the picture in it \(fault)") }
    return "data:\(picture.type);base64,\(picture.data.base64EncodedString())"
  }

  private mutating func writeStyle() throws(SVGDrawing.Fault) {
    guard let rules = style else { return }
    style = nil
    // What rules refer to could be drawn for every element that they match.
    guard try SVGValue.references(in: rules).isEmpty else {
      throw SVGDrawing.Fault(reason: "“url(” in a style sheet is refused; write it as an attribute, or export as PNG")
    }
    guard !rules.isEmpty else { return }
    beginContent()
    output += Self.escaped(rules)
  }

  private mutating func beginContent() {
    guard let last = open.indices.last, !open[last].hasContent else { return }
    open[last].hasContent = true
    output += ">"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", "\r": result += "&#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
