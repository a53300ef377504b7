/// Rows of text as numbers: every token is an index into the distinct words, and rows stay apart.
///
/// This is what training reads. A row is a review; one without any token is still a row.
public struct TokenizedCorpus: Sendable, Equatable {
  /// The distinct words in order of first appearance.
  public let words: [String]
  /// All tokens, row after row: indices into `words`.
  public let tokens: TokenStore
  /// For every row, the end of its tokens (exclusive); a row starts where the one before it ends.
  public let rowEnds: [Int]
  /// How often each of `words` occurs.
  public let counts: [Int]

  /// A corpus from its parts.
  ///
  /// - Precondition: `tokens` are indices into `words`, and `rowEnds` rises to the number of tokens.
  public init(words: [String], tokens: [UInt32], rowEnds: [Int]) {
    var counts = [Int](repeating: 0, count: words.count)
    for token in tokens { counts[Int(token)] += 1 }
    self.init(words: words, tokens: TokenStore(tokens), rowEnds: rowEnds, counts: counts)
  }

  init(words: [String], tokens: TokenStore, rowEnds: [Int], counts: [Int]) {
    precondition(rowEnds.last ?? 0 == tokens.count, "the last row must end with the last token")
    self.words = words
    self.tokens = tokens
    self.rowEnds = rowEnds
    self.counts = counts
  }

  /// The number of rows, empty ones included.
  public var rowCount: Int { rowEnds.count }

  /// The number of tokens of all rows.
  public var tokenCount: Int { tokens.count }

  /// Where the tokens of a row lie in `tokens`.
  public func tokenRange(ofRow row: Int) -> Range<Int> {
    (row == 0 ? 0 : rowEnds[row - 1])..<rowEnds[row]
  }

  /// The words of a row, in order.
  ///
  /// - Parameter first: How many at most.
  public func words(ofRow row: Int, first: Int = .max) -> [String] {
    tokens[tokenRange(ofRow: row).prefix(first)].map { words[Int($0)] }
  }
}
