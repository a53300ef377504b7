internal import Embeddings
internal import Notebook

/// The report's vectors for whoever asks without a run: as the last run kept them, or made now where the settings have changed since.
final class TriedVectors {
  let vectors: KeyedVectors
  private let chapter = WordEmbeddings()
  private let settings: WordEmbeddings.Settings
  private let page: Page
  private let data: ReviewFiles
  private var texts: PreparedTexts?
  /// What was made of the words but their texts; nil until it is asked for.
  private let words: KeptWords

  /// - Parameter asked: Words of the first question, for which a file may have to make vectors.
  init(_ settings: WordEmbeddings.Settings, asked: [String], _ page: Page) throws {
    (self.settings, self.page) = (settings, page)
    let data = try ReviewFiles(settings.data.map { try page.input($0) })
    self.data = data
    let chapter = chapter
    var read: PreparedTexts?
    func texts() throws -> PreparedTexts {
      if let read { return read }
      let (corpus, _, _) = try chapter.read(data, settings, page)
      let texts = try PreparedTexts(corpus, minCount: WordEmbeddings.leastCount(settings))
      read = texts
      return texts
    }
    let words = try page.kept("words", from: chapter.sourcesOfWords(data, settings, page)) { KeptWords(try texts()) }
    if let given = try chapter.readGiven(settings, beside: words.vocabulary, tokens: words.tokens, asked: asked, page) {
      vectors = given.vectors
    } else {
      vectors = try chapter.keptTraining(
        ofCorpus: words.sum, words: words.vocabulary.count, settings, page, texts: texts
      )
      .trained(on: words.vocabulary).vectors
    }
    self.words = words
    self.texts = read
  }

  /// How often a word occurs in the texts.
  func count(of word: String) -> Int {
    words.vocabulary.position(of: word).map { words.vocabulary.counts[$0] } ?? 0
  }

  /// The texts, which are read now unless they were read before.
  func corpus() throws -> TokenizedCorpus {
    if let texts { return texts.corpus }
    let (corpus, _, _) = try chapter.read(data, settings, page)
    texts = try PreparedTexts(corpus, minCount: WordEmbeddings.leastCount(settings))
    return corpus
  }
}
