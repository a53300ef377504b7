import Basics

/// What an answer says in the syntax of other programs, or in Markdown that would be dropped in silence: each kind is told
/// once, where it is first met.
struct ForeignSyntax {
  /// A place of the text, and what to know about it.
  typealias Remark = (offset: Int, message: String)

  private let source: MarkdownSource
  private let syntax: InlineSyntax
  private var remarks: [Remark] = []
  private var told: Set<String> = []
  /// The names of HTML elements in the text, and where the first stands.
  private var elements: (offset: Int, names: [String])?
  /// Where each footnote is defined and mentioned.
  private var definitions: [String: Int] = [:]
  private var mentions: [String: Int] = [:]

  /// What is to be said of an answer, in the order of its text.
  ///
  /// - Parameter syntax: What is understood of it.
  static func remarks(in source: MarkdownSource, syntax: InlineSyntax) -> [Remark] {
    var search = ForeignSyntax(source: source, syntax: syntax)
    for range in source.prose { search.read(range) }
    search.readTables()
    search.tellElements()
    search.tellFootnotes()
    let remarks = (source.remarks + syntax.remarks + search.remarks).sorted { $0.offset < $1.offset }
    guard remarks.count > TextRewriter.mostProblems else { return remarks }
    let rest = remarks.count - TextRewriter.mostProblems
    return remarks.prefix(TextRewriter.mostProblems)
      + [(remarks[TextRewriter.mostProblems].offset, "from here on there are \(rest) more things to tell")]
  }

  private init(source: MarkdownSource, syntax: InlineSyntax) {
    self.source = source
    self.syntax = syntax
  }

  private var bytes: [UInt8] { source.bytes }

  private mutating func tell(_ kind: String, _ message: String, at offset: Int) {
    if told.insert(kind).inserted { remarks.append((offset, message)) }
  }

  // MARK: Running text

