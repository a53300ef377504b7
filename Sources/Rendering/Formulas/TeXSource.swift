internal import Basics

/// The TeX of a formula as it is handed to pandoc, and what is to be said of it before.
package struct TeXSource {
  /// What is wrong with a formula: where, and what was expected.
  package struct Fault: Error, Equatable {
    /// The line of the formula, counted from nought, and the column in characters, too.
    package var line: Int
    package var column: Int
    /// What is wrong, as a sentence without its end.
    package var message: String

    /// By its parts.
    package init(line: Int, column: Int, message: String) {
      self.line = line
      self.column = column
      self.message = message
    }
  }

  /// The most bytes of one formula; the longest line of a textbook has 500.
  package static let longest = 20_000
  /// Braces nested deeper are no formula that somebody reads.
  package static let deepest = 60
  /// Scripts of scripts of scripts: the time that pandoc takes doubles with each.
  package static let deepestScripts = 8

  /// The TeX.
  package let tex: String
  /// Whether it asks to be set as large as one on a line of its own.
  package let isLarge: Bool
  /// What pandoc reads.
  package let text: String
  /// The environment that `text` has been put in.
  private let rows: String?

  /// pandoc makes slanted letters of `\mathbf`; so it is asked for letters that nobody uses, which become bold ones.
  private static let bold = (written: "\\mathbf", asked: "\\mathbfsfup")

  package init(_ formula: Formula) {
    let word = "\\displaystyle"
    tex = formula.tex
    let start = tex.drop(while: \.isWhitespace)
    isLarge = formula.isDisplayed || (start.hasPrefix(word) && start.dropFirst(word.count).first?.isLetter != true)
    let text = TeXLabels(tex).tex.replacing(/\\mathbf(?![A-Za-z])/, with: Self.bold.asked)
    rows = formula.isDisplayed ? Self.rows(of: text) : nil
    self.text = rows.map { "\\begin{\($0)}\(text)\\end{\($0)}" } ?? text
  }

  // Patterns that every formula is held against are read once: that takes longer than the search.

  /// What opens and closes a group, ends a row or a column.
  nonisolated(unsafe) private static let rowParts =
    /\\(begin|end)(?![A-Za-z])|\\left(?![A-Za-z])|\\right(?![A-Za-z])|\\.|[{}&]/.dotMatchesNewlines()

  /// The environment that lines without one are set in, as MathJax sets them.
  package static func rows(of text: String) -> String? {
    var depth = 0
    var hasRows = false
    var hasColumns = false
    for match in text.matches(of: rowParts) {
      switch match.output.0 {
      case "{", "\\begin", "\\left": depth += 1
      case "}", "\\end", "\\right": depth -= 1
      case "\\\\" where depth == 0: hasRows = true
      case "&" where depth == 0: hasColumns = true
      default: break
      }
    }
    return hasRows ? hasColumns ? "aligned" : "gathered" : nil
  }

  // MARK: Before

  /// What keeps a formula from being handed over at all.
  package var fault: Fault? {
    if tex.utf8.count > Self.longest {
      return Fault(line: 0, column: 0, message: "it has \(tex.utf8.count) bytes; at most \(Self.longest) are set")
    }
    if let match = tex.firstMatch(of: Self.definitions) {
      return fault(
        at: match.range.lowerBound, "“\(match.output.1)” defines a command, which a formula cannot; write it out")
    }
    // What pandoc passes over would still be read where the TeX itself is handed on, as in report.tex.
    if let match = tex.firstMatch(of: Self.programs) {
      return fault(
        at: match.range.lowerBound, "“\(match.output.1)” reads files or runs programs, and is not read in a formula")
    }
    if tex.contains("\u{0}") { return Fault(line: 0, column: 0, message: "it holds a control character") }
    return nesting()
  }

  /// A formula that defines what it then uses may have no end.
  nonisolated(unsafe) private static let definitions =
    /(\\(?:newcommand|renewcommand|providecommand|def|gdef|edef|xdef|let|DeclareMathOperator|newenvironment))(?![A-Za-z])/

  /// `^^5c` is another way to write a backslash.
  nonisolated(unsafe) private static let programs =
    /(\^\^|\\(?:input|include|includegraphics|openin|openout|read|readline|write|immediate|special|catcode|csname|expandafter|directlua|luaexec|usepackage|RequirePackage|verbatiminput|lstinputlisting|everymath|everydisplay|scantokens|newread|newwrite|loop|afterassignment|aftergroup|output|shipout|endinput)(?![A-Za-z]))/

  /// Braces that are nested too deep.
  private func nesting() -> Fault? {
    /// Whether each open brace is that of a script.
    var open: [Bool] = []
    var isScript = false
    var index = tex.startIndex
    while index < tex.endIndex {
      defer { if index < tex.endIndex { index = tex.index(after: index) } }
      switch tex[index] {
      case "\\":
        index = tex.index(after: index)
        if index == tex.endIndex { return nil }
      case "^", "_": isScript = true
      case "{":
        open.append(isScript)
        isScript = false
        if open.count > Self.deepest {
          return fault(at: index, "braces are nested more than \(Self.deepest) deep")
        }
        if open.count(where: { $0 }) > Self.deepestScripts {
          return fault(at: index, "scripts are nested more than \(Self.deepestScripts) deep")
        }
      case "}":
        _ = open.popLast()
        isScript = false
      case let character where character.isWhitespace || character.isLetter: break
      default: isScript = false
      }
    }
    return nil
  }

  private func fault(at index: String.Index, _ message: String) -> Fault {
    let before = tex[..<index]
    let line = before.count { $0.isNewline }
    let start = before.lastIndex(where: \.isNewline).map { tex.index(after: $0) } ?? tex.startIndex
    return Fault(line: line, column: tex.distance(from: start, to: index), message: message)
  }

  /// What pandoc leaves out without a word, by name.
  package var omissions: [String] {
    var found: [String] = []
    for match in tex.matches(of: Self.omitted) where !found.contains(String(match.output.1)) {
      found.append(String(match.output.1))
    }
    var remarks = found.map { "“\($0)” changes nothing in a formula" }
    if let match = tex.firstMatch(of: /(^|[^\\])(\\\\)*%/), !match.output.0.isEmpty {
      remarks.append("what follows “%” in a formula is a comment and is left out; write \\% for the sign")
    }
    if tex.contains(/\\begin\{array\}\s*\{[^}]*\|/) {
      remarks.append("the rules between an array's columns are left out")
    }
    return remarks
  }

  nonisolated(unsafe) private static let omitted =
    /(\\(?:color|hline|cline|textstyle|scriptstyle|scriptscriptstyle))(?![A-Za-z])/

  // MARK: After

  /// What pandoc found wrong, in words.
  ///
  ///     \frac{1}{
  ///              ^
  ///     unexpected eof
  ///     expecting …, "\\hyperref" or "}"
  package func fault(reported message: String) -> Fault {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 3 else { return Fault(line: 0, column: 0, message: message) }
    let caret = lines[1].prefix { $0 == " " }.count
    // The line may be cut at its beginning.
    var place = (line: 0, column: caret)
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let range = line.range(of: lines[0]) ?? (lines[0].isEmpty ? line.startIndex..<line.startIndex : nil) else {
        continue
      }
      let column = line.distance(from: line.startIndex, to: range.lowerBound) + caret
      // Back to the text as it was written.
      let shift = line.prefix(column).matches(of: /\\mathbfsfup(?![A-Za-z])/).count
      let wrap = number == 0 ? rows.map { "\\begin{\($0)}".count } ?? 0 : 0
      place = (number, max(0, column - wrap - shift * (Self.bold.asked.count - Self.bold.written.count)))
      break
    }
    let written = tex.split(separator: "\n", omittingEmptySubsequences: false)
    let isCommand = lines[2].contains("control sequence") && !lines[2].hasSuffix("\\end")
    if rows != nil, !isCommand, place.line == written.count - 1, place.column >= (written.last?.count ?? 0) {
      return early([])
    }
    let unexpected = lines[2].hasPrefix("unexpected ") ? String(lines[2].dropFirst("unexpected ".count)) : lines[2]
    return describe(unexpected, expected: Self.expected(lines.dropFirst(3).joined(separator: " ")), place)
  }

  private func describe(_ unexpected: String, expected: [String], _ place: (line: Int, column: Int)) -> Fault {
    func fault(_ message: String, from word: String = "") -> Fault {
      // pandoc reads on over blanks, and the ends of lines, before it finds a command unknown.
      let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
      func last(_ text: Substring) -> Range<String.Index>? { word.isEmpty ? nil : text.ranges(of: word).last }
      if lines.indices.contains(place.line), let range = last(lines[place.line].prefix(place.column + word.count)) {
        let line = lines[place.line]
        return Fault(
          line: place.line, column: line.distance(from: line.startIndex, to: range.lowerBound), message: message)
      }
      if let number = lines.lastIndex(where: { last($0) != nil }), let range = last(lines[number]) {
        let column = lines[number].distance(from: lines[number].startIndex, to: range.lowerBound)
        return Fault(line: number, column: column, message: message)
      }
      return Fault(line: place.line, column: place.column, message: message)
    }
    let names = expected.isEmpty ? "" : "; expected " + expected.joined(separator: " or ")
    let prefix = "control sequence "
    if unexpected.hasPrefix(prefix) {
      let command = String(unexpected.dropFirst(prefix.count)).replacing(Self.bold.asked, with: Self.bold.written)
      switch command {
      case "\\right": return fault("“\\right” closes no “\\left”", from: command)
      case "\\\\": return fault("“\\\\” begins a new line in a formula on lines of its own only", from: command)
      case "\\end": return fault("“\\end” closes no “\\begin”", from: command)
      case Self.bold.written: return fault("“\(command)” needs its letters in braces: \(command){x}", from: command)
      default:
        let nearest = nearestName(to: String(command.dropFirst()), among: Self.common)
        return fault(
          "the TeX command “\(command)” is not known here" + (nearest.map { "; did you mean \\\($0)?" } ?? ""),
          from: command)
      }
    }
    let sign = unexpected.trimmingCharacters(in: "\"'")
    if unexpected == "eof" || unexpected.hasPrefix("end of") { return early(expected) }
    let behind = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(place.line).first ?? ""
    if behind.prefix(place.column + 1).firstMatch(of: /\\begin\{?[A-Za-z*]?$/) != nil
      || behind.prefix(place.column).hasSuffix("\\begin{")
    {
      let name = environment(at: place)
      return fault("the environment “\(name)” is not known here", from: "\\begin{\(name)}")
    }
    switch sign {
    case "&":
      return fault("“&” stands between the columns of an environment only, as in \\begin{aligned} … \\end{aligned}")
    case "#", "$", "%": return fault("“\(sign)” is no sign of a formula; write \\\(sign)")
    case "}":
      return fault("“}” closes no “{”\(expected.isEmpty || expected == ["the end of the formula"] ? "" : names)")
    default: return fault("“\(sign)” is not expected here\(names)")
    }
  }

  /// The name of the environment whose beginning is at a place or before it.
  private func environment(at place: (line: Int, column: Int)) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(place.line) else { return "" }
    let names = lines[place.line].matches(of: /\\begin\{([^}]*)/)
    let start = lines[place.line]
    let near = names.min { first, second in
      abs(start.distance(from: start.startIndex, to: first.range.lowerBound) + 6 - place.column)
        < abs(start.distance(from: start.startIndex, to: second.range.lowerBound) + 6 - place.column)
    }
    return near.map { String($0.output.1) } ?? ""
  }

  /// A fault at the end of what is written.
  private func early(_ expected: [String]) -> Fault {
    let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.lastIndex { !String($0).trimmed().isEmpty } ?? 0
    let blanks = lines[line].reversed().prefix { $0.isWhitespace }.count
    return Fault(line: line, column: lines[line].count - blanks, message: "it ends too early" + open(expected))
  }

  /// What is open at the end of the formula.
  private func open(_ expected: [String]) -> String {
    var stack: [String] = []
    for match in text.matches(of: /\\begin\{([^}]*)\}|\\end\{([^}]*)\}|\\left(?![A-Za-z])|\\right(?![A-Za-z])|\\.|[{}]/)
    {
      let sign = String(match.output.0)
      if sign.hasPrefix("\\begin{") {
        stack.append("\\end{\(match.output.1 ?? "")}")
      } else if sign == "{" {
        stack.append("}")
      } else if sign == "}" || sign.hasPrefix("\\end{") {
        if stack.last == sign { stack.removeLast() }
      }
    }
    if let last = stack.last { return "; expected “\(last)”" }
    return expected.isEmpty || expected == ["the end of the formula"]
      ? "" : "; expected " + expected.joined(separator: " or ")
  }

  /// The alternatives that pandoc names, without those that are always possible.
  private static func expected(_ list: String) -> [String] {
    guard let start = list.range(of: "expecting ") else { return [] }
    var found: [String] = []
    for match in list[start.upperBound...].matches(of: /"((?:\\.|[^"\\])*)"|end of input|digit|letter/) {
      let name =
        match.output.1.map { "“" + $0.replacing("\\\\", with: "\\").replacing("\\\"", with: "\"") + "”" }
        ?? (match.output.0 == "end of input" ? "the end of the formula" : nil)
      if let name, !usual.contains(String(name.dropFirst().dropLast())), !found.contains(name) { found.append(name) }
    }
    return found.count > 4 ? [] : found
  }

  /// What may stand almost anywhere, and says nothing.
  private static let usual: Set<String> = [
    "%", "\\label", "\\tag", "\\nonumber", "\\allowbreak", "\\bangle", "\\brace", "\\brack", "\\choose",
    "\\displaystyle",
    "\\textstyle", "\\scriptstyle", "\\scriptscriptstyle", "{", "\\operatorname", ".", "!", "'", "''", "'''", "''''",
    "*",
    "+", ",", "-", "/", ":", ":=", ";", "<", "=", ">", "?", "@", "~", "_", "^", "\\left", "\\lVert", "\\", "\\hyperref",
  ]

  /// Commands that are often misspelt.
  private static let common = [
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma",
    "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega", "frac", "sqrt", "sum", "prod", "int", "lim",
    "infty", "partial", "nabla", "cdot", "times", "leq", "geq", "neq", "approx", "equiv", "sim", "propto", "in",
    "notin",
    "subset", "subseteq", "cup", "cap", "forall", "exists", "rightarrow", "leftarrow", "Rightarrow", "Leftarrow",
    "mapsto",
    "langle", "rangle", "lVert", "rVert", "lvert", "rvert", "left", "right", "mathrm", "mathbf", "mathbb", "mathcal",
    "boldsymbol", "text", "operatorname", "hat", "bar", "tilde", "vec", "dot", "overline", "underline", "underbrace",
    "overbrace", "log", "exp", "sin", "cos", "tan", "max", "min", "arg", "begin", "end", "quad", "qquad", "ldots",
    "cdots",
    "top", "odot", "otimes", "oplus", "circ", "binom",
  ]
}

extension String {
  /// The text without signs of a set at its ends.
  fileprivate func trimmingCharacters(in signs: String) -> String {
    var text = self[...]
    while text.count > 1, let first = text.first, signs.contains(first) { text = text.dropFirst() }
    while text.count > 1, let last = text.last, signs.contains(last) { text = text.dropLast() }
    return String(text)
  }
}
