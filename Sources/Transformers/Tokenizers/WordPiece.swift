/// Splits words into the longest pieces that a vocabulary holds, from the left.
///
/// "playing" becomes `play` `##ing`; a word that cannot be covered becomes the unknown token as a whole. Wu et al. 2016,
/// as BERT uses it.
struct WordPiece: Sendable {
  let unknownID: Int
  let continuingPrefix: [UInt8]
  let maximumCharacters: Int

  /// The pieces of one word: an id, and the units that it covers.
  func pieces(
    of word: ArraySlice<AlignedText.Unit>, _ vocabulary: TokenVocabulary
  ) -> [(id: Int, units: ArraySlice<AlignedText.Unit>)] {
    if word.count > maximumCharacters { return [(unknownID, word)] }
    // The word's bytes behind a prefix: a later piece is looked up by writing the prefix over what stands before it.
    var bytes = continuingPrefix
    var ends = [bytes.count]
    for unit in word {
      bytes += UTF8.encode(unit.scalar)!
      ends.append(bytes.count)
    }
    var result: [(id: Int, units: ArraySlice<AlignedText.Unit>)] = []
    var first = 0
    while first < word.count {
      var start = ends[first]
      if first > 0 {
        start -= continuingPrefix.count
        bytes.replaceSubrange(start..<ends[first], with: continuingPrefix)
      }
      var last = word.count
      var id: Int?
      while last > first {
        id = bytes.withUnsafeBufferPointer {
          vocabulary.id(of: UnsafeBufferPointer(rebasing: $0[start..<ends[last]]))
        }
        if id != nil { break }
        last -= 1
      }
      guard let id else { return [(unknownID, word)] }
      result.append((id, word[(word.startIndex + first)..<(word.startIndex + last)]))
      first = last
    }
    return result
  }
}
