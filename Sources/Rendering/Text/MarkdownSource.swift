import Basics

/// The bytes of a Markdown text, cut into what is code and what is prose.
///
/// Prose is where placeholders are resolved and raw HTML is disarmed; code stays verbatim. Comments (`<!-- … -->`) are
/// taken out, keeping their lines, and what was taken out is remembered, so that every later place is a place in the file.
package struct MarkdownSource {
  /// The text without its comments.
  package let bytes: [UInt8]
  /// Where each line starts.
  let lineStarts: [Int]
  /// Runs of bytes within which backticks pair up, in order; the rest of the text is code.
  let prose: [Range<Int>]
  /// The starts of those that are cells of a table.
  let cells: Set<Int>
  /// The lines of each table.
  let tables: [Range<Int>]
  /// Whether the text had a comment, or front matter.
  package let hadComment: Bool
  /// The marks and captions that the renderer has put in, by their place.
  let own: [Int: SourceLines.Own]
  /// The line of the file that each line comes from, counted from nought; empty where they are the same.
  private let lineNumbers: [Int]
  /// What was noticed on the way: where, and what it is.
  let remarks: [(offset: Int, message: String)]
  /// What was taken out: where it would stand now, and how many characters of the line it was; what was put in counts
  /// less than none.
  private let removals: [(offset: Int, characters: Int)]

  /// What is wrong with its claims.
  let faults: [(line: Int, column: Int, message: String)]

  /// Reads a text; line ends become `\n`.
  package init(_ text: String) { self.init(text, judging: nil) }

  /// Reads a text and leaves out what its claims decide against.
  init(_ text: String, judging claims: Claims?) {
    var (bytes, removals) = Self.withoutComments(Self.unixLines(Array(text.utf8)))
    hadComment = !removals.isEmpty
    (faults, lineNumbers) = Self.judge(claims, &bytes, &removals)
    remarks = []
    own = [:]
    lineStarts = Self.lineStarts(of: bytes)
    (prose, cells, tables) = Self.prose(of: bytes, lineStarts: lineStarts)
    (self.bytes, self.removals) = (bytes, removals)
  }

  /// Reads an answer, which may have been written for another program: its front matter is no part of it, and its boxes,
  /// definitions, captions and formulas become those of GitHub's Markdown.
  package init(answer text: String) { self.init(answer: text, judging: nil) }

  /// Reads an answer and leaves out what its claims decide against.
  init(answer text: String, judging claims: Claims?) {
    var bytes = Self.unixLines(Array(text.utf8))
    var remarks: [(offset: Int, message: String)] = []
    if let end = FrontMatter.end(in: bytes) {
      bytes = bytes[..<end].filter { $0 == UInt8(ascii: "\n") } + bytes[end...]
      remarks.append((0, "the front matter is left out; what a report says of itself stands in report.yml"))
    }
    var removals: [(offset: Int, characters: Int)]
    (bytes, removals) = Self.withoutComments(bytes)
    hadComment = !removals.isEmpty || !remarks.isEmpty
    let keptLines: [Int]
    (faults, keptLines) = Self.judge(claims, &bytes, &removals)
    var lineStarts = Self.lineStarts(of: bytes)
    var parts = Self.prose(of: bytes, lineStarts: lineStarts)
    var own: [Int: SourceLines.Own] = [:]
    var lineNumbers = keptLines
    if let found = BlockSyntax.rewritten(bytes, prose: parts.0, tables: parts.tables) {
      let text = found.text
      remarks = (remarks + found.remarks).map { (text.moved($0.offset), $0.message) }
      removals = removals.map { (text.moved($0.offset), $0.characters) } + text.shifts
      (bytes, own) = (text.bytes, text.own)
      lineNumbers = text.numbers.map { keptLines.indices.contains($0) ? keptLines[$0] : $0 }
      lineStarts = Self.lineStarts(of: bytes)
      parts = Self.prose(of: bytes, lineStarts: lineStarts)
    }
    if TeXFormulas.mayBe(in: bytes) {
      for find in [TeXFormulas.fences, TeXFormulas.inline] {
        let formulas = find(bytes, parts.0)
        let moved = formulas.moves()
        own = .init(own.map { (moved($0.key), $0.value) }) { first, _ in first }
        Self.make(formulas, &bytes, &removals, &remarks)
        // Only where something was changed, the text is read again.
        guard !formulas.edits.isEmpty else { continue }
        lineStarts = Self.lineStarts(of: bytes)
        parts = Self.prose(of: bytes, lineStarts: lineStarts)
      }
    }
    (self.bytes, self.removals, self.remarks, self.lineStarts) = (bytes, removals, remarks, lineStarts)
    (prose, cells, tables) = parts
    (self.own, self.lineNumbers) = (own, lineNumbers)
  }

  /// What judges the claims of a text.
  struct Claims {
    let judge: ClaimJudge
    /// What stands for a branch of which nobody knows yet whether it is true, from the path that has no value.
    let notComputed: (String) -> String
  }

  /// Takes out what claims decide against.
  ///
  /// - Returns: What is wrong with them, and the line that each line left comes from, empty where all are left.
  private static func judge(
    _ claims: Claims?, _ bytes: inout [UInt8], _ removals: inout [(offset: Int, characters: Int)]
  ) -> ([(line: Int, column: Int, message: String)], [Int]) {
    guard let claims else { return ([], []) }
    let starts = lineStarts(of: bytes)
    let parts = prose(of: bytes, lineStarts: starts)
    guard
      let text = ConditionalText(
        bytes, prose: parts.0, cells: parts.cells, judge: claims.judge, notComputed: claims.notComputed)
    else { return ([], []) }
    let faults = text.faults.map { fault in
      let place = place(of: fault.offset, in: bytes, starts, removals)
      return (place.line, place.column, fault.message)
    }
    removals = removals.map { (text.moved($0.offset), $0.characters) } + text.removals
    bytes = text.bytes
    return (faults, text.numbers)
  }

  /// Changes a text, keeping the places of what was noticed before.
  private static func make(
    _ formulas: TeXFormulas, _ bytes: inout [UInt8], _ removals: inout [(offset: Int, characters: Int)],
    _ remarks: inout [(offset: Int, message: String)]
  ) {
    let moved = formulas.moves()
    remarks = (remarks + formulas.remarks).map { (moved($0.offset), $0.message) }
    removals =
      removals.map { (moved($0.offset), $0.characters) }
      + formulas.edits.map { (moved($0.range.upperBound), $0.range.count - $0.text.count) }
    bytes = formulas.applied()
  }

  /// Whether there may be a footnote in it.
  var mentionsFootnotes: Bool { bytes.firstIndex(of: Array("[^".utf8), from: 0) != nil }

  /// The line and the column, in characters, of a byte; both count from one.
  func place(of offset: Int) -> (line: Int, column: Int) {
    let place = Self.place(of: offset, in: bytes, lineStarts, removals)
    return (fileLine(of: place.line), place.column)
  }

  private static func place(
    of offset: Int, in bytes: [UInt8], _ lineStarts: [Int], _ removals: [(offset: Int, characters: Int)]
  ) -> (line: Int, column: Int) {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let before = String(decoding: bytes[lineStarts[low]..<offset], as: UTF8.self)
    let removed = removals.reduce(0) { sum, removal in
      lineStarts[low] <= removal.offset && removal.offset <= offset ? sum + removal.characters : sum
    }
    return (low + 1, before.count + 1 + removed)
  }

  /// Whether nothing but blanks and the marks of quotes stands before a byte on its line.
  func isAtLineStart(_ offset: Int) -> Bool {
    var index = offset - 1
    while index >= max(0, offset - TextRewriter.longestAddress), bytes[index] != UInt8(ascii: "\n") {
      guard bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: ">") else { return false }
      index -= 1
    }
    return true
  }

  /// The line of the file that a line of the text comes from; both count from one.
  func fileLine(of line: Int) -> Int {
    guard let last = lineNumbers.last else { return line }
    return (line > 0 && line <= lineNumbers.count ? lineNumbers[line - 1] : last) + 1
  }

  static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
    return starts
  }

  /// The text with `\n` for every end of a line.
  static func unixLines(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "\r")) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte != UInt8(ascii: "\r") {
        result.append(byte)
      } else if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") {
        result.append(UInt8(ascii: "\n"))
      }
    }
    return result
  }

  /// The prose of a text, found by parsing it as if `<` had no meaning, which is how it is read in the end.
  private static func prose(of bytes: [UInt8], lineStarts: [Int]) -> (
    [Range<Int>], cells: Set<Int>, tables: [Range<Int>]
  ) {
    var masked = bytes
    for index in masked.indices where masked[index] == UInt8(ascii: "<") { masked[index] = UInt8(ascii: "(") }
    let end = bytes.count
    func start(of line: Int) -> Int { line - 1 < lineStarts.count ? lineStarts[line - 1] : end }
    var ranges: [Range<Int>] = []
    var cells: Set<Int> = []
    var tables: [Range<Int>] = []
    var position = 0
    func addLines(upTo limit: Int) {
      while position < limit {
        let next = bytes[position..<limit].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? limit
        ranges.append(position..<next)
        position = next
      }
    }
    for leaf in MarkdownParser.leaves(of: masked) {
      let first = start(of: leaf.lines.lowerBound)
      let last = start(of: leaf.lines.upperBound + 1)
      guard first >= position else { continue }
      addLines(upTo: first)
      switch leaf.kind {
      case .code: break
      case .text: ranges.append(first..<last)
      case .table:
        let found = self.cells(of: bytes, in: first..<last)
        ranges += found
        tables.append(first..<last)
        cells.formUnion(found.map(\.lowerBound))
      }
      position = last
    }
    addLines(upTo: end)
    return (ranges, cells, tables)
  }

  /// The cells of a table's lines: a code span never reaches over a `|` that is not escaped.
  static func cells(of bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    /// Up to here no braces are closed: a line of nothing but opening ones is searched once.
    var unclosed = start
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if index >= unclosed, bytes.has("{{", at: index) {
        let line = bytes[index..<range.upperBound].prefix { $0 != UInt8(ascii: "\n") }
        if let close = line.indices.first(where: { bytes.has("}}", at: $0) }) {
          index = close + 2
          continue
        }
        unclosed = line.endIndex
      }
      index += 1
      if byte == UInt8(ascii: "|") || byte == UInt8(ascii: "\n") {
        cells.append(start..<index)
        start = index
      }
    }
    if start < range.upperBound { cells.append(start..<range.upperBound) }
    return cells
  }

  /// Takes out the comments that do not stand in code, but for the ends of their lines.
  ///
  /// Blanks in their place would not do: at the start of a line, or of an item, they would make code of the text behind.
  private static func withoutComments(_ bytes: [UInt8]) -> ([UInt8], removals: [(offset: Int, characters: Int)]) {
    let comments = comments(in: bytes)
    var result: [UInt8] = []
    var removals: [(offset: Int, characters: Int)] = []
    var line = LineStart()
    var position = 0
    for comment in comments {
      result += bytes[position..<comment.lowerBound]
      line.take(bytes[position..<comment.lowerBound])
      let isFirst = line.isStart
      for (number, piece) in bytes[comment].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .enumerated()
      {
        if number > 0 {
          result.append(UInt8(ascii: "\n"))
          line = LineStart()
        }
        removals.append((result.count, String(decoding: piece, as: UTF8.self).count))
      }
      position = comment.upperBound
      // The blank between a comment and its text would be the first of an indentation.
      guard isFirst || bytes[comment].contains(UInt8(ascii: "\n")) else { continue }
      let blanks = bytes[position...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      removals[removals.count - 1].characters += blanks
      position += blanks
    }
    return (result + bytes[position...], removals)
  }

  /// Whether nothing but blanks and the marks of quotes and items stands on the line so far: `> 1. `.
  private struct LineStart {
    private var isBroken = false
    private var hasItem = false
    /// Of a number that may become the mark of an item.
    private var digits = 0

    var isStart: Bool { !isBroken && digits == 0 }

    mutating func take(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "\n"): self = LineStart()
      case _ where isBroken: break
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        isBroken = digits > 9
      case UInt8(ascii: "."), UInt8(ascii: ")"):
        isBroken = digits == 0
        (digits, hasItem) = (0, true)
      case _ where digits > 0: isBroken = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"): break
      case UInt8(ascii: ">"): isBroken = hasItem
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): hasItem = true
      default: isBroken = true
      }
    }
  }

  /// Whether an empty comment stands at an index that keeps two things apart: it stays, being shown nowhere.
  func isSeparator(at index: Int) -> Bool { Self.isSeparator(at: index, in: bytes) }

  private static func isSeparator(at index: Int, in bytes: [UInt8]) -> Bool {
    let end = index + MarkdownWriter.separator.utf8.count
    guard index > 0, bytes[index - 1] > 0x20, end < bytes.count,
      [UInt8(ascii: "@"), UInt8(ascii: "`")].contains(bytes[end]) || bytes[index - 1] == UInt8(ascii: "@")
    else { return false }
    return bytes[index..<end].elementsEqual(MarkdownWriter.separator.utf8)
  }

  /// Whether nothing but blanks and the marks of quotations and items stands before an index on its line: what begins there is a
  /// block.
  private static func beginsLine(_ index: Int, in bytes: [UInt8]) -> Bool {
    for byte in bytes[..<index].reversed() {
      if byte == UInt8(ascii: "\n") { return true }
      guard " \t>-*+.)".utf8.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
        return false
      }
    }
    return true
  }

  /// Whether the content of a comment within a line makes it one for GitHub: it neither begins with an arrow's end nor has two
  /// hyphens.
  private static func isInlineComment(_ content: ArraySlice<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return !content.starts(with: [UInt8(ascii: ">")]) && !content.starts(with: [hyphen, UInt8(ascii: ">")])
      && content.last != hyphen && !zip(content, content.dropFirst()).contains { $0 == hyphen && $1 == hyphen }
  }

  /// The comments that do not stand in code, in order; one that is not closed is none.
  private static func comments(in bytes: [UInt8]) -> [Range<Int>] {
    let opening = Array("<!--".utf8)
    let closing = Array("-->".utf8)
    guard bytes.firstIndex(of: opening, from: 0) != nil else { return [] }
    var comments: [Range<Int>] = []
    for range in prose(of: bytes, lineStarts: lineStarts(of: bytes)).0 {
      let code = CodeSpans(of: bytes, in: range)
      var index = max(range.lowerBound, comments.last?.upperBound ?? 0)
      while let start = bytes.firstIndex(of: opening, from: index), start < range.upperBound {
        if let span = code.span(around: start) {
          index = span.upperBound
          continue
        }
        if isSeparator(at: start, in: bytes) {
          index = start + MarkdownWriter.separator.utf8.count
          continue
        }
        guard let end = bytes.firstIndex(of: closing, from: start + opening.count) else { return comments }
        guard isInlineComment(bytes[start + opening.count..<end]) || beginsLine(start, in: bytes) else {
          index = start + opening.count
          continue
        }
        index = end + closing.count
        comments.append(start..<index)
      }
    }
    return comments
  }
}

