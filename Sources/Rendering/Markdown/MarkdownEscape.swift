/// Writing plain text as Markdown that shows exactly that text.
package enum MarkdownEscape {
  /// Escapes a text for running prose, a table cell or a heading.
  ///
  /// A text that begins like a list or a heading is safe at the start of a line as well; line ends become spaces.
  package static func text(_ text: some StringProtocol) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 8)
    var onlyDigits = true
    var rest = Substring(text).unicodeScalars
    var position = -1
    while let scalar = rest.popFirst() {
      position += 1
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "$", "#", "@", "{", "}":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case ":" where ["http", "ttps", " ftp", "ftp"].contains(String(result.suffix(4)).lowercased()):
        result += "\\:"
      case "." where result.suffix(3).lowercased() == "www":
        result += "\\."
      case "!", "+", "-", "=":
        if position == 0 || scalar == "!" { result += "\\" }
        result.unicodeScalars.append(scalar)
      case ".", ")":
        if onlyDigits, position > 0, rest.first?.properties.isWhitespace ?? true { result += "\\" }
        result.unicodeScalars.append(scalar)
      case " ":
        result += position == 0 ? "&#32;" : " "
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}":
        result += position == 0 ? "&#32;" : " "
      default:
        result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7f ? "\u{fffd}" : scalar)
      }
      if !("0"..."9").contains(scalar) { onlyDigits = false }
    }
    if result.hasSuffix(" ") {
      result.removeLast()
      result += "&#32;"
    }
    return result
  }

  /// Sets a text as a code span; `inTable` escapes the `|` that would end the cell.
  package static func code(_ text: some StringProtocol, inTable: Bool = false) -> String {
    if text.isEmpty { return "" }
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    var body = String(text.map { $0.isNewline ? " " : $0 })
    if inTable { body = body.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
    let isAllSpaces = body.allSatisfy { $0 == " " }
    let needsPadding =
      !isAllSpaces && (body.hasPrefix("`") || body.hasSuffix("`") || (body.hasPrefix(" ") && body.hasSuffix(" ")))
    return needsPadding ? "\(fence) \(body) \(fence)" : fence + body + fence
  }

  /// A fence that no line of the text can end.
  package static func fence(for text: String) -> String {
    var longest = 2
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return String(repeating: "`", count: longest + 1)
  }

  /// A path as the destination of a link or an image.
  package static func destination(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "|"), UInt8(ascii: "`"), UInt8(ascii: "*"), 0...0x1f,
        0x80...0xff:
        result += "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
      default: result += String(decoding: [byte], as: UTF8.self)
      }
    }
    return result
  }
}
