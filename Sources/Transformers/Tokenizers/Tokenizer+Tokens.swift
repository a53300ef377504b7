/// From a text to its tokens: those that it spells out, then words, then the model's.
extension Tokenizer {
  /// A token of a text, before those that go around it.
  struct Token {
    var id: Int
    var offsets: Range<Int>
    var word: Int
    /// The spaces that an added token took with it, which its own text does not show.
    var addedSpaces: (leading: Int, trailing: Int)?

    init(id: Int, offsets: Range<Int>, word: Int) {
      (self.id, self.offsets, self.word) = (id, offsets, word)
    }

    init(added id: Int, _ units: ArraySlice<AlignedText.Unit>, word: Int) {
      self.init(id: id, offsets: AlignedText.range(of: units), word: word)
      addedSpaces = (
        units.prefix { CharacterClass.isWhitespace($0.scalar) }.count,
        units.reversed().prefix { CharacterClass.isWhitespace($0.scalar) }.count
      )
    }
  }

  /// The tokens of a text, with nothing around it.
  func tokens(of text: String) -> [Token] {
    var result: [Token] = []
    var word = 0
    var text = AlignedText(text)
    if case .pieces(let reader) = model { text = reader.prepared(text) }
    for part in rawTokens.split(text.units[...]) {
      switch part {
      case .token(let id, let units):
        result.append(Token(added: id, units, word: word))
        word += 1
      case .text(let units):
        let prepared = normalizer?.normalize(AlignedText(units: Array(units))).units[...] ?? units
        for part in normalizedTokens.split(prepared) {
          switch part {
          case .token(let id, let units):
            result.append(Token(added: id, units, word: word))
            word += 1
          case .text(let units): append(units, &result, &word)
          }
        }
      }
    }
    // SigLIP's mark of a beginning does not stand alone before a special token that the text spells out.
    if endsOnce, result.count > 1, token(result[0].id) == "▁", result[1].addedSpaces != nil { result.removeFirst() }
    return result
  }

  /// Splits a stretch of prepared text into words, and those into tokens.
  private func append(_ units: ArraySlice<AlignedText.Unit>, _ result: inout [Token], _ word: inout Int) {
    switch (splitting, model) {
    case (.bert, .wordPiece(let model)):
      for units in Self.wordsAndPunctuation(units) {
        for piece in model.pieces(of: units, vocabulary) {
          result.append(Token(id: piece.id, offsets: AlignedText.range(of: piece.units), word: word))
        }
        word += 1
      }
    case (.byteLevel(let addsPrefixSpace), .bytePair(let model)):
      var units = units
      if addsPrefixSpace, let first = units.first, first.scalar != " " {
        units = [AlignedText.Unit(scalar: " ", start: first.start, end: first.end)] + units
      }
      for units in ByteLevel.words(of: units) {
        append(byteLevelWord: units, model, word, &result)
        word += 1
      }
    case (.clip(let findsMarks), .bytePair(let model)):
      for units in CLIPWords.words(of: units, findsMarks: findsMarks) {
        append(byteLevelWord: units, model, word, &result)
        word += 1
      }
    case (.byteSteps(let steps), .bytePair(let model)):
      for units in Self.words(of: units, steps) {
        append(byteLevelWord: units, model, word, &result)
        word += 1
      }
    case (_, .pieces(let reader)):
      for piece in reader.tokens(of: units, vocabulary) {
        if beginsWithMark(piece.id), result.last?.word == word { word += 1 }
        result.append(Token(id: piece.id, offsets: AlignedText.range(of: piece.units), word: word))
      }
      word += 1
    case (.steps(let steps), let model):
      for units in Self.words(of: units, steps) {
        let pieces: [(id: Int, units: ArraySlice<AlignedText.Unit>)] =
          switch model {
          case .wordPiece(let model): model.pieces(of: units, vocabulary)
          case .bytePair(let model): model.tokens(of: units, vocabulary)
          case .unigram(let model): model.tokens(of: units, vocabulary)
          case .wordLevel(let model): [(model.id(of: units, vocabulary), units)]
          case .pieces: []
          }
        for piece in pieces {
          result.append(Token(id: piece.id, offsets: AlignedText.range(of: piece.units), word: word))
        }
        word += 1
      }
    // Files that combine them otherwise are refused when they are read.
    default: preconditionFailure("WordPiece works on BERT's words, BPE on bytes, and all of them on words by steps")
    }
  }

