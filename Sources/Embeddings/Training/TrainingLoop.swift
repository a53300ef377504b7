internal import Basics
internal import LinearAlgebra
internal import Synchronization

/// One training's way through all epochs, on threads that share the columns.
///
/// Thread 0 is the caller's: it asks the policy for a team, tells the progress and says when to stop. The threads of a team
/// plan as many batches at once as they are, one each, and then work on one batch after the other together; those that are
/// not in it plan ahead of them. Planning waits for nothing, so it is what a thread can do whose processor another process
/// takes away now and then.
final class TrainingLoop: @unchecked Sendable {
  // Unchecked: a plan is written by the thread that the desk gave it to and read by others after a meeting or once the desk
  // says that it is ready; all else is thread 0's.

  private let walk: CorpusWalk
  private let configuration: Word2VecConfiguration
  private let updates: GroupUpdates
  /// One plan for each thread, then those that are made ahead.
  private let plans: UnsafeMutableBufferPointer<TrainingBatch>
  private let desk: Monitor<TrainingDesk>
  /// The number of the round that was begun last, for threads that look whether to take part in it.
  private let begun = Atomic<Int>(0)
  /// How many threads there are, thread 0 included.
  private let threads: Int
  private let company = Monitor<[SystemThread]>([])
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

  /// - Parameter threads: At least as many as `updates` has panels; those beyond plan only.
  init(
    walk: CorpusWalk, configuration: Word2VecConfiguration, updates: GroupUpdates, policy: any TeamPolicy,
    mostPanels: Int, threads: Int, from start: TrainingState
  ) {
    self.walk = walk
    self.configuration = configuration
    self.updates = updates
    self.policy = policy
    self.mostPanels = mostPanels
    self.threads = threads
    state = start
    let ahead = threads > 1 ? walk.scheme.batchesAhead : 0
    desk = Monitor(
      TrainingDesk(
        batches: walk.batches.count, epochs: configuration.epochs, places: ahead,
        start: start.epoch * walk.batches.count + start.batch))
    plans = .allocate(capacity: threads + ahead)
    plans.initialize(repeating: TrainingBatch())
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
      ThreadTeam.run(threads) { thread in
        guard thread == 0 else { return self.follow(panels, thread) }
        result.pointee = Result { try self.lead(panels, progress) }
        self.desk.update { $0.close() }
        self.begun.store(-1, ordering: .releasing)
      }
    }
    return try result.get()
  }

  /// Thread 0's way through all epochs.
  private func lead(_ panels: [SharedWeights], _ progress: (TrainingProgress) throws -> Void) throws -> [Double] {
    var took: TrainingRound?
    var placement = Placement()
    while state.epoch < configuration.epochs {
      while state.batch < walk.batches.count {
        let team = policy.team(after: took)
        if min(policy.panels, mostPanels) != updates.threads {
          wantsOtherPanels = true
          return state.losses
        }
        if threads > 1 { company.update { placement.keepOff($0) } }
        let range = state.batch..<min(state.batch + team, walk.batches.count)
        let start = ContinuousClock.now
        let round = desk.update { $0.begin(epoch: state.epoch, range, team: team) }
        begun.store(round.number, ordering: .releasing)
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
          targets: round.places.indices.reduce(0) { $0 + plans[plan($1, of: round)].targets.count },
          time: ContinuousClock.now - start, slept: updates.takeSlept())
      }
      guard state.loss.sum.isFinite, panels.allSatisfy(\.isFinite) else {
        throw EmbeddingError.diverged(epoch: state.epoch + 1)
      }
      state = TrainingState(epoch: state.epoch + 1, losses: state.losses + [state.loss.mean])
    }
    return state.losses
  }

  /// Another thread's way: round by round as it is called, and planning ahead where it is not.
  private func follow(_ panels: [SharedWeights], _ thread: Int) {
    company.update { $0.append(.current) }
    var answered = 0
    while true {
      switch desk.wait({ $0.task(for: thread, answered: answered) }) {
      case .end: return
      case .plan(let batch, let place):
        let (epoch, number) = batch.quotientAndRemainder(dividingBy: walk.batches.count)
        plans[threads + place].plan(walk.batches[number], of: walk, epoch: epoch)
        desk.update { $0.finish(place: place) }
      case .train(let round):
        train(round, panels, thread: thread) { _, _, _ in }
        answered = round.number
        // The next round is usually microseconds away.
        for _ in 0..<100_000 where begun.load(ordering: .acquiring) != answered { break }
      }
    }
  }

  /// One thread's part in a round.
  ///
  /// - Parameter trained: Told each batch, its learning rate and, on thread 0, its loss.
  private func train(
    _ round: TrainingDesk.Round, _ panels: [SharedWeights], thread: Int,
    _ trained: (Int, Double, TrainingLoss) -> Void
  ) {
    if thread < round.places.count, round.places[thread] == nil {
      plans[thread].plan(walk.batches[round.batches.lowerBound + thread], of: walk, epoch: round.epoch)
    }
    updates.meet(round.team)
    if thread == 0 { updates.prepare(for: round.places.indices.lazy.map { self.plans[self.plan($0, of: round)] }) }
    updates.meet(round.team)
    for (turn, batch) in round.batches.enumerated() {
      let alpha = configuration.learningRate(
        wordsRead: walk.wordsBefore(batch, epoch: round.epoch), of: walk.corpus.tokens.count)
      let loss = updates.train(
        plans[plan(turn, of: round)], alpha: Float(alpha), weights: panels, thread: thread, of: round.team)
      trained(batch, alpha, loss)
    }
  }

  /// Where the plan of a round's batch lies.
  private func plan(_ turn: Int, of round: TrainingDesk.Round) -> Int {
    round.places[turn].map { threads + $0 } ?? turn
  }
}

extension TrainingScheme {
  /// How many batches may lie planned ahead of their turn: enough for the milliseconds for which another process may have the
  /// planner's processor. A batch of pairs takes ten times as long and ten times the memory.
  fileprivate var batchesAhead: Int { self == .pairs ? 2 : 6 }
}

extension Word2VecConfiguration {
  /// The learning rate after some of the words of all epochs: evenly from `alpha` down to `minAlpha`.
  func learningRate(wordsRead: Int, of wordsInEpoch: Int) -> Double {
    alpha - (alpha - minAlpha) * Double(wordsRead) / Double(max(wordsInEpoch * epochs, 1))
  }
}
