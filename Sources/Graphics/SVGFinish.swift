/// What Cairo's SVG lacks: the same names in every run, and a title and a description for those who do not see the picture.
enum SVGFinish {
  /// The file with `role`, title and description in its root element and its pictures numbered from 1.
  static func finish(_ bytes: [UInt8], title: String, description: String) -> [UInt8] {
    let bytes = renumbered(bytes)
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

  // Cairo names pictures and surfaces by a counter of the process: `"image1792"` and `"#image1792"`.
  private static func renumbered(_ bytes: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let stems = ["image", "surface"].map { Array($0.utf8) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var numbers: [[UInt8]: Int] = [:]
    var copied = 0
    var at = bytes.startIndex
    while let open = bytes[at...].firstIndex(of: quote) {
      at = open + 1
      let start = at < bytes.endIndex && bytes[at] == UInt8(ascii: "#") ? at + 1 : at
      for stem in stems where bytes[start...].starts(with: stem) {
        let digits = bytes[(start + stem.count)...].prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.endIndex < bytes.endIndex, bytes[digits.endIndex] == quote else { continue }
        let number = numbers[stem + digits] ?? numbers.count + 1
        numbers[stem + digits] = number
        result += bytes[copied..<digits.startIndex]
        result += Array("\(number)".utf8)
        copied = digits.endIndex
        at = digits.endIndex
      }
    }
    return result + bytes[copied...]
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
