import Basics

/// The few tags that mean the same in every format, where they are opened and closed within one paragraph:
/// `<sub>`, `<sup>`, `<u>`, `<ins>`, `<kbd>` and `<br>`, without attributes.
enum HarmlessTags {
  private static let styles: [String: InlineStyle] = [
    "sub": .subscript, "sup": .superscript, "u": .underline, "ins": .underline, "kbd": .keyboard,
  ]

  /// Finds those of a stretch of prose.
  static func find(in range: Range<Int>, of syntax: inout InlineSyntax, code: ArraySlice<Range<Int>>) {
    let bytes = syntax.bytes
    var spans = code
    var open: [(name: String, offset: Int, length: Int)] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let span = spans.first, span.lowerBound <= index {
        index = max(index, span.upperBound)
        spans = spans.dropFirst()
        continue
      }
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      guard bytes[index] == UInt8(ascii: "<"), let tag = tag(at: index, in: bytes, before: range.upperBound) else {
        index += 1
        continue
      }
      if tag.name == "br" {
        add(OwnMark.lineBreak.html, at: index, tag.length, in: range, of: &syntax)
      } else if !tag.isClosing {
        open.append((tag.name, index, tag.length))
      } else if let place = open.lastIndex(where: { $0.name == tag.name }), let style = styles[tag.name] {
        // What was opened within and not closed is none.
        add(OwnMark.opens(style).html, at: open[place].offset, open[place].length, in: range, of: &syntax)
        add(OwnMark.closes(style).html, at: index, tag.length, in: range, of: &syntax)
        open.removeSubrange(place...)
      }
      index += tag.length
    }
  }

  private static func tag(
    at start: Int, in bytes: [UInt8], before end: Int
  ) -> (name: String, isClosing: Bool, length: Int)? {
    let text = bytes[start..<min(end, start + 12)]
    guard let close = text.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    var inside = String(decoding: bytes[start + 1..<close], as: UTF8.self).lowercased()
    let isClosing = inside.hasPrefix("/")
    if isClosing { inside.removeFirst() }
    if inside.hasSuffix("/"), inside.hasPrefix("br") { inside.removeLast() }
    let name = inside.trimmed()
    guard styles[name] != nil || (name == "br" && !isClosing), !inside.hasPrefix(" ") else { return nil }
    return (name, isClosing, close + 1 - start)
  }

  /// A tag alone on the first line of its paragraph would begin a block of HTML, in which nothing is escaped: a break is
  /// an empty line there, and any other tag stays text.
  private static func add(
    _ html: String, at offset: Int, _ length: Int, in range: Range<Int>, of syntax: inout InlineSyntax
  ) {
    let bytes = syntax.bytes
    let before = bytes[range.lowerBound..<offset]
    let after = bytes[offset + length..<range.upperBound].first { $0 > 0x20 || $0 == UInt8(ascii: "\n") }
    let isAlone =
      (after ?? UInt8(ascii: "\n")) == UInt8(ascii: "\n")
      && before.allSatisfy { $0 <= 0x20 || ">-*+.)0123456789".utf8.contains($0) }
    if !isAlone {
      syntax.add(.writes(html, length: length), at: offset)
    } else if html == OwnMark.lineBreak.html {
      syntax.add(.writes("&nbsp;", length: length), at: offset)
    }
  }
}
