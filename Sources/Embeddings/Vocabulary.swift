/// The words that have a vector, most frequent first.
///
/// Sorted by count descending, then by the bytes of the word, so that a corpus has one vocabulary however it was read.
/// Words are told apart by their UTF-8 bytes, not by canonical equivalence.
public struct Vocabulary: Sendable {
  /// The words; a word's position here is its row in every matrix.
  public let words: [String]
  /// How often each word occurs; all 0 where that is not known, as in a file of vectors.
  public let counts: [Int]

  private let positions: [UTF8Key: Int]

  /// A vocabulary in a given order.
  ///
  /// - Parameters:
  ///   - words: Distinct words.
  ///   - counts: One for each word, or nil where counts are not known.
  /// - Returns: nil where two words are equal.
  public init?(words: [String], counts: [Int]? = nil) {
    precondition(counts == nil || counts?.count == words.count, "one count for each word")
    self.words = words
    self.counts = counts ?? Array(repeating: 0, count: words.count)
    var positions = [UTF8Key: Int](minimumCapacity: words.count)
    for (position, word) in words.enumerated() {
      guard positions.updateValue(position, forKey: UTF8Key(word)) == nil else { return nil }
    }
    self.positions = positions
  }

  /// The number of words.
  public var count: Int { words.count }

  /// How many tokens of the corpus are words of this vocabulary.
  public var tokenCount: Int { counts.reduce(0, +) }

  /// The position of a word, or nil where it is not in the vocabulary.
  public func position(of word: String) -> Int? {
    positions[UTF8Key(word)]
  }
}
