internal import Basics
internal import Embeddings
internal import LinearAlgebra
internal import Notebook
internal import Synchronization

extension WordEmbeddings {
  /// Trains further models on the same corpus, as many at a time as there are threads; each is what it would be alone.
  func trainFurther(
    _ configurations: [Word2VecConfiguration], on corpus: TokenizedCorpus, stage: String, _ page: Page
  ) throws -> [TrainedVectors] {
    let count = configurations.count
    // The dearest first, so that no thread begins one when the others have ended.
    let order = configurations.indices.sorted { (cost(configurations[$1]), $0) < (cost(configurations[$0]), $1) }
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
            try Word2Vec(configuration: configurations[index]).train(on: corpus) { progress in
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

  /// About how long a training takes, in no unit: skip-gram predicts each word of a window by itself.
  private func cost(_ configuration: Word2VecConfiguration) -> Int {
    configuration.vectorSize * configuration.epochs * (configuration.sg ? configuration.window : 1)
  }
}
