/// A text as a row of lower-case words: `gensim.utils.simple_preprocess`, token for token.
///
/// Words are the longest runs of what Python calls alphanumeric or an underscore and not a decimal digit, after
/// `str.lower()`; a run that starts with an underscore or has too few or too many code points is dropped. Character
/// classes, case and accents are those of Unicode 14, on which the reference runs, whatever Swift's own tables say.
public struct SimplePreprocess: Sendable, Equatable, Codable {
  /// Words of fewer code points are dropped.
  public var minLength: Int
  /// Words of more code points are dropped.
  public var maxLength: Int
  /// Whether accents are removed: canonical decomposition, nonspacing marks dropped, canonical composition.
  public var removeAccents: Bool
  /// Whether decimal digits belong to words: `4g`, `2019`. gensim has none.
  public var keepNumbers: Bool
  /// Whether a hyphen (`-`, U+002D) with word characters on both sides belongs to a word: `hands-free`. gensim has none.
  public var keepHyphens: Bool

  /// gensim's `min_len`, `max_len` and `deacc`, with its defaults.
  public init(
    minLength: Int = 2, maxLength: Int = 15, removeAccents: Bool = false, keepNumbers: Bool = false,
    keepHyphens: Bool = false
  ) {
    self.minLength = minLength
    self.maxLength = maxLength
    self.removeAccents = removeAccents
    self.keepNumbers = keepNumbers
    self.keepHyphens = keepHyphens
  }

  /// The words of a text, in order.
  public func callAsFunction(_ text: String) -> [String] {
    var text = text
    var scanner = WordScanner(self, expectedWords: 16)
    text.withUTF8 { scanner.scan($0) }
    let words = scanner.interner.words()
    return scanner.tokens.take().map { words[Int($0)] }
  }

  /// - Throws: `CorpusError.option` where the lengths make no sense.
  func validate() throws {
    guard minLength >= 0 else { throw CorpusError.option(name: "min_len", problem: "must not be negative") }
    guard maxLength >= max(1, minLength) else {
      throw CorpusError.option(
        name: "max_len", problem: "must be at least 1 and at least min_len (\(minLength)), found \(maxLength)")
    }
  }
}
