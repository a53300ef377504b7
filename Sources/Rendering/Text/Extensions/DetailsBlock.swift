import Basics

/// `<details><summary>More</summary> … </details>`, its tags at the start and at the end of lines.
struct DetailsBlock {
  let start: Int
  /// The line behind its last.
  let end: Int
  let isOpen: Bool
  /// What is always shown.
  let summary: [SourceLines.Line]
  let content: [SourceLines.Line]

  /// The one that begins in a line.
  ///
  /// - Parameter unclosed: Up to which line none is closed; set where that was found out.
  init?(at index: Int, in input: [SourceLines.Line], of lines: SourceLines, _ unclosed: inout Int) {
    guard let opening = Self.opening(input[index], of: lines) else { return nil }
    var depth = 1
    var last = index
    var close: Range<Int>?
    if let place = Self.closing(in: opening.rest, of: lines) {
      close = place
    } else {
      last += 1
      while last < input.count {
        if lines.kind(of: input[last]) != .code {
          if Self.opening(input[last], of: lines) != nil { depth += 1 }
          if let place = Self.closing(in: input[last].text, of: lines) {
            depth -= 1
            close = place
          }
          if depth == 0 { break }
        }
        last += 1
      }
    }
    guard last < input.count, let close else {
      unclosed = input.count
      return nil
    }
    start = index
    end = last + 1
    isOpen = opening.isOpen
    func line(_ number: Int, _ text: Range<Int>) -> SourceLines.Line {
      var line = input[number]
      line.text = text
      return line
    }
    var content = input[index..<last].dropFirst() + []
    if last > index {
      content.insert(line(index, opening.rest), at: content.startIndex)
      content.append(line(last, input[last].text.lowerBound..<close.lowerBound))
    } else {
      content = [line(index, opening.rest.lowerBound..<close.lowerBound)]
    }
    var summary: [SourceLines.Line] = []
    // The summary may stand in the line of the details or in the next that is not blank.
    if let first = content.firstIndex(where: { !lines.isBlank($0) }),
      let (inner, rest) = Self.summary(in: content[first].text, of: lines)
    {
      var heading = content[first]
      heading.text = inner
      summary = [heading]
      content[first].text = rest
    }
    self.summary = summary
    self.content = Array(content)
  }

  private static func opening(
    _ line: SourceLines.Line, of lines: SourceLines
  ) -> (isOpen: Bool, rest: Range<Int>)? {
    guard lines.indentation(of: line) < 4 else { return nil }
    let text = String(decoding: lines.bytes[line.text], as: UTF8.self)
    guard let match = text.prefixMatch(of: /\s*<details(\s+open(=("open"|""|open))?)?\s*>/.ignoresCase()) else {
      return nil
    }
    return (match.1 != nil, line.text.lowerBound + match.0.utf8.count..<line.text.upperBound)
  }

  /// Where `</details>` stands at the end of a line.
  private static func closing(in text: Range<Int>, of lines: SourceLines) -> Range<Int>? {
    let tag = Array("</details>".utf8)
    let end = text.upperBound - lines.bytes[text].reversed().prefix { $0 <= 0x20 }.count
    guard end - text.lowerBound >= tag.count else { return nil }
    let place = end - tag.count..<end
    return lines.bytes[place].map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 } == tag ? place : nil
  }

  private static func summary(in text: Range<Int>, of lines: SourceLines) -> (inner: Range<Int>, rest: Range<Int>)? {
    let line = String(decoding: lines.bytes[text], as: UTF8.self)
    guard let match = line.prefixMatch(of: /(\s*<summary>\s*)(.*?)(\s*<\/summary>)/.ignoresCase()) else { return nil }
    let start = text.lowerBound + match.1.utf8.count
    return (start..<start + match.2.utf8.count, text.lowerBound + match.0.utf8.count..<text.upperBound)
  }
}
