internal import Basics
internal import LinearAlgebra

/// A training of words that are made of pieces: what `Word2Vec` does where its configuration has `subwords`.
///
/// CBOW or skip-gram by negative sampling, as fastText and gensim's `FastText` have them, on the batches and random choices of word2vec;
/// the same vectors for any number of threads.
final class SubwordTraining: @unchecked Sendable {
  // Unchecked: each thread writes its own plan; all else is written by thread 0 and read by others after a meeting.

  private let configuration: Word2VecConfiguration
  private let vocabulary: Vocabulary
  private let walk: CorpusWalk
  private let rows: SubwordRows
  private let updates: SubwordUpdates
  private let plans: UnsafeMutableBufferPointer<TrainingBatch>
  private var weights: Word2VecWeights
  private var isOver = false

  /// How many pairs of skip-gram make a group: more than of word2vec, so that a word is put together for many of them at once.
  private static let pairsInGroup = 128

  init(
    _ configuration: Word2VecConfiguration, _ subwords: Subwords, on corpus: TokenizedCorpus, _ vocabulary: Vocabulary,
    threads: Int
  ) throws(EmbeddingError) {
    self.configuration = configuration
    self.vocabulary = vocabulary
    rows = SubwordRows(vocabulary, subwords)
    walk = CorpusWalk(
      corpus: corpus, vocabulary: vocabulary, configuration: configuration,
      groupLength: configuration.sg ? Self.pairsInGroup : nil)
    let stride = Word2VecWeights(words: 1, vectorSize: configuration.vectorSize, seed: 0).stride
    let (elements, overflows) = (rows.count + vocabulary.count).multipliedReportingOverflow(by: stride * 4)
    guard !overflows, elements <= subwords.memoryLimit else {
      throw .parameter(
        "subword",
        "has \(rows.count) vectors of words and their pieces to train, which take \(elements >> 20) MiB where "
          + "memory_limit allows \(subwords.memoryLimit >> 20); raise it, raise min_count, or choose a smaller bucket")
    }
    weights = Self.start(rows.count, vocabulary.count, stride, configuration)
    updates = SubwordUpdates(configuration, rows, words: vocabulary.count, stride: stride, threads: threads)
    plans = .allocate(capacity: updates.threads)
    plans.initialize(repeating: TrainingBatch())
  }

  deinit {
    plans.deinitialize()
    plans.deallocate()
  }

  /// Trains.
  ///
  /// - Throws: `EmbeddingError.diverged`, and what `progress` throws.
  func run(progress: (TrainingProgress) throws -> Void) throws -> TrainedVectors {
    var result: Result<[Double], any Error> = .success([])
    weights.withPanels(updates.cut, threads: updates.threads) { panels in
      withUnsafeMutablePointer(to: &result) { result in
        nonisolated(unsafe) let result = result
        ThreadTeam.run(updates.threads) { thread in
          let found = Result { try self.work(panels, thread, progress) }
          if thread == 0 { result.pointee = found }
        }
      }
    }
    let losses = try result.get()
    return TrainedVectors(
      vectors: KeyedVectors(vocabulary: vocabulary, vectors: wholes()), losses: losses, kernels: VectorKernels.path)
  }

  /// One thread's way through all epochs; thread 0 is the caller's and says when it is over.
  private func work(
    _ panels: [SharedWeights], _ thread: Int, _ progress: (TrainingProgress) throws -> Void
  ) throws -> [Double] {
    var losses: [Double] = []
    for epoch in 0..<configuration.epochs {
      var loss = TrainingLoss()
      for first in stride(from: 0, to: walk.batches.count, by: updates.threads) {
        let round = first..<min(first + updates.threads, walk.batches.count)
        if thread < round.count { plans[thread].plan(walk.batches[first + thread], of: walk, epoch: epoch) }
        updates.meet()
        if thread == 0 { updates.prepare(for: plans.prefix(round.count)) }
        updates.meet()
        var alpha = 0.0
        for (plan, batch) in round.enumerated() {
          alpha = configuration.learningRate(
            wordsRead: walk.wordsBefore(batch, epoch: epoch), of: walk.corpus.tokens.count)
          loss += updates.train(plans[plan], alpha: Float(alpha), weights: panels, thread: thread)
        }
        var failure: (any Error)?
        if thread == 0 {
          do {
            try progress(
              TrainingProgress(
                epoch: epoch + 1, epochs: configuration.epochs,
                words: walk.wordsBefore(round.upperBound, epoch: epoch),
                totalWords: walk.corpus.tokens.count * configuration.epochs, loss: loss.mean, alpha: alpha))
            if round.upperBound == walk.batches.count, !isFinite(loss, panels) {
              throw EmbeddingError.diverged(epoch: epoch + 1)
            }
          } catch { failure = error }
          isOver = failure != nil
        }
        updates.meet()
        if let failure { throw failure }
        if isOver { return [] }
      }
      losses.append(loss.mean)
    }
    return losses
  }

  private func isFinite(_ loss: TrainingLoss, _ panels: [SharedWeights]) -> Bool {
    loss.sum.isFinite
      && panels.allSatisfy { panel in
        UnsafeBufferPointer(start: panel.input, count: rows.count * panel.stride).allSatisfy(\.isFinite)
          && UnsafeBufferPointer(start: panel.output, count: vocabulary.count * panel.stride).allSatisfy(\.isFinite)
      }
  }

  /// Input rows evenly from −1 to 1, divided by the size of a vector; output rows zero, as in gensim's `FastText`.
  private static func start(
    _ rows: Int, _ words: Int, _ stride: Int, _ configuration: Word2VecConfiguration
  ) -> Word2VecWeights {
    var input = Matrix(rows: rows, columns: stride)
    let size = configuration.vectorSize
    // A stream of its own: rows of the corpus draw from streams 0, 1, 2 …
    var random = SeededRandom(seed: configuration.seed, stream: .max)
    input.withUnsafeMutableBufferPointer { elements in
      for row in 0..<rows {
        for column in 0..<size { elements[row * stride + column] = (random.nextFloat() * 2 - 1) / Float(size) }
      }
    }
    return Word2VecWeights(panel: input, Matrix(rows: words, columns: stride))
  }

  /// The vectors of the words: the mean of each word's rows.
  private func wholes() -> Matrix {
    let (size, stride) = (configuration.vectorSize, weights.stride)
    var result = Matrix(rows: vocabulary.count, columns: size)
    result.withUnsafeMutableBufferPointer { result in
      weights.input.withUnsafeBufferPointer { input in
        for word in 0..<vocabulary.count {
          for row in rows.rows[rows.bounds[word]..<rows.bounds[word + 1]] {
            for column in 0..<size { result[word * size + column] += input[Int(row) * stride + column] }
          }
          for column in 0..<size { result[word * size + column] /= Float(rows.width(of: word)) }
        }
      }
    }
    return result
  }
}