/// The code spans of a stretch of prose, found as CommonMark pairs backticks.
struct CodeSpans {
  /// The spans with their backticks, in order.
  let spans: [Range<Int>]

  init(of bytes: [UInt8], in range: Range<Int>) {
    let tick = UInt8(ascii: "`")
    var runs: [Range<Int>] = []
    var escaped: Set<Int> = []
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == tick {
        let start = index
        while index < range.upperBound, bytes[index] == tick { index += 1 }
        runs.append(start..<index)
      } else {
        if bytes[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound, bytes[index + 1] == tick {
          escaped.insert(index + 1)
        }
        index += 1
      }
    }
    var positions: [Int: [Int]] = [:]
    for (position, run) in runs.enumerated() { positions[run.count, default: []].append(position) }
    var spans: [Range<Int>] = []
    var used: [Int: Int] = [:]
    var current = 0
    while current < runs.count {
      let opening = runs[current]
      let length = escaped.contains(opening.lowerBound) ? opening.count - 1 : opening.count
      let candidates = positions[length] ?? []
      var next = used[length] ?? 0
      while next < candidates.count, candidates[next] <= current { next += 1 }
      used[length] = next
      if length > 0, next < candidates.count {
        spans.append(opening.upperBound - length..<runs[candidates[next]].upperBound)
        current = candidates[next] + 1
      } else {
        current += 1
      }
    }
    self.spans = spans
  }

  /// The span that covers a byte.
  func span(around offset: Int) -> Range<Int>? {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < spans.count && spans[low].contains(offset) ? spans[low] : nil
  }
}

extension [UInt8] {
  /// The first place at or after `start` where `pattern` stands.
  func firstIndex(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first else { return nil }
    var index = start
    while index + pattern.count <= count {
      guard let found = self[index...].firstIndex(of: first) else { return nil }
      if found + pattern.count > count { return nil }
      if self[found..<found + pattern.count].elementsEqual(pattern) { return found }
      index = found + 1
    }
    return nil
  }

  /// Whether `pattern` stands at an index.
  func has(_ pattern: StaticString, at index: Int) -> Bool {
    let length = pattern.utf8CodeUnitCount
    guard index >= 0, index + length <= count else { return false }
    for offset in 0..<length where self[index + offset] != pattern.utf8Start[offset] { return false }
    return true
  }
}
