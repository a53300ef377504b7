/// The elements of a drawing, and why others are refused.
enum SVGElements {
  /// Those that are drawn, or hold what is drawn, by their names in SVG 1.1.
  static let drawn: Set<String> = [
    "svg", "g", "defs", "symbol", "use", "switch", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "textPath", "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    "pattern", "marker", "image", "style",
  ]

  /// Those whose text counts.
  static let texts: Set<String> = ["text", "tspan", "textPath", "title", "desc", "style"]

  /// Why an element is refused, with what to do.
  static func reason(against name: String) -> String {
    switch name {
    case "script": "a script is refused; save the drawing without it"
    case "foreignObject", "iframe":
      "a page within the picture, which paper cannot show; export it as PNG, or as SVG without HTML labels"
    case "a": "a link within a picture is refused; write the link beside the picture"
    case _ where name.hasPrefix("animate") || name == "set" || name == "mpath":
      "a picture that moves is refused; save one moment of it"
    case "filter": "a filter is not drawn alike everywhere; export it as PNG"
    default: "is no element of a drawing that is read here; export it as PNG"
    }
  }
}

/// Style rules and values of attributes: what fetches is refused.
enum SVGValue {
  /// The identifiers within the file that a value refers to by `url(#…)`.
  ///
  /// - Throws: A ``SVGDrawing/Fault`` without a place, for an address that leads out of the file and for what hides one.
  static func references(in value: String) throws(SVGDrawing.Fault) -> [String] {
    let lower = value.lowercased()
    for word in ["@import", "image-set(", "src(", "expression(", "-moz-binding", "javascript:", "filter:"]
    where lower.contains(word) {
      throw SVGDrawing.Fault(reason: "“\(word)” is refused; export the drawing as PNG")
    }
    // It may hide any of these.
    if value.contains("\\") { throw SVGDrawing.Fault(reason: "“\\” in a style is refused; write the character itself") }
    guard lower.contains("url") else { return [] }
    var found: [String] = []
    for match in value.matches(of: /[uU][rR][lL]\s*\(\s*(["']?)([^"')]*)/) {
      guard match.output.2.hasPrefix("#") else {
        throw SVGDrawing.Fault(
          reason: "the address “\(match.output.2.prefix(80))” leads out of the file; only url(#…) is read")
      }
      found.append(String(match.output.2.dropFirst()).trimmed())
    }
    return found
  }

  /// Whether a value is a length that a drawing can have: above zero, at most 100,000, or a share.
  static func isLength(_ value: String) -> Bool {
    guard let match = value.trimmed().wholeMatch(of: /\+?([0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?|[0-9]+\.)([a-z]{0,2}|%)/),
      let number = Double(match.output.1)
    else { return false }
    return number > 0 && number <= 100_000
  }

  /// Whether a value is a place and a size: four numbers, the last two above zero.
  static func isViewBox(_ value: String) -> Bool {
    let numbers = value.split { $0 == "," || $0.isWhitespace }.map { Double($0) }
    guard numbers.count == 4, let width = numbers[2], let height = numbers[3] else { return false }
    return numbers.allSatisfy { ($0?.magnitude ?? .infinity) <= 1e9 } && width > 0 && height > 0
  }
}
