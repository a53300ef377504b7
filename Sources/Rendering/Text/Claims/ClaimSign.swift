/// A sign of a claim: a number, a text, a name or a mark.
///
/// Signs are told apart character by character: a regular expression would be read and compiled anew for each of them, and an
/// answer of a page makes hundreds.
package enum ClaimSign: Equatable, Sendable {
  case number(Double)
  case text(String)
  /// A path, or a word that means something.
  case name(String)
  case mark(String)

  /// Why a text is no row of signs.
  package struct Failure: Error, Equatable {
    package var message: String
  }

  /// The marks, those of two characters before their beginnings.
  private static let marks = [">=", "<=", "==", "!=", ">", "<", "+", "-", "*", "/", "(", ")", ","]

  /// The signs of a text, from left to right.
  package static func signs(of text: String) throws(Failure) -> [ClaimSign] {
    var signs: [ClaimSign] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if let end = endOfNumber(rest) {
        signs.append(.number(Double(rest[..<end]) ?? 0))
        rest = rest[end...]
      } else if first == "\"" {
        guard let end = rest.dropFirst().firstIndex(of: "\"") else { throw Failure(message: "a “\"” is not closed") }
        signs.append(.text(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      } else if let end = endOfName(rest) {
        signs.append(.name(String(rest[..<end])))
        rest = rest[end...]
      } else if let mark = marks.first(where: rest.hasPrefix) {
        signs.append(.mark(mark))
        rest = rest.dropFirst(mark.count)
      } else {
        let hint =
          first == "="
          ? "; two values are the same by ==" : first == "“" || first == "”" ? "; texts stand in \"…\"" : ""
        throw Failure(message: "“\(first)” means nothing here\(hint)")
      }
    }
    return signs
  }

  /// Where a number at the start ends: `12`, `0.5`, `1e-3`; `nil` where there is none.
  private static func endOfNumber(_ text: Substring) -> Substring.Index? {
    func digits(from start: Substring.Index) -> Substring.Index? {
      let end = text[start...].firstIndex { !($0.isASCII && $0.isNumber) } ?? text.endIndex
      return end > start ? end : nil
    }
    guard var end = digits(from: text.startIndex) else { return nil }
    if end < text.endIndex, text[end] == ".", let more = digits(from: text.index(after: end)) { end = more }
    if end < text.endIndex, text[end] == "e" || text[end] == "E" {
      var start = text.index(after: end)
      if start < text.endIndex, text[start] == "+" || text[start] == "-" { start = text.index(after: start) }
      if let more = digits(from: start) { end = more }
    }
    return end
  }

  /// Where a word or a path at the start ends: `and`, `words.0.count`, `.by."two words"`, `.words.*`; `nil` where there is none.
  private static func endOfName(_ text: Substring) -> Substring.Index? {
    var end = text.startIndex
    if let first = text.first, isLetter(first) || first == "_" {
      end = text.firstIndex { !isOfStep($0) } ?? text.endIndex
    }
    while end < text.endIndex, text[end] == "." {
      let start = text.index(after: end)
      guard start < text.endIndex else { break }
      if isOfStep(text[start]) {
        end = text[start...].firstIndex { !isOfStep($0) } ?? text.endIndex
      } else if text[start] == "*" {
        end = text.index(after: start)
      } else if text[start] == "\"", let quote = text[text.index(after: start)...].firstIndex(of: "\"") {
        end = text.index(after: quote)
      } else {
        break
      }
    }
    return end > text.startIndex ? end : nil
  }

  private static func isOfStep(_ character: Character) -> Bool {
    character == "_" || character == "-" || isLetter(character) || isNumber(character)
  }

  private static func isLetter(_ character: Character) -> Bool {
    switch category(character) {
    case .uppercaseLetter?, .lowercaseLetter?, .titlecaseLetter?, .modifierLetter?, .otherLetter?: true
    default: false
    }
  }

  private static func isNumber(_ character: Character) -> Bool {
    switch category(character) {
    case .decimalNumber?, .letterNumber?, .otherNumber?: true
    default: false
    }
  }

  private static func category(_ character: Character) -> Unicode.GeneralCategory? {
    character.unicodeScalars.first?.properties.generalCategory
  }
}
