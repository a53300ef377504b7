/// Writes formulas as Typst's mathematics: what stands between the dollars.
///
/// Safe by construction: letters and digits are written as they are, every other sign behind a backslash and every longer
/// text as a string in quotes, so no name, no `#` and no end of the formula can come of a student's text; functions are
/// written by this file alone. pandoc's own Typst is not used: its `\phantom` and `\operatorname` let code through, and
/// some of its names (`sect`, `times.circle`) are those of older versions.
struct TypstMathWriter {
  /// A formula; a table that is all of it becomes its lines.
  static func source(of node: MathNode) -> String {
    var node = node
    while node.element == .row, let only = node.onlyChild { node = only }
    if node.element == .table, node.isAligned || node.children.allSatisfy({ $0.children.count <= 1 }) {
      return node.children.map { row in row.children.map(filled).joined(separator: " & ") }
        .joined(separator: " \\\n")
    }
    return filled(node)
  }

  /// A part, or an empty string where there is nothing: an argument must not be missing.
  private static func filled(_ node: MathNode) -> String {
    let text = write(node)
    return text.isEmpty ? "\"\"" : text
  }

  /// - Parameter isUpright: Whether what is around makes letters upright.
  private static func write(_ node: MathNode, isUpright: Bool = false) -> String {
    func part(_ index: Int) -> String { filled(node.children[index]) }
    switch node.element {
    case .row, .padding, .tableRow, .cell: return row(node.children)
    case .identifier: return identifier(node, isUpright)
    case .sign: return sign(node)
    case .number:
      return node.text.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) != nil ? node.text : quoted(node.text)
    case .text: return quoted(node.text)
    case .space: return node.attributes["width"].map { "#h(\($0))" } ?? ""
    case .fraction:
      return node.attributes["linethickness"] == nil
        ? "frac(\(part(0)), \(part(1)))" : "mat(delim: #none, \(part(0)); \(part(1)))"
    case .squareRoot: return "sqrt(\(row(node.children).isEmpty ? "\"\"" : row(node.children)))"
    case .root: return "root(\(part(1)), \(part(0)))"
    case .below: return attach(scripts(node.children[0]), below: node.children[1])
    case .above: return attach(scripts(node.children[0]), above: node.children[1])
    case .belowAndAbove:
      return attach(scripts(node.children[0]), below: node.children[1], above: node.children[2])
    case .under, .over:
      if node.isAccented, let name = MathAccent(node.children[1].text, isOver: node.element == .over).typst {
        return "\(name)(\(part(0)))"
      }
      return node.element == .under
        ? attach(limits(node.children[0]), below: node.children[1])
        : attach(limits(node.children[0]), above: node.children[1])
    case .underAndOver: return attach(limits(node.children[0]), below: node.children[1], above: node.children[2])
    case .table: return table(node)
    case .style:
      let content = row(node.children).isEmpty ? "\"\"" : row(node.children)
      guard let isLarge = node.attributes["displaystyle"] else { return content }
      return isLarge == "true" ? "display(\(content))" : "inline(\(content))"
    case .phantom: return "#hide($\(row(node.children))$)"
    case .enclosure: return enclosure(node)
    }
  }

  // MARK: Rows

  private static func row(_ nodes: [MathNode]) -> String {
    var parts: [String] = []
    var index = 0
    while index < nodes.count {
      // Upright letters one after another are a word.
      let word = nodes[index...].prefix { isUprightLetter($0) }
      if word.count > 1 {
        parts.append("upright(\(word.map { write($0, isUpright: true) }.joined(separator: " ")))")
        index += word.count
        continue
      }
      // What follows is the sign that an operator's name stands before.
      if index + 1 < nodes.count, nodes[index].element == .identifier, isApplication(nodes[index + 1]) {
        parts.append("op(\(quoted(nodes[index].text)))")
        index += 2
        continue
      }
      let text = write(nodes[index])
      if !text.isEmpty { parts.append(text) }
      index += 1
    }
    let text = parts.joined(separator: " ")
    let isDelimited = [nodes.first, nodes.last].contains { $0.map(isDelimiter) == true }
    return isDelimited && nodes.count > 1 ? "lr(\(text))" : text
  }

  /// Whether a sign grows with what stands beside it.
  private static func isDelimiter(_ node: MathNode) -> Bool {
    node.element == .sign && node.isTrue("stretchy") && node.attributes["minsize"] == nil
      && node.attributes["form"] != "infix"
  }

  private static func isUprightLetter(_ node: MathNode) -> Bool {
    node.element == .identifier && node.attributes["mathvariant"] == "normal" && node.text.unicodeScalars.count == 1
      && node.text.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
  }

  private static func isApplication(_ node: MathNode) -> Bool { node.element == .sign && node.text == "\u{2061}" }

  // MARK: Letters and signs

  private static func identifier(_ node: MathNode, _ isUpright: Bool) -> String {
    let scalars = Array(node.text.unicodeScalars)
    guard scalars.count == 1 else {
      return node.attributes["mathvariant"] == "normal" ? "op(\(quoted(node.text)))" : quoted(node.text)
    }
    let letter = scalars[0].properties.isAlphabetic ? String(scalars[0]) : escaped(scalars[0])
    return node.attributes["mathvariant"] == "normal" && !isUpright && !letter.isEmpty ? "upright(\(letter))" : letter
  }

  private static func sign(_ node: MathNode) -> String {
    let text = node.text.trimmed()
    if text == "*" { return "∗" }
    if text.unicodeScalars.contains(where: \.properties.isAlphabetic) {
      return text.unicodeScalars.count == 1 ? text : "op(\(quoted(text)))"
    }
    let signs = text.unicodeScalars.map(escaped).joined()
    if signs.isEmpty { return "" }
    if let size = node.attributes["minsize"] { return "lr(size: #\(size), \(signs))" }
    if node.isTrue("stretchy"), node.attributes["form"] == "infix" { return "mid(\(signs))" }
    // A bar that does not grow may open or close.
    if ["|", "∥", "‖"].contains(text), !node.isTrue("stretchy") { return "class(\"normal\", \(signs))" }
    return signs
  }

  /// A sign that means itself; nothing for one that is not seen.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .spaceSeparator, .lineSeparator, .paragraphSeparator: ""
    case .privateUse, .nonspacingMark, .spacingMark, .enclosingMark: quoted(String(scalar))
    default: "\\" + String(scalar)
    }
  }

  /// A text in quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\n", "\t", "\r": result += " "
      case _ where scalar.properties.generalCategory == .control: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  // MARK: What stands above and below

  private static func attach(_ base: String, below: MathNode? = nil, above: MathNode? = nil) -> String {
    var result = "attach(\(base.isEmpty ? "\"\"" : base)"
    if let below { result += ", b: \(filled(below))" }
    if let above {
      let primes = "′″‴⁗".unicodeScalars.map { String($0) }.firstIndex(of: above.text)
      result +=
        above.element.holdsText
        ? primes.map { ", tr: primes(#\($0 + 1))" } ?? ", t: \(filled(above))"
        : ", t: \(filled(above))"
    }
    return result + ")"
  }

  /// A base whose scripts stand beside it.
  private static func scripts(_ node: MathNode) -> String {
    let base = filled(node)
    return isLarge(node) ? "scripts(\(base))" : base
  }

  /// A base whose scripts stand above and below it.
  private static func limits(_ node: MathNode) -> String {
    let base = filled(node)
    // An arrow is as long as what stands on it.
    let isArrow =
      node.element == .sign && node.text.unicodeScalars.count == 1
      && node.text.unicodeScalars.allSatisfy { (0x2190...0x21FF).contains($0.value) }
    return "limits(\(isArrow ? "stretch(\(base))" : base))"
  }

  private static func isLarge(_ node: MathNode) -> Bool {
    switch node.element {
    case .sign: true
    case .identifier: node.text.unicodeScalars.count > 1
    case .row: node.children.contains(where: isApplication)
    default: false
    }
  }

  // MARK: Tables and frames

  /// A table within a formula: the sides of aligned equations share a cell and meet at a sign.
  private static func table(_ node: MathNode) -> String {
    if node.isAligned {
      let rows = node.children.map { row in row.children.map { "display(\(filled($0)))" }.joined(separator: " & ") }
      return "mat(delim: #none, row-gap: #0.5em, \(rows.map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: "; ")))"
    }
    let columns = node.children.map(\.children.count).max() ?? 0
    let rows = node.children.map { row in
      (0..<max(1, columns)).map { column in
        guard column < row.children.count else { return "\"\"" }
        let cell = filled(row.children[column])
        switch row.children[column].attributes["columnalign"] {
        case "left": return "& " + cell
        case "right": return cell + " &"
        default: return cell
        }
      }.joined(separator: ", ")
    }
    return rows.isEmpty ? "" : "mat(delim: #none, \(rows.joined(separator: "; ")))"
  }

  private static func enclosure(_ node: MathNode) -> String {
    let content = row(node.children).isEmpty ? "\"\"" : row(node.children)
    switch node.attributes["notation"] ?? "" {
    case "box": return "#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, $\(content)$)"
    case "updiagonalstrike": return "cancel(\(content))"
    case "downdiagonalstrike": return "cancel(\(content), inverted: #true)"
    default: return "cancel(\(content), cross: #true)"
    }
  }
}
