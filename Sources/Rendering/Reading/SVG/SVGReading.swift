import Foundation
import FoundationXML

/// One SVG file on its way to a drawing: libxml2 takes it apart, the elements of a drawing are written down again.
final class SVGReading: NSObject, XMLParserDelegate {
  private var output = ""
  private var open: [Open] = []
  private var graph = SVGGraph()
  private var fault: SVGDrawing.Fault?
  /// How many elements are open within one that is dropped.
  private var dropped = 0
  private var style: String?
  private var brokenLine: Int?

  private struct Open {
    var name: String
    var hasContent = false
  }

  private static let namespace = "http://www.w3.org/2000/svg"
  private static let deepest = 64
  private static let mostElements = 100_000

  /// The drawing's file.
  func drawing(of bytes: Data) throws(SVGDrawing.Fault) -> Data {
    let parser = XMLParser(data: bytes)
    parser.delegate = self
    parser.shouldResolveExternalEntities = false
    _ = parser.parse()
    if let fault { throw fault }
    if let line = brokenLine ?? (open.isEmpty && !output.isEmpty ? nil : parser.lineNumber) {
      throw SVGDrawing.Fault(line: max(1, line), reason: "is no whole, well-formed XML; save it again")
    }
    try graph.check()
    return Data((output + "\n").utf8)
  }

  // MARK: What the parser finds

  func parser(
    _ parser: XMLParser, didStartElement qualified: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    guard fault == nil else { return }
    do throws(SVGDrawing.Fault) { try start(qualified, attributes) } catch {
      var fault = error
      fault.line = parser.lineNumber
      fault.element = qualified
      self.fault = fault
      parser.abortParsing()
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard fault == nil else { return }
    if dropped > 0 {
      dropped -= 1
      return
    }
    if style != nil {
      do throws(SVGDrawing.Fault) { try writeStyle() } catch {
        fault = SVGDrawing.Fault(line: parser.lineNumber, element: "style", reason: error.reason)
        parser.abortParsing()
        return
      }
    }
    guard let last = open.popLast() else { return }
    graph.close()
    output += last.hasContent ? "</\(last.name)>" : "/>"
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard fault == nil, dropped == 0, let last = open.last, SVGElements.texts.contains(last.name) else { return }
    if style != nil {
      style? += string
    } else {
      beginContent()
      output += Self.escaped(string)
    }
  }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
  }

  func parser(_ parser: XMLParser, foundProcessingInstructionWithTarget target: String, data: String?) {
    guard fault == nil, target == "xml-stylesheet" else { return }
    fault = SVGDrawing.Fault(
      line: parser.lineNumber,
      reason: "a style sheet elsewhere (xml-stylesheet) is refused; write the rules into the file")
    parser.abortParsing()
  }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
    let undeclaredPrefix = 201
    // Prefixes are not looked at.
    if (parseError as NSError).code != undeclaredPrefix, brokenLine == nil { brokenLine = parser.lineNumber }
  }

  // MARK: What is written

  private func start(_ qualified: String, _ attributes: [String: String]) throws(SVGDrawing.Fault) {
    let local = qualified.split(separator: ":").last.map(String.init) ?? qualified
    if ["script", "foreignObject"].contains(local) {
      throw SVGDrawing.Fault(reason: SVGElements.reason(against: local))
    }
    let isForeign = qualified.contains(":") && !qualified.hasPrefix("svg:")
    if dropped > 0 || isForeign || local == "metadata" {
      guard dropped > 0 || !open.isEmpty else { throw SVGDrawing.Fault(reason: "is no SVG") }
      dropped += 1
      return
    }
    guard open.isEmpty == false || (local == "svg" && output.isEmpty) else {
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
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      // Both spellings in one element: the newer one counts.
      if name == "xlink:href", attributes["href"] != nil { continue }
      if let attribute = try attribute(name, value, of: local, &node) { written.append(attribute) }
    }
    beginContent()
    output += "<\(local)"
    if open.isEmpty { output += " xmlns=\"\(Self.namespace)\"" }
    for (name, value) in written.sorted(by: { $0.name < $1.name }) {
      output += " \(name)=\"\(Self.escaped(value))\""
    }
    open.append(Open(name: local))
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

  private func writeStyle() throws(SVGDrawing.Fault) {
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

  private func beginContent() {
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
