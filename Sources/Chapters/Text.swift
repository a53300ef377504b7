internal import Basics
internal import Foundation

extension String {
  /// The beginning of the text on one line, cut between words, with an ellipsis where there is more.
  func opening(of length: Int) -> String {
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard line.count > length else { return line }
    let cut = line.prefix(length)
    return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + " …"
  }
}

extension Sequence where Element: StringProtocol {
  /// Each text in italics.
  var emphasized: [Markdown] { map { "*\(String($0))*" } }
}

extension [Markdown] {
  /// `a, b and c`.
  var enumerated: Markdown {
    count < 2 ? joined() : "\(dropLast().joined(separator: ", ")) and \(self[count - 1])"
  }
}
