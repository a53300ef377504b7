extension Tokenizer {
  /// The text of some neighbouring tokens: marks of pieces taken off, bytes put together, spaces at the ends left out.
  ///
  /// A part of a character shows as `�`.
  public func text(of ids: [Int]) -> String {
    let tokens = ids.compactMap(token)
    guard isByteLevel else {
      return tokens.enumerated().map { index, token in
        if token.hasPrefix("##") && token.utf8.count > 2 { return String(token.dropFirst(2)) }
        return index > 0 ? " " + token : token
      }.joined()
    }
    let bytes = tokens.flatMap { token -> [UInt8] in
      let endsWord = !endOfWord.isEmpty && token.hasSuffix(endOfWord)
      let token = endsWord ? token.dropLast(endOfWord.count) + " " : token
      let own = token.unicodeScalars.map { Self.byteOf[$0] }
      // A special token is no row of bytes but plain text.
      return own.contains(nil) ? Array(token.utf8) : own.map { $0! }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let scalars = text.unicodeScalars.drop { $0 == " " }
    return String(String.UnicodeScalarView(scalars.reversed().drop { $0 == " " }.reversed()))
  }

  private static let byteOf: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: ByteLevel.characters.enumerated().map { ($1, UInt8($0)) } + [(" ", 0x20)])
}
