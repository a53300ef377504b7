extension Tokenizer {
  /// An encoding of ids that a model said, without a text that they were made from: words are told by the marks that pieces bear.
  func encoding(of ids: [Int]) -> Encoding {
    var result = Encoding()
    var word = -1
    var wasPunctuation = false
    for id in ids {
      let token = token(id) ?? "\(id)"
      let isSpecial = isSpecial(id)
      let isPunctuation = token.unicodeScalars.allSatisfy(CharacterClass.isPunctuation)
      let continues: Bool =
        switch isByteLevel || token.hasPrefix("▁") || isMetaspaced {
        case true: !token.hasPrefix("Ġ") && !token.hasPrefix("▁")
        case false: token.hasPrefix("##")
        }
      if word < 0 || isSpecial || !continues || isPunctuation != wasPunctuation { word += 1 }
      wasPunctuation = isPunctuation || isSpecial
      result.append(
        id, token, type: 0, offsets: 0..<0, word: isSpecial ? nil : word, sequence: isSpecial ? nil : 0,
        isSpecial: isSpecial)
    }
    return result
  }

  /// Whether pieces that begin a word bear a mark for the space before it.
  private var isMetaspaced: Bool { vocabulary.id(of: "▁") != nil }
}
