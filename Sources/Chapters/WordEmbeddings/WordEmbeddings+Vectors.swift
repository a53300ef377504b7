internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// Reads the reviews and turns each into a row of words.
  func read(
    _ data: ReviewFiles, _ settings: Settings, _ page: Page
  ) throws -> (TokenizedCorpus, ReadingReport, Prepared) {
    var options = CorpusOptions()
    options.column = settings.column.isEmpty ? nil : settings.column
    options.stripMarkup = settings.stripMarkup ?? data.isStandIn
    options.preparation = settings.preparation.preprocess(removesAccents: settings.deacc)
    options.maximumMalformedShare = settings.maximumMalformedShare
    options.threads = page.threads
    options.memoryLimit = settings.memoryLimit << 20
    options.unpackedLimit = settings.unpackedLimit.map { $0 << 20 }
    let (corpus, report) = try CorpusReader.read(files: data.files, options: options) { progress in
      page.report(
        "reading",
        fraction: progress.totalBytes > 0 ? Double(progress.bytesRead) / Double(progress.totalBytes) : nil,
        detail: "\(progress.rows.grouped) rows")
      try page.checkCancellation()
    }
    return try prepare(corpus, report, settings, page)
  }

  /// Trains the vectors, telling the speed as it goes; a training that was interrupted goes on where it was.
  func train(on texts: PreparedTexts, _ settings: Settings, _ page: Page) throws -> TrainedVectors {
    try keptTraining(ofCorpus: texts.sum, words: texts.vocabulary.count, settings, page) { texts }
      .trained(on: texts.vocabulary)
  }

  /// The same without the words.
  ///
  /// - Parameters:
  ///   - sum: The corpus's sum.
  ///   - words: How many words get a vector.
  ///   - texts: The texts, asked for only where they have to be trained on.
  func keptTraining(
    ofCorpus sum: String, words: Int, _ settings: Settings, _ page: Page, texts: () throws -> PreparedTexts
  ) throws -> KeptTraining {
    var configuration = settings.training
    configuration.seed = UInt64(page.seed)
    let start = ContinuousClock.now
    let checkpoint = try page.cacheFile("training.checkpoint")
    return try keptTraining(configuration, ofCorpus: sum, words: words, page) { training in
      let texts = try texts()
      page.report("training", fraction: 0)
      return try page.saving {
        try training.train(on: texts.corpus, threads: page.threads, checkpoint: checkpoint) { progress in
          let seconds = (ContinuousClock.now - start) / .seconds(1)
          let speed = seconds > 0 ? Double(progress.words) / seconds / 1e6 : 0
          page.report(
            "training", fraction: progress.fraction,
            detail: String(
              format: "epoch %d of %d, loss %.3f, %.2f M words/s", progress.epoch, progress.epochs, progress.loss, speed
            ))
          try page.checkCancellation()
        }
      }
    }
  }

  /// The vectors of a training: those that an earlier run kept, or else trained now and kept, unless threads race in it.
  func trained(
    _ configuration: Word2VecConfiguration, on texts: PreparedTexts, _ page: Page,
    train: (Word2Vec) throws -> TrainedVectors
  ) throws -> TrainedVectors {
    try keptTraining(configuration, ofCorpus: texts.sum, words: texts.vocabulary.count, page, train: train)
      .trained(on: texts.vocabulary)
  }

  private func keptTraining(
    _ configuration: Word2VecConfiguration, ofCorpus sum: String, words: Int, _ page: Page,
    train: (Word2Vec) throws -> TrainedVectors
  ) throws -> KeptTraining {
    let training = try Word2Vec(configuration: configuration)
    return try page.kept(
      "training", from: training.sources(ofCorpus: sum),
      fits: { $0.vectors.rows == words && $0.vectors.columns == configuration.vectorSize }
    ) { try KeptTraining(train(training)) }
  }

  /// The nearest words of each chosen word.
  ///
  /// - Throws: `NotebookError.chapter` naming the setting and words that are spelled alike, where a word is not known.
  func nearest(to words: [String], in vectors: KeyedVectors, _ count: Int) throws -> [String: [Results.Neighbour]] {
    var found: [String: [Results.Neighbour]] = [:]
    for word in words {
      do {
        found[word] = try vectors.mostSimilar(to: word, topN: count).map { Results.Neighbour($0) }
      } catch {
        throw NotebookError.chapter(slug: Self.slug, problem: "embeddings.words: \(error)")
      }
    }
    return found
  }
}
