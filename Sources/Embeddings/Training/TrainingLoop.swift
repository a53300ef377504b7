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
  private let start: TrainingState
  private let plans: UnsafeMutablePointer<TrainingBatch>
  private var failure: (any Error)?

  /// How far the training is.
  private(set) var state: TrainingState
  /// Whether what `progress` threw ended it, so that it can go on from `state`.
  private(set) var isStopped = false

  init(
    walk: CorpusWalk, configuration: Word2VecConfiguration, updates: GroupUpdates,
    from start: TrainingState = TrainingState()
  ) {
    self.walk = walk
    self.configuration = configuration
    self.updates = updates
    self.start = start
    state = start
    plans = .allocate(capacity: updates.threads)
    plans.initialize(repeating: TrainingBatch(), count: updates.threads)
  }

  deinit {
    plans.deinitialize(count: updates.threads)
    plans.deallocate()
  }

  /// Trains, and returns the mean loss of each epoch; what `progress` throws or a value that is no longer finite ends it.
  ///
  /// - Parameter panels: Each thread's columns.
  func run(_ panels: [SharedWeights], progress: (TrainingProgress) throws -> Void) throws -> [Double] {
    ThreadTeam.run(updates.threads) { thread in
      for epoch in start.epoch..<configuration.epochs {
        guard self.train(epoch, panels, thread, progress) else { return }
      }
    }
    if let failure { throw failure }
    return state.losses
  }

  /// One thread's way through an epoch.
  ///
  /// - Returns: Whether to go on, the same on all threads.
  private func train(
    _ epoch: Int, _ panels: [SharedWeights], _ thread: Int, _ progress: (TrainingProgress) throws -> Void
  ) -> Bool {
    let isFirst = epoch == start.epoch
    var loss = isFirst ? start.loss : TrainingLoss()
    for first in stride(from: isFirst ? start.batch : 0, to: walk.batches.count, by: updates.threads) {
      let round = first..<min(first + updates.threads, walk.batches.count)
      if round.contains(first + thread) {
        plans[thread].plan(walk.batches[first + thread], of: walk, epoch: epoch)
      }
      updates.meet()
      if thread == 0 { updates.prepare(for: UnsafeBufferPointer(start: plans, count: round.count)) }
      updates.meet()
      for batch in round {
        let alpha = configuration.learningRate(
          wordsRead: walk.wordsBefore(batch, epoch: epoch), of: walk.corpus.tokens.count)
        loss += updates.train(plans[batch - first], alpha: Float(alpha), weights: panels[thread], thread: thread)
        guard thread == 0, failure == nil else { continue }
        do {
          try progress(
            TrainingProgress(
              epoch: epoch + 1, epochs: configuration.epochs, words: walk.wordsBefore(batch + 1, epoch: epoch),
              totalWords: walk.corpus.tokens.count * configuration.epochs, loss: loss.mean, alpha: alpha))
        } catch {
          failure = error
          isStopped = true
        }
      }
      if thread == 0 {
        state.batch = round.upperBound
        state.loss = loss
      }
      // Plans are free again, and all threads learn the same of a failure: nobody writes it until all have read it.
      updates.meet()
      let isFailed = failure != nil
      updates.meet()
      if isFailed { return false }
    }
    if thread == 0 {
      if !loss.sum.isFinite || !panels.allSatisfy(\.isFinite) { failure = EmbeddingError.diverged(epoch: epoch + 1) }
      state = TrainingState(epoch: epoch + 1, losses: state.losses + [loss.mean])
    }
    updates.meet()
    return failure == nil
  }
}

extension Word2VecConfiguration {
  /// The learning rate after some of the words of all epochs: evenly from `alpha` down to `minAlpha`.
  func learningRate(wordsRead: Int, of wordsInEpoch: Int) -> Double {
    alpha - (alpha - minAlpha) * Double(wordsRead) / Double(max(wordsInEpoch * epochs, 1))
  }
}
