internal import Basics
internal import Embeddings
internal import LinearAlgebra
internal import Notebook
internal import Synchronization

extension WordEmbeddings {
  /// A training besides the report's own.
  struct FurtherTraining {
    var configuration: Word2VecConfiguration
    var corpus: TokenizedCorpus

    /// About how long it takes, in no unit: skip-gram predicts each word of a window by itself.
    fileprivate var cost: Int {
      configuration.vectorSize * configuration.epochs * (configuration.sg ? configuration.window : 1)
        * max(1, corpus.tokenCount)
    }
  }

  /// Trains what shows the work of single parameters and of the seed, all at once so that no thread waits.
  ///
  /// - Returns: The trainings of the grid, `nil` without one, and those of the whole corpus under further seeds.
  func trainFurther(
    _ vectors: KeyedVectors, on corpus: TokenizedCorpus, _ settings: Settings, _ page: Page
  ) throws -> (grid: TrainedGrid?, seeds: [Int], vectors: [KeyedVectors]) {
    let grid = gridPlan(on: corpus, settings, page)
    let seeds =
      settings.stabilitySeeds > 0 && vectors.count > 2 ? (1...settings.stabilitySeeds).map { page.seed + $0 } : []
    let again = seeds.map { seed in
      var training = settings.training
      training.seed = UInt64(seed)
      return FurtherTraining(configuration: training, corpus: corpus)
    }
    let planned = grid?.trainings ?? []
    guard !planned.isEmpty || !again.isEmpty else { return (nil, [], []) }
    let stage = planned.isEmpty ? "training under other seeds" : "trying parameters"
    let trained = try train(planned + again, stage: stage, page).map(\.vectors)
    return (grid.map { TrainedGrid($0, trained) }, seeds, Array(trained.dropFirst(planned.count)))
  }

  /// Trains as many at a time as there are threads; each is what it would be alone.
  private func train(_ trainings: [FurtherTraining], stage: String, _ page: Page) throws -> [TrainedVectors] {
    let count = trainings.count
    // The dearest first, so that no thread begins one when the others have ended.
    let order = trainings.indices.sorted { (trainings[$1].cost, $0) < (trainings[$0].cost, $1) }
    let next = Atomic<Int>(0)
    let threads = max(1, min(page.threads, count))
    var outcomes = [Result<TrainedVectors, any Error>?](repeating: nil, count: count)
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      // Every model is claimed once, and its place is written by the thread that claimed it.
      nonisolated(unsafe) let outcomes = outcomes
      ThreadTeam.run(threads) { thread in
        while true {
          let place = next.add(1, ordering: .relaxed).oldValue
          guard place < count else { return }
          let index = order[place]
          outcomes[index] = Result {
            try Word2Vec(configuration: trainings[index].configuration).train(on: trainings[index].corpus) { progress in
              if thread == 0 {
                page.report(stage, fraction: (Double(place) + progress.fraction) / Double(count))
              }
              try page.checkCancellation()
            }
          }
        }
      }
    }
    return try outcomes.compactMap { $0 }.map { try $0.get() }
  }
}