  private func beginsWithMark(_ id: Int) -> Bool { token(id)?.unicodeScalars.first == "▁" }

  private static func words(
    of units: ArraySlice<AlignedText.Unit>, _ steps: [SplittingStep]
  ) -> [ArraySlice<AlignedText.Unit>] {
    units.isEmpty ? [] : steps.reduce([units]) { words, step in words.flatMap(step.words) }
  }

  private func append(
    byteLevelWord units: ArraySlice<AlignedText.Unit>, _ model: BytePairEncoding, _ word: Int, _ result: inout [Token]
  ) {
    if model.ignoresMerges,
      let id = ByteLevel.spelling(of: units).withUnsafeBufferPointer({ vocabulary.id(of: $0) })
    {
      result.append(Token(id: id, offsets: AlignedText.range(of: units), word: word))
      return
    }
    var symbols: [Int] = []
    var sources: [AlignedText.Unit] = []
    for (index, unit) in zip(units.indices, units) {
      let bytes = UTF8.encode(unit.scalar)!
      for (place, byte) in bytes.enumerated() {
        let endsWord = index == units.endIndex - 1 && place == bytes.count - 1
        // A vocabulary without this byte and without an unknown token drops it, as the reference does.
        guard let id = model.symbol(of: byte, endsWord: endsWord) else { continue }
        if model.fusesUnknown, id == model.unknownID, symbols.last == id {
          sources[sources.count - 1].end = unit.end
          continue
        }
        symbols.append(id)
        sources.append(unit)
      }
    }
    for piece in model.joined(symbols) {
      result.append(Token(id: piece.id, offsets: AlignedText.range(of: sources[piece.range]), word: word))
    }
  }

  /// Words between white space; every punctuation character is a word of its own.
  private static func wordsAndPunctuation(_ units: ArraySlice<AlignedText.Unit>) -> [ArraySlice<AlignedText.Unit>] {
    var words: [ArraySlice<AlignedText.Unit>] = []
    var start = units.startIndex
    for index in units.indices {
      let scalar = units[index].scalar
      let isSpace = CharacterClass.isWhitespace(scalar)
      guard isSpace || CharacterClass.isPunctuation(scalar) else { continue }
      if index > start { words.append(units[start..<index]) }
      if !isSpace { words.append(units[index...index]) }
      start = index + 1
    }
    if start < units.endIndex { words.append(units[start...]) }
    return words
  }

  /// The place of a token in the text, without the spaces at its ends where the files say so.
  func trimmed(_ token: Token, isFirst: Bool) -> Range<Int> {
    guard trimsOffsets.trims, let text = vocabulary.token(token.id) else { return token.offsets }
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == ByteLevel.space || CharacterClass.isWhitespace(scalar) }
    var leading = token.addedSpaces?.leading ?? text.unicodeScalars.prefix(while: isSpace).count
    let trailing = token.addedSpaces?.trailing ?? text.unicodeScalars.reversed().prefix(while: isSpace).count
    var (start, end) = (token.offsets.lowerBound, token.offsets.upperBound)
    // One leading space of the first token is the one that was put there; two were in the text.
    if trimsOffsets.hasPrefixSpace && (isFirst || start == 0) && leading == 1 { leading = 0 }
    start = min(start + leading, end)
    if trailing > 0 && end >= trailing { end = max(end - trailing, start) }
    return start..<end
  }
}
