/// A tokenizer of CLIP's kind as data, for a program elsewhere that reads captions as it does.
package struct CaptionTokenizerParts: Sendable, Encodable {
  /// A token that is found in a text as it is written, before the text is cleaned.
  package struct Added: Sendable, Encodable {
    package let id: Int
    package let content: String
  }

  /// Every token as the vocabulary spells it, by its id.
  package let tokens: [String]
  /// What the last token of a word ends with, `</w>`.
  package let endOfWord: String
  /// Whether the marks around a text are kept together where they are written out in it.
  package let findsMarks: Bool
  /// The ids before and after a text.
  package let start, end: Int
  /// Stands for a byte that the vocabulary does not have; nil where such a byte is left out.
  package let unknown: Int?
  package let added: [Added]
  /// The pairs that become one, in threes of left, right and joined id, the one that was learnt first before all others.
  package let merges: [UInt32]

  private enum CodingKeys: CodingKey {
    case tokens, endOfWord, findsMarks, start, end, unknown, added
  }
}

extension Tokenizer {
  /// The tokenizer as data; nil where it works in another way than CLIP's.
  package var captionParts: CaptionTokenizerParts? {
    guard case .clip(let findsMarks) = splitting, case .bytePair(let model) = model, case .clip? = normalizer,
      normalizedTokens.tokens.isEmpty,
      rawTokens.tokens.allSatisfy({ !$0.isSingleWord && !$0.stripsLeft && !$0.stripsRight }),
      template.single.count == 3, case .special(let start, _) = template.single[0],
      case .sequence = template.single[1], case .special(let end, _) = template.single[2]
    else { return nil }
    let merges = model.merges.sorted { $0.value.rank < $1.value.rank }
    return CaptionTokenizerParts(
      tokens: (0..<vocabulary.count).map { token($0) ?? "" }, endOfWord: model.endOfWord, findsMarks: findsMarks,
      start: start, end: end, unknown: model.unknownID,
      added: rawTokens.tokens.map {
        CaptionTokenizerParts.Added(id: $0.id, content: String(String.UnicodeScalarView($0.content)))
      },
      merges: merges.flatMap { pair, merge in
        [UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair), UInt32(merge.id)]
      })
  }
}
