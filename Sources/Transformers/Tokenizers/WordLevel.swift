/// A vocabulary of whole words: what is not in it is unknown.
struct WordLevel: Sendable {
  let unknownID: Int

  /// The token of a word.
  func id(of word: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary) -> Int {
    let bytes = word.flatMap { UTF8.encode($0.scalar)! }
    return bytes.withUnsafeBufferPointer { vocabulary.id(of: $0) } ?? unknownID
  }
}