  private mutating func read(_ range: Range<Int>) {
    let bytes = source.bytes
    var spans = CodeSpans(of: bytes, in: range).spans[...]
    var index = range.lowerBound
    var isLineStart = true
    while index < range.upperBound {
      if let span = spans.first, span.lowerBound <= index {
        index = max(index, span.upperBound)
        spans = spans.dropFirst()
        isLineStart = false
        continue
      }
      if case .mark(let length)? = source.own[index] {
        index += length
        continue
      }
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "<") where syntax.constructs[index] == nil: angle(at: index)
      case UInt8(ascii: ":") where isLineStart && bytes.has(":::", at: index):
        tell(":::", "“:::” is shown as text: a box begins with a line ::: note and ends with a line :::", at: index)
      case UInt8(ascii: "["): bracket(at: index, isLineStart)
      case UInt8(ascii: "!") where bytes.has("![[", at: index):
        tell("![[", "“![[” is shown as text; a picture is ![what it shows](its file)", at: index)
      case UInt8(ascii: "\\"): command(at: index)
      default: break
      }
      if byte == UInt8(ascii: "\n") {
        isLineStart = true
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: ">") {
        isLineStart = false
      }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
  }

  /// The letters, digits and hyphens from a place on.
  private func word(at start: Int) -> String {
    let word = bytes[start...].prefix(20).prefix { byte in
      (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
    return String(decoding: word, as: UTF8.self)
  }

  private mutating func angle(at start: Int) {
    if bytes.has("<!--", at: start), !source.isSeparator(at: start) {
      let isClosed = bytes.firstIndex(of: Array("-->".utf8), from: start + 4) != nil
      return tell(
        "<!--",
        isClosed
          ? "“<!--” begins no comment for GitHub, since “--” or “>” stands in it, so it is shown as text"
          : "the comment is not closed by “-->”, so it is shown as text", at: start)
    }
    let isClosing = bytes.has("</", at: start)
    let name = word(at: start + (isClosing ? 2 : 1)).lowercased()
    guard Self.elementNames.contains(name), isTag(from: start + (isClosing ? 2 : 1) + name.utf8.count) else { return }
    if elements == nil { elements = (start, []) }
    if elements?.names.contains(name) == false { elements?.names.append(name) }
  }

  /// Whether a tag goes on behind its name: `a<b and c>d` and `<a@b.org>` have none.
  private func isTag(from start: Int) -> Bool {
    let rest = bytes[start...].prefix(TextRewriter.longestAddress)
    guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }),
      rest[end] == UInt8(ascii: ">")
    else { return false }
    guard let next = rest[..<end].first else { return true }
    return next == UInt8(ascii: "/")
      || (next <= 0x20 && rest[..<end].contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "/") })
  }

  private mutating func tellElements() {
    guard let elements else { return }
    let names =
      elements.names.prefix(5).map { "<\($0)>" }.joined(separator: ", ") + (elements.names.count > 5 ? ", …" : "")
    tell("<", "HTML is shown as text in an answer: \(names)", at: elements.offset)
  }

  private mutating func bracket(at start: Int, _ isLineStart: Bool) {
    guard bytes.has("[^", at: start),
      let close = bytes[start...].prefix(200).firstIndex(where: { $0 <= 0x20 || $0 == UInt8(ascii: "]") }),
      bytes[close] == UInt8(ascii: "]"), close > start + 2
    else { return }
    let label = String(decoding: bytes[start + 2..<close], as: UTF8.self)
    if isLineStart, bytes.has("]:", at: close) {
      if definitions[label] == nil {
        definitions[label] = start
      } else {
        tell("[^]: \(label)", "the footnote [^\(label)] is given a second time, and this one is left out", at: start)
      }
    } else if mentions[label] == nil {
      mentions[label] = start
    }
  }

  private mutating func tellFootnotes() {
    for (label, place) in definitions where mentions[label] == nil {
      remarks.append((place, "no text refers to the footnote [^\(label)], so it is left out"))
    }
    for (label, place) in mentions where definitions[label] == nil {
      remarks.append((place, "there is no footnote [^\(label)], so its sign is shown as text"))
    }
  }

  /// Whether a mention is one of an equation, which is read.
  private func isEquation(at start: Int) -> Bool {
    guard let reference = EquationReference(bytes, at: start, bytes.count) else { return false }
    return !reference.isLoose || bytes.firstIndex(of: Array("\\label{\(reference.label)}".utf8), from: 0) != nil
  }

  /// TeX outside formulas.
  private mutating func command(at start: Int) {
    let name = word(at: start + 1)
    if ["newpage", "pagebreak", "clearpage"].contains(name) {
      return tell(
        "\\page",
        "“\\\(name)” is shown as text: a page ends with it where it stands alone between blank lines, in no box",
        at: start
      )
    }
    guard Self.commands.contains(name), !isEquation(at: start) else { return }
    tell("\\", "“\\\(name)” is shown as text; TeX is read in formulas only", at: start)
  }

  private static let commands: Set<String> = [
    "cite", "citep", "citet", "ref", "eqref", "label", "textbf", "textit", "emph",
    "section", "subsection", "includegraphics", "footnote", "begin", "end", "item", "caption", "href", "url",
  ]

  private static let elementNames: Set<String> = [
    "a", "abbr", "article", "audio", "b", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite",
    "code", "col", "dd", "del", "details", "div", "dl", "dt", "em", "embed", "figcaption", "figure", "font", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins",
    "kbd", "li", "link", "mark", "math", "meta", "object", "ol", "p", "picture", "pre", "q", "s", "samp", "script",
    "section", "small", "source", "span", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td",
    "th",
    "thead", "title", "tr", "tt", "u", "ul", "var", "video",
  ]

  // MARK: Tables

  /// Tells of cells beyond the columns of their table.
  private mutating func readTables() {
    for table in source.tables {
      var columns: Int?
      for line in bytes[table].split(separator: UInt8(ascii: "\n")) {
        let cells = cells(of: line)
        guard let known = columns else {
          columns = cells.count
          continue
        }
        let isBeyond = cells.dropFirst(known).contains { $0.contains { $0 > 0x20 && $0 != UInt8(ascii: "|") } }
        guard isBeyond else { continue }
        tell(
          "| \(table.lowerBound)",
          "the row has \(cells.count) cells where the table has \(known) columns, and what is beyond them is left out",
          at: line.startIndex)
      }
    }
  }

  /// The cells of a row, cut as they are when it is rewritten, without the marks of quotes before it.
  private func cells(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let row = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\t") }
    var cells = MarkdownSource.cells(of: bytes, in: row.indices).map { bytes[$0] }
    if row.first == UInt8(ascii: "|") { cells.removeFirst() }
    if let last = cells.last, last.last != UInt8(ascii: "|"), !last.contains(where: { $0 > 0x20 }) {
      cells.removeLast()
    }
    return cells
  }
}
