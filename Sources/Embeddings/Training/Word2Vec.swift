internal import LinearAlgebra

/// Trains word vectors by negative sampling: CBOW or skip-gram.
///
///     let trained = try Word2Vec(configuration: .init(window: 10)).train(on: corpus)
///     trained.vectors.mostSimilar(to: "bad", topN: 5)
///
/// Deterministic for a seed and a processor path (`TrainedVectors.kernels`). Mikolov et al. 2013, "Efficient estimation
/// of word representations in vector space" and "Distributed representations of words and phrases and their
/// compositionality"; where the papers leave a choice it is gensim's.
public struct Word2Vec: Sendable {
  /// The parameters.
  public let configuration: Word2VecConfiguration

  /// A trainer.
  ///
  /// - Throws: `EmbeddingError.parameter` for a value that cannot work.
  public init(configuration: Word2VecConfiguration = .init()) throws(EmbeddingError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Trains on a corpus.
  ///
  /// - Parameter progress: Called on this thread after every batch; what it throws stops the training and is passed on,
  ///   which is how a training is cancelled.
  /// - Throws: `EmbeddingError.emptyVocabulary` where no word is frequent enough or fewer than two are,
  ///   `EmbeddingError.diverged` where the vectors are no longer finite after an epoch, and whatever `progress` throws.
  public func train(
    on corpus: TokenizedCorpus, progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> TrainedVectors {
    let vocabulary = try Vocabulary(corpus: corpus, minCount: configuration.minCount)
    guard vocabulary.count > 1 else {
      throw EmbeddingError.emptyVocabulary(
        "\"\(vocabulary.words[0])\" is the only word that occurs min_count = \(configuration.minCount) times, "
          + "and one word has no neighbours; lower min_count or train on more text")
    }
    let walk = CorpusWalk(corpus: corpus, vocabulary: vocabulary, configuration: configuration)
    let updates = SequentialUpdates(configuration: configuration)
    var weights = Word2VecWeights(
      words: vocabulary.count, vectorSize: configuration.vectorSize, seed: configuration.seed)
    var batch = TrainingBatch()
    let totalWords = corpus.tokens.count * configuration.epochs
    var wordsRead = 0
    var losses: [Double] = []
    for epoch in 0..<configuration.epochs {
      var loss = TrainingLoss()
      for rows in walk.batches {
        let alpha = learningRate(wordsRead: wordsRead, of: totalWords)
        batch.plan(rows, of: walk, epoch: epoch)
        loss += updates.train(batch, alpha: Float(alpha), weights: &weights)
        wordsRead += walk.wordCount(of: rows)
        try progress(
          TrainingProgress(
            epoch: epoch + 1, epochs: configuration.epochs, words: wordsRead, totalWords: totalWords,
            loss: loss.mean, alpha: alpha))
      }
      guard loss.sum.isFinite, weights.input.isFinite, weights.output.isFinite else {
        throw EmbeddingError.diverged(epoch: epoch + 1)
      }
      losses.append(loss.mean)
    }
    return TrainedVectors(
      vectors: KeyedVectors(vocabulary: vocabulary, vectors: weights.vectors), losses: losses,
      kernels: VectorKernels.path)
  }

  /// The learning rate after some of the words: evenly from `alpha` down to `minAlpha`.
  private func learningRate(wordsRead: Int, of totalWords: Int) -> Double {
    let done = Double(wordsRead) / Double(max(totalWords, 1))
    return configuration.alpha - (configuration.alpha - configuration.minAlpha) * done
  }
}
