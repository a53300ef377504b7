/// Puts the numbers of a formula's lines into its TeX, for LaTeX, where they stand at the right.
package enum TeXTags {
  /// The TeX with a `\tag` at the end of each numbered line.
  package static func apply(_ numbers: [DisplayedFormula.Number], to tex: String) -> String {
    var tex = tex
    // Only the forms that stand alone have lines with tags.
    for (inner, outer) in [("aligned", "align"), ("gathered", "gather")] where tex.hasPrefix("\\begin{\(inner)}") {
      guard tex.hasSuffix("\\end{\(inner)}") else { continue }
      let body = tex.dropFirst("\\begin{\(inner)}".count).dropLast("\\end{\(inner)}".count)
      tex = "\\begin{\(outer)}\(body)\\end{\(outer)}"
    }
    let lines = self.lines(of: tex)
    guard lines.count > 1 || tex.hasPrefix("\\begin{align") || tex.hasPrefix("\\begin{gather") else {
      return numbers.reduce(tex) { $0 + " " + tag($1) }
    }
    var result = ""
    var position = tex.startIndex
    for (index, end) in lines.enumerated() {
      result += tex[position..<end]
      result += numbers.first { $0.line == index }.map { " " + tag($0) + " " } ?? "\\notag "
      position = end
    }
    return result + tex[position...]
  }

  /// Where each line ends: before its `\\`, the last before `\end`.
  private static func lines(of tex: String) -> [String.Index] {
    var ends: [String.Index] = []
    var depth = 0
    var last = tex.endIndex
    for match in tex.matches(of: /\\(begin|end)(?![A-Za-z])|\\.|[{}]/.dotMatchesNewlines()) {
      switch match.output.0 {
      case "{": depth += 1
      case "}": depth -= 1
      case "\\begin": depth += 1
      case "\\end":
        depth -= 1
        if depth == 0 { last = match.range.lowerBound }
      case "\\\\" where depth == 1: ends.append(match.range.lowerBound)
      default: break
      }
    }
    return ends + [last]
  }

  /// A tag whose text is nothing but text.
  private static func tag(_ number: DisplayedFormula.Number) -> String {
    var text = ""
    for character in number.text {
      switch character {
      case "\\", "{", "}", "$", "^", "~", "`": continue
      case "#", "%", "&", "_": text += "\\\(character)"
      default: text.append(character)
      }
    }
    return "\\tag{\(text)}"
  }
}
