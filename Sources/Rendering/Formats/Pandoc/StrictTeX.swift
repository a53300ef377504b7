/// The TeX of a formula for a TeX that reads it: pandoc, and browsers, take what TeX does not.
package enum StrictTeX {
  /// A formula on one line, without comments, which would end the formula's own end; `#` as a sign.
  package static func text(of tex: String, isDisplayed: Bool) -> String {
    var text = ""
    for line in tex.split(separator: "\n", omittingEmptySubsequences: true) {
      var isEscaped = false
      for character in line {
        if character == "%", !isEscaped { break }
        text += character == "#" && !isEscaped ? "\\#" : String(character)
        isEscaped = character == "\\" && !isEscaped
      }
      text += " "
    }
    text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // A blank behind a backslash is a sign of its own, and without it the formula's end would be escaped.
    if !text.reversed().prefix(while: { $0 == "\\" }).count.isMultiple(of: 2) { text += " " }
    guard isDisplayed, let rows = TeXSource.rows(of: text) else { return text }
    return "\\begin{\(rows)}\(text)\\end{\(rows)}"
  }
}
