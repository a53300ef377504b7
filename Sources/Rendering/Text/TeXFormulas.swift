import Basics

/// Formulas as other programs write them, found so that they can be written as GitHub's Markdown does.
///
///     $x$, \(x\)                          $`x`$
///     $$x$$, \[x\]                        $`\displaystyle x`$, which is set on a line of its own where it stands alone
///     \begin{align} … \end{align}         the same, as \begin{aligned}
///     $$ or \[ and \] on their own lines  ```math
///
/// A dollar is one of money unless pandoc's rule holds: no letter or digit before the first or behind the last, no
/// blank within either. No line is added or removed.
struct TeXFormulas {
  /// A stretch of the text, and what stands in its place.
  struct Edit: Equatable {
    var range: Range<Int>
    var text: [UInt8]
  }

  /// The changes, in order.
  private(set) var edits: [Edit] = []
  /// What looks like a formula and stays text: where, and what to do.
  private(set) var remarks: [(offset: Int, message: String)] = []
  private let bytes: [UInt8]

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether there may be any.
  static func mayBe(in bytes: [UInt8]) -> Bool {
    bytes.contains(UInt8(ascii: "$"))
      || ["\\(", "\\[", "\\begin{"].contains { bytes.firstIndex(of: Array($0.utf8), from: 0) != nil }
  }

  // MARK: Lines

  /// Those whose signs stand on lines of their own.
  ///
  /// - Parameter prose: What stands in no code.
  static func fences(in bytes: [UInt8], prose: [Range<Int>]) -> TeXFormulas {
    var found = TeXFormulas(bytes)
    let starts = MarkdownSource.lineStarts(of: bytes)
    func content(_ line: Int) -> Range<Int> {
      let end = line + 1 < starts.count ? starts[line + 1] - 1 : bytes.count
      return contentOfLine(in: bytes, starts[line]..<end)
    }
    var rest = prose[...]
    func isProse(_ place: Int) -> Bool {
      while let range = rest.first, range.upperBound <= place { rest = rest.dropFirst() }
      return rest.first?.contains(place) == true
    }
    var blocks: [ClosedRange<Int>] = []
    /// Up to which line each closing sign does not come.
    var without: [[UInt8]: Int] = [:]
    var line = 0
    while line < starts.count {
      defer { line += 1 }
      let opening = content(line)
      guard let closing = closing(of: bytes[opening]), isProse(opening.lowerBound), without[closing, default: 0] <= line
      else { continue }
      var last = line + 1
      func isClosing(_ line: Int) -> Bool {
        let text = bytes[content(line)]
        guard text.starts(with: closing) else { return false }
        let end = text.startIndex + closing.count
        return end == text.endIndex || found.label(at: end, text.endIndex)?.end == text.endIndex
      }
      while last < starts.count, !content(last).isEmpty, !isClosing(last) { last += 1 }
      guard last < starts.count, isClosing(last) else {
        without[closing] = last
        continue
      }
      guard last > line + 1,
        bytes[opening.upperBound..<content(last).lowerBound].firstRange(of: "```".utf8) == nil
      else { continue }
      found.edits.append(Edit(range: opening, text: Array("```math".utf8)))
      let end = content(last)
      if let label = found.label(at: end.lowerBound + closing.count, end.upperBound) {
        let start = content(line + 1).lowerBound
        found.edits.append(Edit(range: start..<start, text: label.text))
      }
      found.edits.append(Edit(range: end, text: Array("```".utf8)))
      blocks.append(line + 1...last + 1)
      line = last
    }
    // Where one would be no block, because of how it is indented, it stays as it is.
    let made = Set(MarkdownParser.leaves(of: found.applied()).filter { $0.kind == .code }.map(\.lines))
    var open = found.edits[...]
    found.edits = blocks.flatMap { block -> [Edit] in
      let last = open.dropFirst().firstIndex { !$0.range.isEmpty } ?? open.endIndex - 1
      let edits = open[...last]
      open = open[(last + 1)...]
      return made.contains(block) ? Array(edits) : []
    }
    return found
  }

