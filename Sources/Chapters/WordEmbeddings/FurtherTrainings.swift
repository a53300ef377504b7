internal import Basics
internal import Embeddings
internal import LinearAlgebra
internal import Notebook

extension WordEmbeddings {
  /// Trains further models on the same corpus, as many at a time as there are threads; each is what it would be alone.
  func trainFurther(
    _ configurations: [Word2VecConfiguration], on corpus: TokenizedCorpus, stage: String, _ page: Page
  ) throws -> [TrainedVectors] {
    let count = configurations.count
    let threads = max(1, min(page.threads, count))
    var outcomes = [Result<TrainedVectors, any Error>?](repeating: nil, count: count)
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      // Every thread writes to places of its own.
      nonisolated(unsafe) let outcomes = outcomes
      ThreadTeam.run(threads) { thread in
        for index in stride(from: thread, to: count, by: threads) {
          outcomes[index] = Result {
            try Word2Vec(configuration: configurations[index]).train(on: corpus) { progress in
              if thread == 0 {
                page.report(stage, fraction: (Double(index) + progress.fraction) / Double(count))
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
