/// The tokens that are found in a text before it is split: `[MASK]`, `<|endoftext|>`.
struct AddedTokens: Sendable {
  /// One such token and how it is matched.
  struct Token: Sendable {
    var id: Int
    var content: [Unicode.Scalar]
    /// Matched only where no letter or digit touches it.
    var isSingleWord = false
    /// Takes the white space before it, or after it, with it.
    var stripsLeft = false
    var stripsRight = false
    /// Matched in the text after its clean-up, not before.
    var isNormalized = false
    /// Whether the files call it special.
    var isSpecial = false
  }

  /// A stretch of text: a token that was found, or what lies between.
  enum Part {
    case token(Int, ArraySlice<AlignedText.Unit>)
    case text(ArraySlice<AlignedText.Unit>)
  }

  let tokens: [Token]
  private let byFirst: [Unicode.Scalar: [Int]]

  init(_ tokens: [Token]) {
    self.tokens = tokens.filter { !$0.content.isEmpty }
    var byFirst: [Unicode.Scalar: [Int]] = [:]
    for (index, token) in self.tokens.enumerated() { byFirst[token.content[0], default: []].append(index) }
    // The longest token that matches at a place wins.
    self.byFirst = byFirst.mapValues { [tokens = self.tokens] in
      $0.sorted { tokens[$0].content.count > tokens[$1].content.count }
    }
  }

  /// Splits a text at its tokens.
  func split(_ units: ArraySlice<AlignedText.Unit>) -> [Part] {
    if tokens.isEmpty { return units.isEmpty ? [] : [.text(units)] }
    var parts: [Part] = []
    var textStart = units.startIndex
    var position = units.startIndex
    while position < units.endIndex {
      guard let token = match(units, position) else {
        position += 1
        continue
      }
      var start = position
      var end = position + token.content.count
      if token.stripsLeft {
        while start > textStart, CharacterClass.isWhitespace(units[start - 1].scalar) { start -= 1 }
      }
      if token.stripsRight {
        while end < units.endIndex, CharacterClass.isWhitespace(units[end].scalar) { end += 1 }
      }
      if start > textStart { parts.append(.text(units[textStart..<start])) }
      parts.append(.token(token.id, units[start..<end]))
      textStart = end
      position = end
    }
    if textStart < units.endIndex { parts.append(.text(units[textStart...])) }
    return parts
  }

  private func match(_ units: ArraySlice<AlignedText.Unit>, _ position: Int) -> Token? {
    guard let candidates = byFirst[units[position].scalar] else { return nil }
    for candidate in candidates {
      let token = tokens[candidate]
      let end = position + token.content.count
      guard end <= units.endIndex else { continue }
      guard zip(units[position..<end], token.content).allSatisfy({ $0.scalar == $1 }) else { continue }
      if token.isSingleWord {
        if position > units.startIndex, CharacterClass.isWordCharacter(units[position - 1].scalar) { continue }
        if end < units.endIndex, CharacterClass.isWordCharacter(units[end].scalar) { continue }
      }
      return token
    }
    return nil
  }
}
