/// The labels and tags in the TeX of a displayed formula, line by line.
///
///     \begin{aligned} a &= b \label{eq:a} \\ c &= d \tag{*} \end{aligned}
struct TeXLabels: Equatable {
  /// What one line is to be called.
  struct Line: Equatable {
    /// Names to refer to it by.
    var labels: [String] = []
    /// What its author wants it to be called.
    var tag: String?

    /// Whether it has a number.
    var isNumbered: Bool { tag != nil || !labels.isEmpty }
  }

  /// The TeX with blanks where labels and tags were, so that every place in it is a place in the source.
  private(set) var tex = ""
  /// The lines, as `\\` divides them.
  private(set) var lines = [Line()]

  /// Environments in which every line may have a number.
  private static let rows: Set<String> = [
    "align", "aligned", "gather", "gathered", "eqnarray", "alignat", "alignedat", "flalign",
  ]

  /// Reads a formula.
  init(_ tex: String) {
    // Most have none, and nothing is asked of their lines then.
    guard ["\\label", "\\tag", "\\nonumber", "\\notag"].contains(where: { tex.contains($0) }) else {
      self.tex = tex
      return
    }
    let opening = tex.drop(while: \.isWhitespace).prefixMatch(of: /\\begin\{([A-Za-z]+)\*?\}/)
    let hasRows = opening.map { Self.rows.contains(String($0.output.1)) } ?? false
    var environments = 0
    var braces = 0
    /// Whether something stands on the line.
    var isFilled = false
    var rest = tex[...]
    func blank(_ text: Substring) -> String { String(text.map { $0.isNewline ? $0 : " " }) }
    while let first = rest.first {
      if first == "\\", let command = rest.prefixMatch(of: /\\(?:[A-Za-z]+\*?|.)/.dotMatchesNewlines()) {
        let name = String(command.output)
        switch name {
        case "\\label", "\\tag", "\\tag*":
          guard let (content, end) = Self.argument(of: rest.dropFirst(name.count)) else { break }
          if name == "\\label" {
            lines[lines.count - 1].labels.append(content)
          } else {
            lines[lines.count - 1].tag = content
          }
          self.tex += blank(rest[..<end])
          rest = rest[end...]
          continue
        case "\\nonumber", "\\notag":
          self.tex += blank(command.output)
          rest = rest.dropFirst(name.count)
          continue
        case "\\begin": environments += 1
        case "\\end": environments -= 1
        case "\\\\" where hasRows && environments == 1 && braces == 0:
          lines.append(Line())
          isFilled = false
          self.tex += name
          rest = rest.dropFirst(name.count)
          continue
        default: break
        }
        isFilled = isFilled || name != "\\end"
        self.tex += name
        rest = rest.dropFirst(name.count)
        continue
      }
      if first == "{" { braces += 1 }
      if first == "}" { braces -= 1 }
      isFilled = isFilled || (!first.isWhitespace && environments > 0)
      self.tex.append(first)
      rest = rest.dropFirst()
    }
    if lines.count > 1, !isFilled, lines[lines.count - 1] == Line() { lines.removeLast() }
  }

  /// The text in the braces that follow, and where they end.
  private static func argument(of text: Substring) -> (String, String.Index)? {
    let start = text.drop(while: \.isWhitespace)
    guard start.first == "{" else { return nil }
    var depth = 0
    for index in start.indices {
      if start[index] == "{" { depth += 1 }
      if start[index] == "}" { depth -= 1 }
      if depth == 0 {
        let inner = start[start.index(after: start.startIndex)..<index]
        return (String(inner).trimmed(), start.index(after: index))
      }
    }
    return nil
  }
}
