internal import Basics

/// What an answer rests on: each value that it quotes, as it shows it, and each claim that decides what it says.
///
/// A value goes by what stands between its braces, blanks aside: `.loss.last | fixed 2`, `if .loss.last < .loss.first`.
package final class QuotedValues {
  /// A text longer than this is kept as its sum: nobody reads it in a message.
  private static let longestText = 400

  /// What is shown, by what it is quoted as.
  package private(set) var values: [String: String] = [:]

  package init() {}

  /// Notes a value that is quoted.
  func note(_ placeholder: String, _ shown: String) {
    let name = placeholder.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    values[name] =
      shown.utf8.count <= Self.longestText ? shown : "a text with the SHA-256 sum \(SHA256.hex(of: Array(shown.utf8)))"
  }
}