  /// `{#eq:loss}` behind a formula, as a label of TeX; where it ends.
  private func label(at start: Int, _ limit: Int) -> (text: [UInt8], end: Int)? {
    let open = bytes[start..<limit].firstIndex { $0 != UInt8(ascii: " ") } ?? limit
    guard bytes.has("{#eq:", at: open) || bytes.has("{#eq-", at: open),
      let close = bytes[open..<min(limit, open + 200)].firstIndex(of: UInt8(ascii: "}")),
      bytes[open + 2..<close].allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "`") })
    else { return nil }
    return (Array("\\label{".utf8) + bytes[open + 2..<close] + Array("} ".utf8), close + 1)
  }

  private static func closing(of line: ArraySlice<UInt8>) -> [UInt8]? {
    if line.elementsEqual("$$".utf8) { return Array("$$".utf8) }
    return line.elementsEqual("\\[".utf8) ? Array("\\]".utf8) : nil
  }

  /// A line without the marks of quotes and items before it, and the blanks around.
  private static func contentOfLine(in bytes: [UInt8], _ line: Range<Int>) -> Range<Int> {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var start = line.lowerBound
    while start < line.upperBound, isBlank(bytes[start]) || bytes[start] == UInt8(ascii: ">") { start += 1 }
    var mark = start
    while mark < line.upperBound, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[mark]) { mark += 1 }
    if mark < line.upperBound, ".)-*+".utf8.contains(bytes[mark]), (mark > start) == ".)".utf8.contains(bytes[mark]),
      mark + 1 < line.upperBound, isBlank(bytes[mark + 1])
    {
      start = mark + 1
      while start < line.upperBound, isBlank(bytes[start]) { start += 1 }
    }
    var end = line.upperBound
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  // MARK: Running text

  /// Those within running text.
  static func inline(in bytes: [UInt8], prose: [Range<Int>]) -> TeXFormulas {
    var found = TeXFormulas(bytes)
    for range in prose { found.read(range) }
    return found
  }

  private mutating func read(_ range: Range<Int>) {
    var spans = CodeSpans(of: bytes, in: range).spans[...]
    /// What is not closed in the rest of the range.
    var unclosed: Set<String> = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let span = spans.first, span.lowerBound <= index {
        index = max(index, span.upperBound)
        // The dollar behind GitHub's own formula opens none.
        if bytes.has("$", at: index), bytes.has("$", at: span.lowerBound - 1) { index += 1 }
        spans = spans.dropFirst()
        continue
      }
      let limit = min(spans.first?.lowerBound ?? range.upperBound, range.upperBound)
      switch bytes[index] {
      case UInt8(ascii: "{") where bytes.has("{{", at: index):
        let line = bytes[index..<limit].prefix { $0 != UInt8(ascii: "\n") }
        index = line.indices.first { bytes.has("}}", at: $0) }.map { $0 + 2 } ?? index + 2
      case UInt8(ascii: "]") where bytes.has("](", at: index) || bytes.has("]:", at: index):
        index = pastDestination(at: index, limit)
      case UInt8(ascii: "<"):
        let address = bytes[index..<limit].prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        index = address.contains(UInt8(ascii: ":")) ? address.endIndex : index + 1
      case UInt8(ascii: "$") where bytes.has("$$", at: index):
        index = pair("$$", "$$", "$`\\displaystyle ", at: index, limit, &unclosed) ?? index + 2
      case UInt8(ascii: "$"): index = dollar(at: index, limit) ?? index + 1
      case UInt8(ascii: "\\") where bytes.has("\\(", at: index):
        index = pair("\\(", "\\)", "$`", at: index, limit, &unclosed) ?? index + 2
      case UInt8(ascii: "\\") where bytes.has("\\[", at: index):
        index = pair("\\[", "\\]", "$`\\displaystyle ", at: index, limit, &unclosed) ?? index + 2
      case UInt8(ascii: "\\") where bytes.has("\\begin{", at: index):
        index = environment(at: index, limit, &unclosed) ?? index + 2
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
  }

  /// Where the address behind a `]` ends; a footnote's text is none.
  private func pastDestination(at start: Int, _ limit: Int) -> Int {
    if bytes.has("]:", at: start) {
      let line = bytes[..<start].suffix(TextRewriter.longestAddress)
      guard let open = line.lastIndex(of: UInt8(ascii: "[")), !bytes.has("[^", at: open) else { return start + 2 }
      return bytes[start + 2..<max(start + 2, limit)].firstIndex(of: UInt8(ascii: "\n")) ?? limit
    }
    var depth = 0
    var index = start + 2
    while index < limit, bytes[index] != UInt8(ascii: "\n") {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        if depth == 0 { return index }
        depth -= 1
      default: break
      }
      index += 1
    }
    return start + 2
  }

  /// A formula between single dollars: where it ends.
  private mutating func dollar(at start: Int, _ limit: Int) -> Int? {
    guard start + 1 < limit, bytes[start + 1] > 0x20, start == 0 || !isWord(bytes[start - 1]) else { return nil }
    var index = start + 1
    while index < limit, bytes[index] != UInt8(ascii: "$") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < limit, index > start + 1, bytes[index - 1] > 0x20,
      index + 1 == bytes.count || !isWord(bytes[index + 1]),
      !bytes.has("$$", at: index), isTeX(start + 1..<index)
    else { return nil }
    guard takes(start + 1..<index, at: start) else { return index + 1 }
    edits.append(Edit(range: start..<start + 1, text: Array("$`".utf8)))
    edits.append(Edit(range: index..<index + 1, text: Array("`$".utf8)))
    return index + 1
  }

  /// A formula between two signs of two bytes each: where it ends.
  private mutating func pair(
    _ opening: String, _ closing: String, _ text: String, at start: Int, _ limit: Int, _ unclosed: inout Set<String>
  ) -> Int? {
    guard !unclosed.contains(closing) else { return nil }
    var index = start + 2
    while index < limit, !bytes[index...].starts(with: closing.utf8) {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index + 2 <= limit else {
      unclosed.insert(closing)
      if opening == "$$" { remarks.append((start, "“$$” opens a formula that no “$$” closes in its paragraph")) }
      return nil
    }
    let content = start + 2..<index
    guard !content.isEmpty, opening == "$$" || isTeX(content), opening != "\\[" || hasSign(content),
      opening == "$$" || bytes[content].contains(where: { $0 > UInt8(ascii: "9") || $0 == UInt8(ascii: "=") })
    else { return nil }
    guard takes(content, at: start) else { return index + 2 }
    let label = opening == "$$" ? label(at: index + 2, limit) : nil
    let end = label?.end ?? index + 2
    edits.append(Edit(range: start..<start + 2, text: Array(text.utf8) + (label?.text ?? [])))
    edits.append(Edit(range: index..<end, text: Array("`$".utf8)))
    return end
  }

  /// `\begin{align} … \end{align}`: where it ends.
  private mutating func environment(at start: Int, _ limit: Int, _ unclosed: inout Set<String>) -> Int? {
    let open = start + "\\begin{".utf8.count
    guard let brace = bytes[open..<min(limit, open + 20)].firstIndex(of: UInt8(ascii: "}")) else { return nil }
    let name = String(decoding: bytes[open..<brace], as: UTF8.self)
    let closing = "\\end{\(name)}"
    guard Self.environments.contains(name.hasSuffix("*") ? String(name.dropLast()) : name), !unclosed.contains(closing)
    else { return nil }
    var index = brace
    while index < limit, !bytes[index...].starts(with: closing.utf8) { index += 1 }
    let end = index + closing.utf8.count
    guard end <= limit else {
      unclosed.insert(closing)
      remarks.append((start, "“\\begin{\(name)}” is no formula here; write it in a block ```math"))
      return nil
    }
    guard takes(brace + 1..<index, at: start) else { return end }
    // An equation is a formula by itself; what numbers its lines stands in no formula, its plain form does.
    let stem = name.hasSuffix("*") ? String(name.dropLast()) : name
    let inner = ["equation": nil, "displaymath": nil, "align": "aligned", "gather": "gathered"][stem] ?? name
    let opening = "$`\\displaystyle " + (inner.map { "\\begin{\($0)}" } ?? "")
    edits.append(Edit(range: start..<brace + 1, text: Array(opening.utf8)))
    edits.append(Edit(range: index..<end, text: Array(((inner.map { "\\end{\($0)}" } ?? "") + "`$").utf8)))
    return end
  }

  private static let environments: Set<String> = [
    "align", "equation", "displaymath", "gather", "multline", "eqnarray", "alignat", "aligned", "gathered", "cases",
    "matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "array",
  ]

  private func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "$") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  private func hasSign(_ content: Range<Int>) -> Bool { bytes[content].contains { "\\^_={}<>".utf8.contains($0) } }

  /// Whether a stretch is TeX rather than words between prices.
  private func isTeX(_ content: Range<Int>) -> Bool {
    if hasSign(content) { return true }
    let words = bytes[content].split { $0 <= 0x20 }.count { $0.count { isWord($0) || $0 >= 0x80 } > 1 }
    return words < 2
  }

  /// Whether the content can be set as a formula; tells what keeps it from that.
  private mutating func takes(_ content: Range<Int>, at start: Int) -> Bool {
    let text = String(decoding: bytes[content], as: UTF8.self)
    if text.contains("`") { return false }
    if text.contains(/\{\{\s*[A-Za-z_]*[.:][A-Za-z][^{}]*\}\}/) {
      remarks.append((start, "a formula that quotes a value is shown as text; write the value outside of it"))
      return false
    }
    return true
  }

  /// The text with the changes.
  func applied() -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in edits {
      result += bytes[position..<edit.range.lowerBound]
      result += edit.text
      position = edit.range.upperBound
    }
    return result + bytes[position...]
  }

  /// Where places of the text are once the changes are made.
  func moves() -> (Int) -> Int {
    var shift = 0
    let shifts = edits.map { edit -> (end: Int, by: Int) in
      shift += edit.text.count - edit.range.count
      return (edit.range.upperBound, shift)
    }
    return { offset in
      var low = 0
      var high = shifts.count
      while low < high {
        let middle = (low + high) / 2
        if shifts[middle].end <= offset { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? offset : offset + shifts[low - 1].by
    }
  }
}
