import Basics

/// A table with a caption above or below it, as pandoc writes one: a paragraph that begins with `:` or `Table:`.
///
///     | a | b |
///     |---|---|
///     | 1 | 2 |
///
///     : What is in it. {#tbl:counts}
struct CaptionedTable {
  /// The caption, a blank line, and the table.
  private(set) var lines: [SourceLines.Line] = []
  /// The line behind its last.
  private(set) var end: Int

  private let source: SourceLines
  private let input: [SourceLines.Line]

  /// The one that begins in a line, be it the table's or the caption's.
  init?(at index: Int, in input: [SourceLines.Line], of source: SourceLines) {
    (self.input, self.source, end) = (input, source, index)
    if isRow(index) {
      var last = index
      while isRow(last), last < index + 2 || captionStart(last, mayBeRow: true) == nil { last += 1 }
      let table = Array(input[index..<last])
      var first = last
      while first < input.count, source.isBlank(input[first]) { first += 1 }
      guard first < input.count, first < last + 3, let caption = caption(from: first, mayBeRow: first == last) else {
        return nil
      }
      lines = caption + [.blank(after: input[first])] + table
    } else {
      guard index == 0 || source.isBlank(input[index - 1]), let caption = caption(from: index, mayBeRow: false) else {
        return nil
      }
      var first = end
      while first < input.count, source.isBlank(input[first]) { first += 1 }
      guard isRow(first), first < end + 3 else { return nil }
      var last = first
      while isRow(last) { last += 1 }
      lines = caption + [.blank(after: input[index])] + input[first..<last]
      end = last
    }
    if end < input.count { lines.append(.blank(after: input[end - 1])) }
  }

  /// Whether a line is of a table that stands in no quote and no item.
  private func isRow(_ index: Int) -> Bool {
    guard index < input.count, source.kind(of: input[index]) == .table, source.indentation(of: input[index]) < 4 else {
      return false
    }
    return source.bytes[input[index].text].first { $0 != UInt8(ascii: " ") } != UInt8(ascii: ">")
  }

  /// Where the text of a caption begins.
  private func captionStart(_ index: Int, mayBeRow: Bool) -> Int? {
    let line = input[index]
    guard source.kind(of: line) == .text || (mayBeRow && source.kind(of: line) == .table),
      source.indentation(of: line) < 4, !(mayBeRow && source.bytes[line.text].contains(UInt8(ascii: "|")))
    else { return nil }
    let text = String(decoding: source.bytes[line.text], as: UTF8.self)
    guard let match = text.prefixMatch(of: /\s*([Tt]able)?:\s+(?=\S)/) else { return nil }
    return line.text.lowerBound + match.0.utf8.count
  }

  /// The lines of the caption that begins in a line; moves the end behind them.
  private mutating func caption(from index: Int, mayBeRow: Bool) -> [SourceLines.Line]? {
    guard let start = captionStart(index, mayBeRow: mayBeRow) else { return nil }
    let kind = source.kind(of: input[index])
    var last = index + 1
    while last < input.count, source.kind(of: input[last]) == kind, !source.isBlank(input[last]) { last += 1 }
    var lines = Array(input[index..<last])
    var caption = SourceLines.Caption()
    let text = lines[lines.count - 1].text
    let end = text.upperBound - source.bytes[text].reversed().prefix { $0 <= 0x20 }.count
    lines[0].text = start..<lines[0].text.upperBound
    if let brace = source.bytes[lines[lines.count - 1].text].lastIndex(of: UInt8(ascii: "{")),
      let attributes = Attributes(at: brace, in: source.bytes, before: end), brace + attributes.length == end
    {
      caption = SourceLines.Caption(attributes)
      let kept = source.bytes[lines[lines.count - 1].text.lowerBound..<brace].reversed().prefix { $0 <= 0x20 }.count
      lines[lines.count - 1].text = lines[lines.count - 1].text.lowerBound..<brace - kept
    }
    lines[0].caption = caption
    self.end = last
    return lines
  }
}

extension SourceLines.Caption {
  /// What stands in the braces behind a caption.
  init(_ attributes: Attributes) {
    label = attributes.id
    others = attributes.classes.map { "." + $0 } + attributes.values.map { "\($0.name)=\($0.value)" }
  }
}
