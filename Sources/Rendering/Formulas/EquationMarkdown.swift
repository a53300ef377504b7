import Basics

/// Writes numbered equations as GitHub shows them: in a block ```` ```math ````, a `\tag` for each number, an anchor before it.
struct EquationMarkdown {
  private let bytes: [UInt8]
  private let numbers: EquationNumbers
  private var edits: [(range: Range<Int>, text: String)] = []

  /// The text with its equations numbered.
  static func apply(_ numbers: EquationNumbers, to markdown: Markdown) -> Markdown {
    guard markdown.source.contains("\\label{") || markdown.source.contains("\\tag") else { return markdown }
    var editor = EquationMarkdown(bytes: Array(markdown.source.utf8), numbers: numbers)
    editor.run()
    return Markdown(source: editor.edited())
  }

  private init(bytes: [UInt8], numbers: EquationNumbers) {
    self.bytes = bytes
    self.numbers = numbers
  }

  private mutating func run() {
    let starts = MarkdownSource.lineStarts(of: bytes)
    func start(_ line: Int) -> Int { line - 1 < starts.count ? starts[line - 1] : bytes.count }
    for leaf in MarkdownParser.leaves(of: bytes) {
      let range = start(leaf.lines.lowerBound)..<start(leaf.lines.upperBound + 1)
      switch leaf.kind {
      case .code: block(range)
      case .text: for span in CodeSpans(of: bytes, in: range).spans { self.span(span, in: range) }
      case .table: break
      }
    }
  }

  /// A block of code, which may be a formula.
  private mutating func block(_ range: Range<Int>) {
    guard let fence = bytes[range].firstRange(of: "```math".utf8),
      bytes[range.lowerBound..<fence.lowerBound].allSatisfy({ $0 != UInt8(ascii: "\n") }),
      let end = bytes[fence.upperBound..<range.upperBound].firstIndex(of: UInt8(ascii: "\n"))
    else { return }
    let closing = bytes[..<range.upperBound].lastIndex(of: UInt8(ascii: "`")) ?? end
    let last = bytes[..<closing].lastIndex(of: UInt8(ascii: "\n")) ?? end
    guard last > end, let formula = numbered(end + 1..<last) else { return }
    let margin = margin(before: fence.lowerBound)
    edits.append((fence.lowerBound..<fence.lowerBound, anchors(formula.anchors, margin.text)))
    edits.append((end + 1..<last, formula.tex))
  }

  /// A formula in a line, which gets lines of its own.
  private mutating func span(_ span: Range<Int>, in range: Range<Int>) {
    guard bytes.has("$", at: span.lowerBound - 1), bytes.has("$", at: span.upperBound) else { return }
    let word = Array("\\displaystyle ".utf8)
    let content = span.lowerBound + 1..<span.upperBound - 1
    guard bytes[content].starts(with: word),
      let formula = numbered(content.lowerBound + word.count..<content.upperBound)
    else { return }
    let margin = margin(before: span.lowerBound - 1)
    let line = "\n" + margin.text
    var text = margin.isEmpty ? anchors(formula.anchors, margin.text) : anchors(formula.anchors, nil) + line
    text += "```math" + line + formula.tex.trimmed() + line + "```"
    let end = span.upperBound + 1
    if end < range.upperBound, bytes[end] != UInt8(ascii: "\n") { text += line }
    edits.append((span.lowerBound - 1..<end, text))
  }

  private func anchors(_ names: [String], _ margin: String?) -> String {
    let elements = names.map { "<a id=\"\($0)\"></a>" }.joined()
    guard !elements.isEmpty, let margin else { return elements }
    return elements + "\n" + (margin.contains(">") ? margin : "") + "\n" + margin
  }

  /// What a new line begins with to stand in the same quotation or item as a place, and whether nothing else is before it.
  private func margin(before place: Int) -> (text: String, isEmpty: Bool) {
    let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = String(decoding: bytes[start..<place], as: UTF8.self)
    let marks = line.prefixMatch(of: /(?:[ >]|(?:[-*+]|[0-9]{1,9}[.)]) )*/)?.output ?? ""
    return (String(marks.map { $0 == ">" ? ">" : " " }), marks.count == line.count)
  }

  /// A formula with the numbers of its lines as tags; `nil` for one without numbers.
  private func numbered(_ range: Range<Int>) -> (tex: String, anchors: [String])? {
    var tex = String(decoding: bytes[range], as: UTF8.self)
    let lines = TeXLabels(tex).lines
    guard lines.contains(where: \.isNumbered) else { return nil }
    var anchors: [String] = []
    var texts: [String] = []
    for line in lines {
      for (index, label) in line.labels.enumerated() {
        let target = numbers.targets[label]
        if let target, !anchors.contains(target.anchor) { anchors.append(target.anchor) }
        texts.append(index == 0 && line.tag == nil ? "\\tag{\(target?.text ?? "")}" : "")
      }
    }
    var rest = texts[...]
    tex = tex.replacing(/\\label\s*\{[^{}]*\}/) { _ in rest.popFirst() ?? "" }
    // Lines are numbered in the forms that stand alone.
    for (inner, outer) in [("aligned", "align"), ("gathered", "gather")]
    where tex.trimmed().hasPrefix("\\begin{\(inner)}") {
      tex = tex.replacing("\\begin{\(inner)}", with: "\\begin{\(outer)}", maxReplacements: 1)
      if let end = tex.ranges(of: "\\end{\(inner)}").last { tex.replaceSubrange(end, with: "\\end{\(outer)}") }
    }
    return (tex, anchors)
  }

  private func edited() -> String {
    var result: [UInt8] = []
    var position = 0
    for edit in edits {
      result += bytes[position..<edit.range.lowerBound] + Array(edit.text.utf8)
      position = edit.range.upperBound
    }
    return String(decoding: result + bytes[position...], as: UTF8.self)
  }
}
