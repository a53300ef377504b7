/// What keeps addresses and titles within their links: pandoc writes both into a notebook's Markdown as they stand, and a sign that ends a
/// link there would let what follows begin a tag. Images have names of Quire's own there.
extension PandocText {
  /// An address without the signs that no address may hold, percent-encoded as browsers would do.
  static func address(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<", ">", "\"", "\\", " ", "`", "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A title with signs in the place of those that would end it or begin a tag.
  static func title(_ text: String) -> String {
    String(
      text.map { sign in
        switch sign {
        case "\"": "”"
        case "\\": "⧵"
        case "<": "‹"
        case ">": "›"
        case "`": "'"
        default: sign.isNewline ? " " : sign
        }
      })
  }
}
