/// Where a word that is too long for a line may be broken: an address, a file name, a sum.
///
/// Typst breaks lines as Unicode's annex 14 says, and what that keeps whole runs off the page.
package enum BreakOpportunities {
  /// A word up to this length is left whole.
  package static let longestWhole = 24
  /// Letters alone are a word that can be hyphenated, up to this length.
  private static let longestWord = 45
  private static let step = 12
  /// No word, but something without blanks: it has fewer places to be broken at, or planning its lines takes minutes.
  private static let longest = 2000
  private static let longestStep = 60

  /// The pieces of a text between which a line may be broken beyond where it may be anyway.
  package static func pieces(of text: String) -> [Substring] {
    guard mayNeed(text) else { return [text[...]] }
    var pieces: [Substring] = []
    var start = text.startIndex
    for word in text.split(whereSeparator: isSpace) where word.utf8.count > longestWhole {
      guard word.count > longestWhole, word.count > longestWord || !word.allSatisfy(\.isLetter) else { continue }
      let step = word.utf8.count > longest ? longestStep : step
      var run = 0
      var index = word.startIndex
      while index < word.endIndex {
        let character = word[index]
        index = word.index(after: index)
        run += 1
        guard index < word.endIndex, run >= step || (run > 1 && step < longestStep && "/.-_?&=#:,;".contains(character))
        else { continue }
        pieces.append(text[start..<index])
        start = index
        run = 0
      }
    }
    pieces.append(text[start...])
    return pieces
  }

  /// The longest stretches of a text that no line can break, at most a number of them.
  package static func unbreakable(in text: String, atMost count: Int) -> [Substring] {
    var longest: [Substring] = []
    for piece in pieces(of: text) {
      for word in piece.split(whereSeparator: isSpace) {
        // The hyphen stays on its line.
        for part in word.split(separator: "-") { insert(part, into: &longest, atMost: count) }
      }
    }
    return longest
  }

  package static func insert(_ word: Substring, into longest: inout [Substring], atMost count: Int) {
    guard longest.count < count || word.count > longest[longest.count - 1].count else { return }
    longest.insert(word, at: longest.firstIndex { $0.count < word.count } ?? longest.count)
    if longest.count > count { longest.removeLast() }
  }

  private static func isSpace(_ character: Character) -> Bool { character.isWhitespace && character != "\u{a0}" }

  /// Whether any run without a blank is long, by bytes.
  private static func mayNeed(_ text: String) -> Bool {
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") ? 0 : run + 1
      if run > longestWhole { return true }
    }
    return false
  }
}
