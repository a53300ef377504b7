internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// What is said of a training; of vectors that a file gave, only how far they go.
  struct TrainingResults {
    var parameters: Results.Parameters?
    var vocabulary: Results.Vocabulary
    var loss: Results.Loss?
    var health: Results.TrainingHealth?
  }

  /// The report's vectors, trained now or given by a file, with the section that says which.
  func vectors(
    _ given: GivenVectors?, on texts: PreparedTexts, distinctWords: Int, _ settings: Settings, _ page: inout Page
  ) throws -> (KeyedVectors, TrainingResults) {
    if let given {
      try write(given.results, on: &page)
      let vocabulary = Results.Vocabulary(
        given.results, of: texts.corpus, distinctWords: distinctWords, tokens: given.vectors.vocabulary.tokenCount)
      return (given.vectors, TrainingResults(vocabulary: vocabulary))
    }
    let trained = try train(on: texts, settings, page)
    let vocabulary = Results.Vocabulary(
      trained.vectors.vocabulary, of: texts.corpus, distinctWords: distinctWords, sample: settings.training.sample)
    let parameters = Results.Parameters(settings.training, seed: page.seed)
    let loss = Results.Loss(perEpoch: trained.losses)
    try write(parameters, vocabulary, loss, on: &page)
    let health = warnOfTraining(trained, settings, on: &page)
    return (
      trained.vectors,
      TrainingResults(parameters: parameters, vocabulary: vocabulary, loss: loss, health: health)
    )
  }

  /// What the chapter does.
  func summary(_ counts: Results.Corpus, _ given: GivenVectors?, _ settings: Settings) -> Markdown {
    let source: Markdown =
      given.map { "The word vectors of the file \(code: $0.results.file) are taken as they are" }
      ?? "word2vec is trained on \(counts.tokens.of("word"))"
    return """
      \(source), and the words nearest to \(settings.words.emphasized.enumerated) are
      looked at: which they are, and why.
      """
  }
}
