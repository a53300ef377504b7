import Basics

/// Blocks as other programs write them, found line by line so that they can be written as GitHub's Markdown.
///
///     ::: note … :::                     > [!NOTE]
///     ::: {.callout-tip title="T"}       > [!TIP], and the title in bold
///     \newpage, {{< pagebreak >}}        a comment that is not seen on GitHub
///     Term, and below it `: meaning`     a list of the term, with a list of its meanings
///     a table, then `: caption {#tbl:x}` the caption above the table
///     <details><summary>More</summary>   the same, with blank lines around, so that Markdown within it is read
///
/// Code stays as it is. What is malformed stays text, and is told.
struct BlockSyntax {
  /// A place of the text, and what to know about it.
  typealias Remark = (offset: Int, message: String)

  let lines: SourceLines
  private(set) var remarks: [Remark] = []

  private init(_ lines: SourceLines) { self.lines = lines }

  /// The text with such blocks rewritten, and what is to be told; `nil` where there are none.
  static func rewritten(
    _ bytes: [UInt8], prose: [Range<Int>], tables: [Range<Int>]
  ) -> (text: SourceLines.Joined, remarks: [Remark])? {
    guard mayBe(in: bytes) else { return nil }
    var syntax = BlockSyntax(SourceLines(bytes, prose: prose, tables: tables))
    let lines = syntax.transformed(syntax.lines.all, depth: 0)
    if lines.elementsEqual(syntax.lines.all, by: { $0.number == $1.number && $0.text == $1.text && $0.tail.isEmpty }) {
      return syntax.remarks.isEmpty ? nil : (syntax.lines.joined(syntax.lines.all), syntax.remarks)
    }
    return (syntax.lines.joined(lines), syntax.remarks)
  }

  /// Whether there may be any.
  private static func mayBe(in bytes: [UInt8]) -> Bool {
    [":::", "\n:", "\n :", "able:", "<details", "<DETAILS", "<Details", "newpage", "pagebreak", "clearpage"].contains {
      bytes.firstIndex(of: Array($0.utf8), from: 0) != nil
    } || bytes.first == UInt8(ascii: ":")
  }

  mutating func tell(_ message: String, at line: SourceLines.Line) {
    let start = line.text.lowerBound + lines.indentation(of: line)
    remarks.append((start, message))
  }

  /// The deepest that one box stands within another: what is deeper is refused when it is parsed.
  private static let deepest = MarkdownParser.deepestNesting + 1

  /// The lines of a container without its own marks, rewritten.
  mutating func transformed(_ input: [SourceLines.Line], depth: Int) -> [SourceLines.Line] {
    guard depth < Self.deepest else { return input }
    var output: [SourceLines.Line] = []
    let divs = FencedDivs.pairs(in: input, of: lines)
    var index = 0
    /// Up to which line no `</details>` comes.
    var unclosed = -1
    while index < input.count {
      let line = input[index]
      if lines.kind(of: line) == .code {
        output.append(line)
        index += 1
      } else if let close = divs[index] {
        output += box(input[index...close], depth)
        index = close + 1
      } else if index > unclosed, let details = DetailsBlock(at: index, in: input, of: lines, &unclosed) {
        output += self.details(details, input, depth)
        index = details.end
      } else if isPageBreak(index, input) {
        output.append(depth == 0 ? .mark(.pageBreak, for: line) : line)
        index += 1
      } else if let list = DefinitionList(at: index, in: input, of: lines) {
        output += list.lines
        index = list.end
      } else if let table = CaptionedTable(at: index, in: input, of: lines) {
        output += table.lines
        index = table.end
      } else {
        if lines.kind(of: line) == .table {
          // A table without a caption is one piece.
          while index < input.count, lines.kind(of: input[index]) == .table, divs[index] == nil {
            output.append(input[index])
            index += 1
          }
          continue
        }
        output.append(line)
        index += 1
      }
    }
    return output
  }

