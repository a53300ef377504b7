internal import Embeddings
internal import Notebook

/// The words of the texts, as a run leaves them for whoever asks without a run: reading the texts takes most of a second.
struct KeptWords: Keepable {
  /// The words that may have a vector, with their counts.
  let vocabulary: Vocabulary
  /// The sum of the texts, under which trainings on them are kept.
  let sum: String
  /// How many words the texts have in all.
  let tokens: Int

  static var form: Int { 1 }

  init(_ texts: PreparedTexts) { (vocabulary, sum, tokens) = (texts.vocabulary, texts.sum, texts.corpus.tokenCount) }

  init?(kept file: inout KeptReader) {
    guard let words = file.texts(), let counts = file.numbers(Int.self), words.count == counts.count,
      let vocabulary = Vocabulary(words: words, counts: counts), let sum = file.texts()?.first,
      let tokens = file.numbers(Int.self)?.first
    else { return nil }
    (self.vocabulary, self.sum, self.tokens) = (vocabulary, sum, tokens)
  }

  func write(to file: inout KeptWriter) throws {
    try file.write(vocabulary.words)
    try file.write(vocabulary.counts)
    try file.write([sum])
    try file.write([tokens])
  }
}

extension WordEmbeddings {
  /// The fewest times that a word occurs which may have a vector.
  static func leastCount(_ settings: Settings) -> Int { settings.vectors.isEmpty ? settings.training.minCount : 1 }

  /// All that the words come from.
  func sourcesOfWords(_ data: ReviewFiles, _ settings: Settings, _ page: Page) throws -> [String: String] {
    [
      "data": try settings.data.map { try page.sum(of: page.input($0)) }.joined(separator: " "),
      "column": settings.column, "strip_markup": "\(settings.stripMarkup ?? data.isStandIn)",
      "deacc": "\(settings.deacc)", "preparation": "\(settings.preparation)",
      "min_count": "\(Self.leastCount(settings))", "chapter version": "\(Self.version)",
    ]
  }

  /// Keeps the words of the texts for trials.
  func keepWords(of texts: PreparedTexts, _ settings: Settings, _ page: Page) throws {
    let data = try ReviewFiles(settings.data.map { try page.input($0) })
    try page.keep("words", from: sourcesOfWords(data, settings, page)) { KeptWords(texts) }
  }
}
