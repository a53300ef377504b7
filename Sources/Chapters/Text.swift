internal import Foundation

extension String {
  /// The beginning of the text on one line, cut between words, with an ellipsis where there is more.
  func opening(of length: Int) -> String {
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard line.count > length else { return line }
    let cut = line.prefix(length)
    return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + " …"
  }

  /// The text as Markdown that shows it as it is, on one line.
  var markdownText: String {
    var escaped = ""
    for character in self {
      if "\\`*_{}[]<>#|~$!&".contains(character) { escaped.append("\\") }
      escaped.append(character.isNewline ? " " : character)
    }
    return escaped
  }
}
