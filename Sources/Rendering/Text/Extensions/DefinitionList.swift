import Basics

/// Terms on lines of their own, each with its meaning below behind a colon, as pandoc and PHP Markdown Extra write them.
///
///     Term
///     : What it means,
///       on more than one line.
struct DefinitionList {
  /// Its lines as a list of terms, each with a list of its meanings.
  private(set) var lines: [SourceLines.Line] = []
  /// The line behind its last.
  private(set) var end: Int

  private let source: SourceLines
  private let input: [SourceLines.Line]

  /// The list that begins in a line.
  init?(at index: Int, in input: [SourceLines.Line], of source: SourceLines) {
    (self.input, self.source, end) = (input, source, index)
    guard index == 0 || source.isBlank(input[index - 1]), isTerm(index) else { return nil }
    while end < input.count {
      let term = skipBlanks(from: end)
      guard isTerm(term) else { break }
      lines += input[end..<term]
      readTerm(term)
    }
    // What follows would else go on with the last definition.
    if end < input.count, let last = lines.last, !source.isBlank(last) { lines.append(.blank(after: last)) }
  }

  private func skipBlanks(from index: Int) -> Int {
    input[index...].firstIndex { !source.isBlank($0) } ?? input.count
  }

  /// Whether a line is a term: one line of text, and a definition below.
  private func isTerm(_ index: Int) -> Bool {
    guard index < input.count, source.isPlain(input[index]), meaning(of: index) == nil, index + 1 < input.count else {
      return false
    }
    let next = source.isBlank(input[index + 1]) ? index + 2 : index + 1
    return next < input.count && meaning(of: next) != nil
  }

  /// Where the text of a definition begins: behind a colon and a blank.
  private func meaning(of index: Int) -> Int? {
    let line = input[index]
    guard source.kind(of: line) == .text, source.indentation(of: line) < 4 else { return nil }
    let start = line.text.lowerBound + source.indentation(of: line)
    guard start + 1 < line.text.upperBound, source.bytes[start] == UInt8(ascii: ":"),
      source.bytes[start + 1] == UInt8(ascii: " ") || source.bytes[start + 1] == UInt8(ascii: "\t")
    else { return nil }
    return source.bytes[start + 1..<line.text.upperBound].firstIndex { $0 > 0x20 }
  }

  private mutating func readTerm(_ index: Int) {
    var term = input[index]
    let blanks = source.bytes[term.text]
    term.text =
      term.text.lowerBound + source.indentation(of: term)..<term.text.upperBound
      - blanks.reversed().prefix { $0 <= 0x20 }.count
    term.lead = Array("- ".utf8)
    term.tail = Array(OwnMark.term.html.utf8)
    lines.append(term)
    end = index + 1
    while end < input.count {
      let next = skipBlanks(from: end)
      guard next < input.count, next <= end + 1, let start = meaning(of: next) else { return }
      lines += input[end..<next]
      var line = input[next]
      let width = start - line.text.lowerBound
      line.text = start..<line.text.upperBound
      line.lead = Array("  - ".utf8)
      lines.append(line)
      end = next + 1
      readRest(width)
    }
  }

  /// The rest of a definition whose text begins at a column.
  private mutating func readRest(_ width: Int) {
    var isBehindBlank = false
    while end < input.count {
      let line = input[end]
      if source.isBlank(line) {
        let next = skipBlanks(from: end)
        guard next < input.count, source.indentation(of: input[next]) >= min(width, 4) else { return }
        lines += input[end..<next]
        end = next
        isBehindBlank = true
        continue
      }
      let isIndented = source.indentation(of: line) >= min(width, 4)
      if !isIndented, isBehindBlank || meaning(of: end) != nil || source.kind(of: line) != .text { return }
      var moved = line
      if isIndented {
        moved.text = line.text.lowerBound + min(width, 4)..<line.text.upperBound
      } else {
        moved.text = line.text.lowerBound + source.indentation(of: line)..<line.text.upperBound
      }
      moved.lead = Array("    ".utf8)
      lines.append(moved)
      end += 1
    }
  }
}
