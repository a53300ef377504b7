/// A text as a model reads it: ids, and for each where it comes from.
public struct Encoding: Sendable, Equatable {
  /// The number of each token in the vocabulary.
  public var ids: [Int]
  /// Each token as the vocabulary spells it: `##ing`, `Ġworld`.
  public var tokens: [String]
  /// 0 for the first text, 1 for the second, by the tokenizer's own rule.
  public var typeIDs: [Int]
  /// The characters (Unicode scalars) of its own text that each token covers; empty for a token that was added.
  public var offsets: [Range<Int>]
  /// The word of its text that each token is a part of, nil for a token that was added.
  public var wordIDs: [Int?]
  /// Which of the texts each token is from, nil for a token that was added.
  public var sequenceIDs: [Int?]
  /// Whether each token was added around the text ([CLS], [SEP], `<s>`).
  public var isSpecial: [Bool]
  /// Whether each token may be attended to; all, unless the caller hides some.
  public var mask: [Bool]

  /// How many tokens.
  public var count: Int { ids.count }

  /// An encoding of ids alone, without a text.
  public init(ids: [Int], typeIDs: [Int]? = nil, mask: [Bool]? = nil) {
    self.ids = ids
    self.typeIDs = typeIDs ?? Array(repeating: 0, count: ids.count)
    self.mask = mask ?? Array(repeating: true, count: ids.count)
    precondition(self.typeIDs.count == ids.count && self.mask.count == ids.count, "one type and one mask for each id")
    tokens = ids.map(String.init)
    offsets = Array(repeating: 0..<0, count: ids.count)
    wordIDs = Array(ids.indices)
    sequenceIDs = Array(repeating: 0, count: ids.count)
    isSpecial = Array(repeating: false, count: ids.count)
  }

  init() { self.init(ids: []) }

  mutating func append(
    _ id: Int, _ token: String, type: Int, offsets range: Range<Int>, word: Int?, sequence: Int?,
    isSpecial special: Bool
  ) {
    ids.append(id)
    tokens.append(token)
    typeIDs.append(type)
    offsets.append(range)
    wordIDs.append(word)
    sequenceIDs.append(sequence)
    isSpecial.append(special)
    mask.append(true)
  }

  /// The tokens at some positions, in that order.
  public func selecting(_ positions: [Int]) -> Encoding {
    var result = Encoding()
    for position in positions {
      result.append(
        ids[position], tokens[position], type: typeIDs[position], offsets: offsets[position], word: wordIDs[position],
        sequence: sequenceIDs[position], isSpecial: isSpecial[position])
      result.mask[result.count - 1] = mask[position]
    }
    return result
  }
}
