internal import LinearAlgebra

/// One training's way through all epochs, on threads that share the columns.
///
/// Threads plan as many batches at once as there are threads, one each, and then work on one batch after the other
/// together. Thread 0 is the caller's: it tells the progress and says when to stop.
final class TrainingLoop: @unchecked Sendable {
  // Unchecked: each thread writes its own plan; all else is written by thread 0 and read by others after a meeting.

  private let walk: CorpusWalk
  private let configuration: Word2VecConfiguration
  private let updates: GroupUpdates
  private let plans: UnsafeMutablePointer<TrainingBatch>
  private var failure: (any Error)?
  private var isStopped = false
  private var wordsRead = 0
  private(set) var losses: [Double] = []

  init(walk: CorpusWalk, configuration: Word2VecConfiguration, updates: GroupUpdates) {
    self.walk = walk
    self.configuration = configuration
    self.updates = updates
    plans = .allocate(capacity: updates.threads)
    plans.initialize(repeating: TrainingBatch(), count: updates.threads)
  }

  deinit {
    plans.deinitialize(count: updates.threads)
    plans.deallocate()
  }

  /// Trains; what `progress` throws or a value that is no longer finite ends it.
  func run(_ weights: SharedWeights, progress: (TrainingProgress) throws -> Void) throws {
    ThreadTeam.run(updates.threads) { thread in
      for epoch in 0..<configuration.epochs {
        guard self.train(epoch, weights, thread, progress) else { return }
      }
    }
    if let failure { throw failure }
  }

  /// One thread's way through an epoch.
  ///
  /// - Returns: Whether to go on, the same on all threads.
  private func train(
    _ epoch: Int, _ weights: SharedWeights, _ thread: Int, _ progress: (TrainingProgress) throws -> Void
  ) -> Bool {
    var loss = TrainingLoss()
    var wordsRead = wordsBefore(epoch)
    for round in stride(from: 0, to: walk.batches.count, by: updates.threads) {
      let batches = walk.batches[round..<min(round + updates.threads, walk.batches.count)]
      if thread < batches.count { plans[thread].plan(batches[round + thread], of: walk, epoch: epoch) }
      updates.meet()
      if thread == 0 { updates.prepare(for: UnsafeBufferPointer(start: plans, count: batches.count)) }
      updates.meet()
      for (slot, rows) in batches.enumerated() {
        let alpha = configuration.learningRate(wordsRead: wordsRead, of: walk.corpus.tokens.count)
        loss += updates.train(plans[slot], alpha: Float(alpha), weights: weights, thread: thread)
        wordsRead += walk.wordCount(of: rows)
        guard thread == 0, failure == nil else { continue }
        do {
          try progress(
            TrainingProgress(
              epoch: epoch + 1, epochs: configuration.epochs, words: wordsRead,
              totalWords: walk.corpus.tokens.count * configuration.epochs, loss: loss.mean, alpha: alpha))
        } catch {
          failure = error
        }
      }
      // Plans are free again, and all threads learn the same of a failure: nobody writes it until all have read it.
      updates.meet()
      let isFailed = failure != nil
      updates.meet()
      if isFailed { return false }
    }
    if thread == 0 {
      if !loss.sum.isFinite || !weights.isFinite { failure = EmbeddingError.diverged(epoch: epoch + 1) }
      losses.append(loss.mean)
    }
    updates.meet()
    return failure == nil
  }

  private func wordsBefore(_ epoch: Int) -> Int { walk.corpus.tokens.count * epoch }
}

extension Word2VecConfiguration {
  /// The learning rate after some of the words of all epochs: evenly from `alpha` down to `minAlpha`.
  func learningRate(wordsRead: Int, of wordsInEpoch: Int) -> Double {
    alpha - (alpha - minAlpha) * Double(wordsRead) / Double(max(wordsInEpoch * epochs, 1))
  }
}
