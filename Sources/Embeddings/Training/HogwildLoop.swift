internal import Basics
internal import LinearAlgebra
internal import Synchronization

/// A training whose threads do not wait for each other: each takes the next batch and moves the same vectors.
///
/// **This is a data race, and on purpose**: two threads may read and write one row at once, and then one's update, or some
/// elements of it, is lost. Rows of frequent words are hit often and lose little; rows of others are hit by two threads
/// hardly ever, so the vectors are as good (Recht et al. 2011, "Hogwild!: A lock-free approach to parallelizing
/// stochastic gradient descent"). The writes happen in C on plain floats, where neither Swift's exclusivity nor an
/// optimiser's assumptions about them reach; relaxed atomics would take two to three times as long. The race is confined to
/// this file: nowhere else do two threads touch one element between two meetings.
///
/// No two runs give the same vectors, unless with one thread.
final class HogwildLoop: @unchecked Sendable {
  private let walk: CorpusWalk
  private let configuration: Word2VecConfiguration
  private let threads: Int
  private let taken = Atomic<Int>(0)
  private let wordsDone = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)

  init(walk: CorpusWalk, configuration: Word2VecConfiguration, threads: Int) {
    self.walk = walk
    self.configuration = configuration
    self.threads = max(1, min(threads, walk.batches.count))
  }

  /// Trains, and returns the mean loss of each epoch.
  ///
  /// - Parameter progress: Called on this thread, after the batches that this thread trained on and at the end.
  func run(_ weights: SharedWeights, progress: (TrainingProgress) throws -> Void) throws -> [Double] {
    let sums = Mutex([TrainingLoss](repeating: TrainingLoss(), count: configuration.epochs))
    var failure: (any Error)?
    withUnsafeMutablePointer(to: &failure) { failure in
      nonisolated(unsafe) let failure = failure
      ThreadTeam.run(threads) { thread in
        let updates = GroupUpdates(configuration: configuration, stride: weights.stride)
        var plan = TrainingBatch()
        while let (epoch, batch) = next() {
          let alpha = configuration.learningRate(
            wordsRead: walk.wordsBefore(batch, epoch: epoch), of: walk.corpus.tokens.count)
          plan.plan(walk.batches[batch], of: walk, epoch: epoch)
          updates.prepare(for: CollectionOfOne(plan))
          let loss = updates.train(plan, alpha: Float(alpha), weights: [weights])
          let sum = sums.withLock { sums in
            sums[epoch] += loss
            return sums[epoch]
          }
          let words = wordsDone.add(walk.wordCount(of: walk.batches[batch]), ordering: .relaxed).newValue
          guard thread == 0 else { continue }
          do {
            try progress(
              TrainingProgress(
                epoch: epoch + 1, epochs: configuration.epochs, words: words,
                totalWords: walk.corpus.tokens.count * configuration.epochs, loss: sum.mean, alpha: alpha))
          } catch {
            failure.pointee = error
            isStopped.store(true, ordering: .relaxed)
          }
        }
      }
    }
    if let failure { throw failure }
    guard weights.isFinite else { throw EmbeddingError.diverged(epoch: configuration.epochs) }
    let losses = sums.withLock { $0.map(\.mean) }
    // The last batches may have been another thread's.
    let words = wordsDone.load(ordering: .relaxed)
    try progress(
      TrainingProgress(
        epoch: configuration.epochs, epochs: configuration.epochs, words: words, totalWords: words,
        loss: losses.last ?? 0, alpha: configuration.minAlpha))
    return losses
  }

  /// The next batch that nobody has, across all epochs; nil when there is none or the training was stopped.
  private func next() -> (epoch: Int, batch: Int)? {
    guard !isStopped.load(ordering: .relaxed) else { return nil }
    let number = taken.add(1, ordering: .relaxed).oldValue
    guard number < walk.batches.count * configuration.epochs else { return nil }
    return (number / walk.batches.count, number % walk.batches.count)
  }
}
