import Basics

/// A picture that is all there is in its paragraph.
struct LonePicture: Equatable {
  /// From `![` to the end of what belongs to it.
  var range: Range<Int>
  /// What stands between its brackets.
  var content: Range<Int>
  /// Its address, from `(` to before the title, or the name of one with its brackets.
  var address: Range<Int>
  /// The title without its quotes.
  var title: Range<Int>?
  var attributes: Attributes?

  /// The one in a paragraph; `nil` where there is more, or anything else.
  init?(in range: Range<Int>, of bytes: [UInt8]) {
    var start = range.lowerBound
    while start < range.upperBound, Self.isMark(start, bytes, from: range.lowerBound) { start += 1 }
    let end = range.upperBound - bytes[range].reversed().prefix { $0 <= 0x20 }.count
    guard start + 4 < end, bytes.has("![", at: start) else { return nil }
    let code = CodeSpans(of: bytes, in: start..<end).spans[...]
    guard let close = Self.bracket(at: start + 1, in: bytes, before: end, code: code), close + 1 < end else {
      return nil
    }
    content = start + 2..<close
    var last: Int
    if bytes[close + 1] == UInt8(ascii: "("), let paren = Self.closing(of: close + 1, in: bytes, before: end) {
      last = paren + 1
      address = close + 1..<paren
      if let (place, text) = Self.title(in: close + 2..<paren, of: bytes) {
        title = text
        address = close + 1..<place
      }
    } else if bytes[close + 1] == UInt8(ascii: "["),
      let bracket = bytes[close + 2..<end].firstIndex(of: UInt8(ascii: "]"))
    {
      last = bracket + 1
      address = close + 1..<last
    } else {
      return nil
    }
    if last < end, let attributes = Attributes(at: last, in: bytes, before: end) {
      self.attributes = attributes
      last += attributes.length
    }
    guard last == end else { return nil }
    self.range = start..<end
  }

  /// Whether it has a number and a caption: a label says so, or a title, which is the caption.
  var isFigure: Bool {
    attributes?.id != nil || title != nil || attributes?["fig-alt"] != nil || attributes?["alt"] != nil
  }

  /// Where the caption stands: the title, or else what stands between the brackets.
  var caption: Range<Int> { title ?? content }

  /// What it shows, where the brackets hold the caption: Quarto's `fig-alt`.
  var alternativeText: String? { attributes?["fig-alt"] ?? attributes?["alt"] }

  /// What in the braces is not read.
  var others: [String] {
    guard let attributes else { return [] }
    return attributes.classes.map { "." + $0 }
      + attributes.values.filter { !["fig-alt", "alt"].contains($0.name) && !Self.isSize($0) }
      .map { "\($0.name)=\($0.value)" }
  }

  static func isSize(_ value: (name: String, value: String)) -> Bool {
    ["width", "height"].contains(value.name) && MarkdownImage.Length(value.value) != nil
  }

  /// Whether a byte belongs to the marks of quotes and items before a paragraph.
  private static func isMark(_ index: Int, _ bytes: [UInt8], from start: Int) -> Bool {
    switch bytes[index] {
    case UInt8(ascii: " "), UInt8(ascii: ">"), UInt8(ascii: "\t"), UInt8(ascii: "\n"): return true
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"):
      return index + 1 < bytes.count && bytes[index + 1] <= 0x20
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let next = bytes[index...].first { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return next == UInt8(ascii: ".") || next == UInt8(ascii: ")")
    default: return false
    }
  }

  /// The bracket that closes the one at an index.
  static func bracket(at start: Int, in bytes: [UInt8], before end: Int, code: ArraySlice<Range<Int>>) -> Int? {
    var depth = 0
    var index = start
    var spans = code.drop { $0.upperBound <= start }
    while index < end {
      if let span = spans.first, span.lowerBound <= index {
        index = max(index, span.upperBound)
        spans = spans.dropFirst()
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The parenthesis that closes an address and its title.
  static func closing(of start: Int, in bytes: [UInt8], before end: Int) -> Int? {
    var depth = 0
    var index = start
    let limit = min(end, start + TextRewriter.longestAddress)
    var quote: UInt8?
    while index < limit {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        // A quote is one of a title only behind a blank.
        if bytes[index - 1] <= 0x20, bytes[(index + 1)..<limit].contains(byte) { quote = byte }
      } else if byte == UInt8(ascii: "(") {
        depth += 1
      } else if byte == UInt8(ascii: ")") {
        depth -= 1
        if depth == 0 { return index }
      }
      index += 1
    }
    return nil
  }

  /// The title at the end of an address: where the blank before it stands, and its text.
  private static func title(in range: Range<Int>, of bytes: [UInt8]) -> (place: Int, text: Range<Int>)? {
    let end = range.upperBound - bytes[range].reversed().prefix { $0 <= 0x20 }.count
    guard end - range.lowerBound > 3, let quote = bytes[range.lowerBound..<end].last,
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    else { return nil }
    guard
      let open = bytes[range.lowerBound..<end - 1].indices.first(where: {
        bytes[$0] == quote && $0 > range.lowerBound && bytes[$0 - 1] <= 0x20
      }), open + 1 < end - 1
    else { return nil }
    let place = open - bytes[range.lowerBound..<open].reversed().prefix { $0 <= 0x20 }.count
    return place > range.lowerBound ? (place, open + 1..<end - 1) : nil
  }
}
