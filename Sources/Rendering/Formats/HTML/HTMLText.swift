import Basics

/// Escaping for HTML.
enum HTMLText {
  /// A text as the content of an element or of a quoted attribute.
  static func escape(_ text: some StringProtocol) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: ">"): result += "&gt;".utf8
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "\""): result += "&quot;".utf8
      case 0..<0x09, 0x0b, 0x0c, 0x0e..<0x20: result += "\u{fffd}".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The same for a text that is a value: on one line, without signs that would do harm.
  static func value(_ text: some StringProtocol) -> String { escape(PlainText.line(text)) }

  /// An address for `href` or `src`: what may not stand there is percent-encoded.
  static func address(_ url: String) -> String {
    var result: [UInt8] = []
    for byte in url.utf8 {
      switch byte {
      case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "'"): result += "%27".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
