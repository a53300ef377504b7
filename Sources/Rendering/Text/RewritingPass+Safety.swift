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

  /// Writes the destination of a link as it stands but for “<”, which is written as addresses may write it: what looks like a
  /// destination may be none, for want of a bracket before it, and would then begin a tag.
  ///
  /// - Parameter address: Where the destination itself begins, behind blanks and a bracket of its own.
  mutating func write(destination range: Range<Int>, from address: Int) {
    let bytes = source.bytes
    let address = min(address, range.upperBound)
    output.write(source: bytes[range.lowerBound..<address])
    var position = address
    var index = address
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound, bytes[index + 1] != UInt8(ascii: "<") {
        index += 2
      } else if bytes[index] == UInt8(ascii: "<") || bytes.has("\\<", at: index) {
        output.write(source: bytes[position..<index])
        output.write(source: "%3C")
        index += bytes[index] == UInt8(ascii: "<") ? 1 : 2
        position = index
      } else {
        index += 1
      }
    }
    output.write(source: bytes[min(position, range.upperBound)..<range.upperBound])
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
