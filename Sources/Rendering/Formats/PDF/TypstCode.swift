import Basics

/// Pieces of Typst's code mode.
///
/// What people wrote becomes string literals, in which nothing is markup and only two characters have to be escaped.
package enum TypstCode {
  /// A text as a string literal.
  package static func string(_ text: some StringProtocol) -> String {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    result.reserveCapacity(text.utf8.count + 8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): result += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): result += "\\n".utf8
      case UInt8(ascii: "\r"): result += "\\r".utf8
      case UInt8(ascii: "\t"): result += "\\t".utf8
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  /// A string literal, or `none` where there is no text.
  package static func optional(_ text: String?) -> String { text.map { string($0) } ?? "none" }

  /// A list of values; Typst takes one in brackets for a list only with a comma behind it.
  package static func array(_ values: some Sequence<String>) -> String {
    let values = Array(values)
    return values.isEmpty ? "()" : "(" + values.joined(separator: ", ") + ",)"
  }

  /// Content made of several pieces, one after another.
  package static func joined(_ pieces: [String]) -> String {
    let pieces = pieces.filter { !$0.isEmpty }
    return pieces.isEmpty ? "[]" : "{" + pieces.joined(separator: "; ") + "}"
  }

  /// A length in points.
  package static func points(_ value: Double) -> String { NumberText.fixed(value, 3) + "pt" }
}