  private func isPageBreak(_ index: Int, _ input: [SourceLines.Line]) -> Bool {
    let line = input[index]
    guard let sign = lines.bytes[line.text].first(where: { $0 > 0x20 }),
      sign == UInt8(ascii: "\\") || sign == UInt8(ascii: "{"),
      lines.isPlain(line), index == 0 || lines.isBlank(input[index - 1]),
      index + 1 == input.count || lines.isBlank(input[index + 1])
    else { return false }
    return lines.content(of: line).wholeMatch(
      of: /\\newpage|\\pagebreak|\\clearpage|\\cleardoublepage|\{\{<\s*pagebreak\s*>\}\}/) != nil
  }

  /// A fenced div as a box.
  private mutating func box(_ div: ArraySlice<SourceLines.Line>, _ depth: Int) -> [SourceLines.Line] {
    guard let first = div.first, let last = div.last, let opening = FencedDivs.Opening(first, of: lines) else {
      return Array(div)
    }
    var inner = transformed(
      div.dropFirst().dropLast().map { FencedDivs.without(opening.prefix, $0, of: lines) }, depth: depth + 1)
    while let last = inner.last, last.isSeparator, last.lead.isEmpty { inner.removeLast() }
    let isBlank = opening.prefix.allSatisfy { $0 <= 0x20 }
    func quoted(_ line: SourceLines.Line, _ mark: String) -> SourceLines.Line {
      var line = line
      line.prefix = opening.prefix + Array(mark.utf8) + line.prefix
      return line
    }
    /// A line that ends the paragraph before it.
    func blank(_ line: SourceLines.Line) -> SourceLines.Line {
      var blank = SourceLines.Line.blank(after: line)
      blank.prefix = isBlank ? [] : opening.prefix
      return blank
    }
    for message in opening.remarks { tell(message, at: first) }
    guard let kind = opening.kind else {
      var start = blank(first)
      start.isSeparator = false
      return [start] + inner.map { quoted($0, "") } + [blank(last)]
    }
    var mark = SourceLines.Line.blank(after: first)
    mark.lead = Array("[!\(kind.uppercased())]".utf8)
    var result = [quoted(mark, "> ")]
    // What begins with a sign, or is underlined, would not be a paragraph's second line.
    if opening.title == nil, !(inner.first.map(lines.isPlain) ?? true) || inner.dropFirst().contains(where: isUnderline)
    {
      result.append(quoted(.blank(after: first), ">"))
    }
    if let title = opening.title, title.count > 0 {
      var line = SourceLines.Line(number: first.number, text: title)
      line.lead = Array("**".utf8)
      line.tail = Array(("**" + OwnMark.title.html).utf8)
      result += [quoted(line, "> "), quoted(.blank(after: first), ">")]
    }
    result += inner.map { quoted($0, "> ") }
    return result + [blank(last)]
  }

  private func isUnderline(_ line: SourceLines.Line) -> Bool {
    let text = lines.content(of: line)
    return !text.isEmpty && (text.allSatisfy { $0 == "=" } || text.allSatisfy { $0 == "-" })
  }

  private mutating func details(
    _ details: DetailsBlock, _ input: [SourceLines.Line], _ depth: Int
  ) -> [SourceLines.Line] {
    let inner = transformed(details.content, depth: depth + 1)
    guard let first = input.dropFirst(details.start).first, let last = input.dropFirst(details.end - 1).first else {
      return []
    }
    let blank = SourceLines.Line.blank(after: first)
    let opening: [SourceLines.Line] =
      details.summary.isEmpty
      ? [.mark(.opensDetails(isOpen: details.isOpen), for: first)]
      : [.mark(.opensSummary(isOpen: details.isOpen), for: first), blank] + details.summary
        + [blank, .mark(.closesSummary, for: first)]
    return [blank] + opening + [blank] + inner
      + [.blank(after: last), .mark(.closesDetails, for: last), .blank(after: last)]
  }
}
