internal import Basics
internal import LinearAlgebra

/// One training's way through all epochs, on threads that share the columns.
///
/// Thread 0 is the caller's: it asks the policy for a team, tells the progress and says when to stop. The threads of a team
/// plan as many batches at once as they are, one each, and then work on one batch after the other together; those that are
/// not in it sleep.
final class TrainingLoop: @unchecked Sendable {
  // Unchecked: each thread writes its own plan; all else is written by thread 0 and read by others after a meeting.

  private let walk: CorpusWalk
  private let configuration: Word2VecConfiguration
  private let updates: GroupUpdates
  private let plans: UnsafeMutableBufferPointer<TrainingBatch>
  /// Where each other thread waits for thread 0 to call it into a team.
  private let gates: [Barrier]
  private var round: Round?
  /// Who chooses the teams.
  private(set) var policy: any TeamPolicy
  /// The most panels that there can be.
  private let mostPanels: Int

  /// How far the training is.
  private(set) var state: TrainingState
  /// Whether what `progress` threw ended it, so that it can go on from `state`.
  private(set) var isStopped = false
  /// Whether it ended so that the columns can be cut anew, to go on from `state`.
  private(set) var wantsOtherPanels = false

  /// Some batches of an epoch, planned at once.
  private struct Round {
    let epoch: Int
    let batches: Range<Int>
    let team: Int
  }

  init(
    walk: CorpusWalk, configuration: Word2VecConfiguration, updates: GroupUpdates, policy: any TeamPolicy,
    mostPanels: Int, from start: TrainingState
  ) {
    self.walk = walk
    self.configuration = configuration
    self.updates = updates
    self.policy = policy
    self.mostPanels = mostPanels
    state = start
    plans = .allocate(capacity: updates.threads)
    plans.initialize(repeating: TrainingBatch())
    gates = (1..<updates.threads).map { _ in Barrier() }
  }

  deinit {
    plans.deinitialize()
    plans.deallocate()
  }

  /// Trains, and returns the mean loss of each epoch so far; what `progress` throws, a value that is no longer finite or the
  /// policy's wish for other panels ends it.
  ///
  /// - Parameter panels: Each thread's columns.
  func run(_ panels: [SharedWeights], progress: (TrainingProgress) throws -> Void) throws -> [Double] {
    var result: Result<[Double], any Error> = .success([])
    withUnsafeMutablePointer(to: &result) { result in
      nonisolated(unsafe) let result = result
      ThreadTeam.run(updates.threads) { thread in
        guard thread == 0 else { return self.follow(panels, thread) }
        result.pointee = Result { try self.lead(panels, progress) }
        self.round = nil
        for gate in self.gates { gate.wait(for: 2) }
      }
    }
    return try result.get()
  }

  /// Thread 0's way through all epochs.
  private func lead(_ panels: [SharedWeights], _ progress: (TrainingProgress) throws -> Void) throws -> [Double] {
    var took: TrainingRound?
    while state.epoch < configuration.epochs {
      while state.batch < walk.batches.count {
        let team = policy.team(after: took)
        if min(policy.panels, mostPanels) != updates.threads {
          wantsOtherPanels = true
          return state.losses
        }
        let round = Round(
          epoch: state.epoch, batches: state.batch..<min(state.batch + team, walk.batches.count), team: team)
        self.round = round
        let start = ContinuousClock.now
        for gate in gates[..<(team - 1)] { gate.wait(for: 2) }
        var failure: (any Error)?
        train(round, panels, thread: 0) { batch, alpha, loss in
          state.loss += loss
          guard failure == nil else { return }
          do {
            try progress(
              TrainingProgress(
                epoch: round.epoch + 1, epochs: configuration.epochs,
                words: walk.wordsBefore(batch + 1, epoch: round.epoch),
                totalWords: walk.corpus.tokens.count * configuration.epochs, loss: state.loss.mean, alpha: alpha))
          } catch {
            failure = error
          }
        }
        state.batch = round.batches.upperBound
        if let failure {
          isStopped = true
          throw failure
        }
        took = TrainingRound(
          targets: plans.prefix(round.batches.count).reduce(0) { $0 + $1.targets.count },
          time: ContinuousClock.now - start, slept: updates.takeSlept())
      }
      guard state.loss.sum.isFinite, panels.allSatisfy(\.isFinite) else {
        throw EmbeddingError.diverged(epoch: state.epoch + 1)
      }
      state = TrainingState(epoch: state.epoch + 1, losses: state.losses + [state.loss.mean])
    }
    return state.losses
  }

  /// Another thread's way: round by round, as it is called.
  private func follow(_ panels: [SharedWeights], _ thread: Int) {
    while true {
      gates[thread - 1].wait(for: 2)
      guard let round else { return }
      train(round, panels, thread: thread) { _, _, _ in }
    }
  }

  /// One thread's part in a round.
  ///
  /// - Parameter trained: Told each batch, its learning rate and, on thread 0, its loss.
  private func train(
    _ round: Round, _ panels: [SharedWeights], thread: Int, _ trained: (Int, Double, TrainingLoss) -> Void
  ) {
    if thread < round.batches.count {
      plans[thread].plan(walk.batches[round.batches.lowerBound + thread], of: walk, epoch: round.epoch)
    }
    updates.meet(round.team)
    if thread == 0 { updates.prepare(for: plans.prefix(round.batches.count)) }
    updates.meet(round.team)
    for (plan, batch) in round.batches.enumerated() {
      let alpha = configuration.learningRate(
        wordsRead: walk.wordsBefore(batch, epoch: round.epoch), of: walk.corpus.tokens.count)
      let loss = updates.train(plans[plan], alpha: Float(alpha), weights: panels, thread: thread, of: round.team)
      trained(batch, alpha, loss)
    }
  }
}

extension Word2VecConfiguration {
  /// The learning rate after some of the words of all epochs: evenly from `alpha` down to `minAlpha`.
  func learningRate(wordsRead: Int, of wordsInEpoch: Int) -> Double {
    alpha - (alpha - minAlpha) * Double(wordsRead) / Double(max(wordsInEpoch * epochs, 1))
  }
}
