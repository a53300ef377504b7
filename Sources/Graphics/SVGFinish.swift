/// What Cairo's SVG lacks: a name and a description for those who do not see the picture.
enum SVGFinish {
  /// The file with `role`, title and description in its root element.
  static func finish(_ bytes: [UInt8], title: String, description: String) -> [UInt8] {
    guard !title.isEmpty || !description.isEmpty, let open = bytes.firstRange(of: Array("<svg ".utf8)),
      let close = bytes[open.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    else { return bytes }
    var head = "role=\"img\" "
    var body = "\n"
    if !title.isEmpty { body += "<title>\(escaped(title))</title>\n" }
    if !description.isEmpty { body += "<desc>\(escaped(description))</desc>\n" }
    head = "<svg " + head
    return Array(bytes[..<open.lowerBound]) + Array(head.utf8) + Array(bytes[open.upperBound...close])
      + Array(body.utf8) + Array(bytes[(close + 1)...])
  }

  // Characters that XML does not allow are dropped: a label may hold anything.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
