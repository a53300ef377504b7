extension Tokenizer {
  /// The text of some neighbouring tokens: marks of pieces taken off, bytes put together, spaces at the ends left out.
  ///
  /// A part of a character shows as `�`.
  public func text(of ids: [Int]) -> String {
    let tokens = ids.compactMap(token)
    if let mark = beginningOfWord {
      return Self.spelled(tokens, mark)
    }
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

  /// SentencePiece's tokens as text: marks as spaces, bytes (`<0xE2>`) put together.
  private static func spelled(_ tokens: [String], _ mark: Unicode.Scalar) -> String {
    let bytes = tokens.flatMap { token -> [UInt8] in
      if token.utf8.count == 6, token.hasPrefix("<0x"), token.hasSuffix(">"),
        let byte = UInt8(token.dropFirst(3).dropLast(), radix: 16)
      {
        return [byte]
      }
      return token.unicodeScalars.flatMap { $0 == mark ? [0x20] : Array(UTF8.encode($0)!) }
    }
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.drop { $0 == " " }
    return String(String.UnicodeScalarView(scalars.reversed().drop { $0 == " " }.reversed()))
  }

  private static let byteOf: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: ByteLevel.characters.enumerated().map { ($1, UInt8($0)) } + [(" ", 0x20)])
}
