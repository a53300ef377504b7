import Basics

/// What keeps text from becoming HTML where a backslash alone does not.
extension RewritingPass {
  /// Writes a code span; a tag at the start of one of its lines would begin a block of HTML, so that line is joined to the one
  /// before, which is what the end of a line is in code.
  mutating func write(code span: Range<Int>) {
    let bytes = source.bytes
    var position = span.lowerBound
    var index = span.lowerBound
    while let end = bytes[index..<span.upperBound].firstIndex(of: UInt8(ascii: "\n")) {
      let start =
        bytes[(end + 1)..<span.upperBound].firstIndex {
          ![UInt8(ascii: " "), UInt8(ascii: ">"), UInt8(ascii: "\t")].contains($0)
        }
        ?? span.upperBound
      if start < span.upperBound, bytes[start] == UInt8(ascii: "<") {
        output.write(source: bytes[position..<end])
        output.write(source: " ")
        position = start
      }
      index = max(end + 1, start)
    }
    output.write(source: bytes[position..<span.upperBound])
  }

  /// Whether an address was written last that GitHub makes a link of.
  var endsInAddress: Bool {
    let word = output.bytes.suffix(TextRewriter.longestAddress).reversed().prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "<")
    }
    let text = String(decoding: word.reversed(), as: UTF8.self)
    return text.contains("://") || text.contains("www.")
  }
}
