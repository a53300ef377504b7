/// How a class of transformers that calls SentencePiece itself puts a text before it, and what it makes of the pieces.
struct PieceReader: Sendable {
  /// What is done to a stretch of text between two special tokens.
  enum Manner: Sendable {
    /// SigLIP's: lower case, no ASCII punctuation, one space for several. It is read behind the unknown token's text, whose pieces are taken
    /// off again, so that no space is put before it.
    case caption(lowercases: Bool, unknown: [Unicode.Scalar])
    /// Marian's: as it is, behind the code of a language (`>>fr<<`) where it begins with one.
    case translation
  }

  let model: SentencePieceModel
  let manner: Manner

  /// A whole text before it is searched for special tokens.
  func prepared(_ text: AlignedText) -> AlignedText {
    guard case .caption = manner else { return text }
    var units = text.units
    for place in units.indices where units[place].scalar == Self.mark { units[place].scalar = " " }
    return AlignedText(units: [AlignedText.Unit(scalar: Self.mark, start: 0, end: 0)] + units)
  }

  /// The tokens of a stretch of text: an id, and the units that it comes from.
  func tokens(
    of text: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary
  ) -> [(id: Int, units: ArraySlice<AlignedText.Unit>)] {
    switch manner {
    case .caption(let lowercases, let unknown):
      let place = text.first?.start ?? 0
      let before = unknown.map { AlignedText.Unit(scalar: $0, start: place, end: place) }
      let count = model.tokens(of: before[...], vocabulary).count
      let units = before + CaptionCleanUp(lowercases: lowercases).normalize(text)
      let tokens = model.tokens(of: units[...], vocabulary)
      return tokens.count >= count ? Array(tokens.dropFirst(count)) : tokens
    case .translation:
      guard let end = Self.endOfCode(text) else { return model.tokens(of: text, vocabulary) }
      let code = text[..<end]
      let bytes = code.flatMap { UTF8.encode($0.scalar)! }
      let id = bytes.withUnsafeBufferPointer { vocabulary.id(of: $0) } ?? model.unknownID
      return [(id, code)] + model.tokens(of: text[end...], vocabulary)
    }
  }

  /// Where a language's code ends that a text begins with, or nil.
  private static func endOfCode(_ text: ArraySlice<AlignedText.Unit>) -> Int? {
    guard text.prefix(2).map(\.scalar) == [">", ">"] else { return nil }
    return text.indices.dropLast().first { text[$0].scalar == "<" && text[$0 + 1].scalar == "<" }
      .map { $0 + 2 }
  }

  private static let mark: Unicode.Scalar = "▁"
}
