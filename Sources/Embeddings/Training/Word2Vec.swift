public import Foundation
internal import LinearAlgebra

/// Trains word vectors: CBOW or skip-gram, by negative sampling or hierarchical softmax.
///
///     let trained = try Word2Vec(configuration: .init(window: 10)).train(on: corpus)
///     trained.vectors.mostSimilar(to: "bad", topN: 5)
///
/// Deterministic for a seed and a processor path (`TrainedVectors.kernels`), whatever the number of threads,
/// unless the configuration asks for `hogwild`. Mikolov et al. 2013, "Efficient estimation
/// of word representations in vector space" and "Distributed representations of words and phrases and their
/// compositionality"; where the papers leave a choice it is gensim's.
public struct Word2Vec: Sendable {
  /// The version of the training's arithmetic, part of the sum under which vectors and half a training are kept: every change
  /// of the code that changes a vector by a bit, from the same corpus, configuration and processor path, raises it.
  package static let arithmeticVersion: Int = 3

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
  /// - Parameters:
  ///   - threads: How many threads to use at most; the vectors do not depend on it, but for `hogwild`.
  ///   - checkpoint: Where to leave what was done when `progress` stops the training, and to go on from when the same
  ///     training starts again, to the bits that it would have had in one go; not with `hogwild`, whose bits nobody
  ///     knows. Removed at the end.
  ///   - progress: Called on this thread after every batch; what it throws stops the training and is passed on, which is
  ///     how a training is cancelled.
  /// - Throws: `EmbeddingError.emptyVocabulary` where no word is frequent enough or fewer than two are,
  ///   `EmbeddingError.diverged` where the vectors are no longer finite after an epoch, `EmbeddingError.file` where the
  ///   checkpoint cannot be written, and whatever `progress` throws.
  public func train(
    on corpus: TokenizedCorpus, threads: Int = 1, checkpoint: URL? = nil,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> TrainedVectors {
    try train(
      on: corpus, threads: threads, policy: { MeasuredTeam(threads: $0) }, checkpoint: checkpoint, progress: progress)
  }

  /// Trains on a corpus.
  ///
  /// - Parameter policy: Makes what chooses among so many threads for each round.
  package func train(
    on corpus: TokenizedCorpus, threads: Int, policy: (Int) -> any TeamPolicy, checkpoint: URL? = nil,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> TrainedVectors {
    let vocabulary = try Vocabulary(corpus: corpus, minCount: configuration.minCount)
    guard vocabulary.count > 1 else {
      throw EmbeddingError.emptyVocabulary(
        "\"\(vocabulary.words[0])\" is the only word that occurs min_count = \(configuration.minCount) times, "
          + "and one word has no neighbours; lower min_count or train on more text")
    }
    if let subwords = configuration.subwords {
      // Half a training of pieces is not kept: it would be all their vectors.
      return try SubwordTraining(configuration, subwords, on: corpus, vocabulary, threads: threads).run(
        progress: progress)
    }
    var weights = Word2VecWeights(
      words: vocabulary.count, vectorSize: configuration.vectorSize, seed: configuration.seed)
    let walk = CorpusWalk(corpus: corpus, vocabulary: vocabulary, configuration: configuration)
    let losses: [Double]
    if configuration.hogwild {
      let loop = HogwildLoop(walk: walk, configuration: configuration, threads: threads)
      losses = try weights.withShared { try loop.run($0, progress: progress) }
    } else {
      let checkpoint = checkpoint.map {
        TrainingCheckpoint(file: $0, walk: walk, configuration: configuration, path: VectorKernels.path)
      }
      losses = try train(
        &weights, walk, threads: threads, policy: policy, checkpoint: checkpoint, progress: progress)
    }
    // Room for the copy without padding.
    weights.output = Matrix(rows: 0, columns: 0)
    return TrainedVectors(
      vectors: KeyedVectors(vocabulary: vocabulary, vectors: weights.vectors), losses: losses,
      kernels: VectorKernels.path)
  }

  private func train(
    _ weights: inout Word2VecWeights, _ walk: CorpusWalk, threads: Int, policy: (Int) -> any TeamPolicy,
    checkpoint: TrainingCheckpoint?, progress: (TrainingProgress) throws -> Void
  ) throws -> [Double] {
    let restored = checkpoint?.restore(&weights)
    var state = restored ?? TrainingState()
    // A group of a few pairs takes less time than threads take to meet at its end.
    let together = configuration.hs && configuration.sg ? 1 : threads
    let most = GroupUpdates.mostPanels(stride: weights.stride, threads: together)
    var policy = policy(most)
    while true {
      let updates = GroupUpdates(
        configuration: configuration, stride: weights.stride, threads: min(policy.panels, most))
      let loop = TrainingLoop(
        walk: walk, configuration: configuration, updates: updates, policy: policy, mostPanels: most,
        // One more than can train together has enough to do planning.
        threads: min(threads, most + 1), from: state)
      do {
        let start = ContinuousClock.now
        var training = Duration.zero
        let losses = try weights.withPanels(updates.cut, threads: updates.threads) { panels in
          let start = ContinuousClock.now
          defer { training = ContinuousClock.now - start }
          return try loop.run(panels, progress: progress)
        }
        (state, policy) = (loop.state, loop.policy)
        guard loop.wantsOtherPanels else {
          // A checkpoint that is another training's stays for that one.
          if restored != nil { checkpoint?.remove() }
          return losses
        }
        policy.note(cutting: ContinuousClock.now - start - training)
      } catch let stop where loop.isStopped {
        try checkpoint?.save(weights, loop.state)
        throw stop
      }
    }
  }
}

/// What a training gives.
public struct TrainedVectors: Sendable {
  /// The vectors of all words.
  public let vectors: KeyedVectors
  /// The mean loss of each epoch, for each target and negative; log 2 ≈ 0.693 is knowing nothing.
  public let losses: [Double]
  /// The processor path that the arithmetic took (`VectorKernels.path`): the same path gives the same bits.
  public let kernels: String

  /// What a training gave.
  package init(vectors: KeyedVectors, losses: [Double], kernels: String) {
    self.vectors = vectors
    self.losses = losses
    self.kernels = kernels
  }
}
