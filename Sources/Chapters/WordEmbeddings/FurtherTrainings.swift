internal import Basics
internal import Embeddings
internal import Foundation
internal import LinearAlgebra
internal import Notebook
internal import Synchronization

extension WordEmbeddings {
  /// A training besides the report's own.
  struct FurtherTraining {
    var configuration: Word2VecConfiguration
    var texts: PreparedTexts

    /// About how long it takes, in no unit: skip-gram predicts each word of a window by itself.
    fileprivate var cost: Int {
      configuration.vectorSize * configuration.epochs * (configuration.sg ? configuration.window : 1)
        * max(1, texts.corpus.tokenCount)
    }

    /// All that it comes from; `nil` where threads race in it.
    fileprivate var sources: String? {
      (try? Word2Vec(configuration: configuration))?.sources(ofCorpus: texts.sum)?.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value)" }.joined(separator: "; ")
    }
  }

  /// What further trainings gave.
  struct FurtherResults {
    /// What parameters do; `nil` where that was not asked for.
    var grid: Results.Grid?
    /// The further seeds, and the vectors under each.
    var seeds: [Int] = []
    var vectors: [KeyedVectors] = []
  }

  /// Trains what shows the work of single parameters and of the seed, all at once so that no thread waits; what an earlier run found of
  /// the parameters is taken from it.
  func studyFurther(
    _ vectors: KeyedVectors, on texts: PreparedTexts, _ judged: [JudgedFile], _ settings: Settings, _ page: inout Page
  ) throws -> FurtherResults {
    var own = settings.training
    own.seed = UInt64(page.seed)
    let seeds =
      settings.stabilitySeeds > 0 && vectors.count > 2 ? (1...settings.stabilitySeeds).map { page.seed + $0 } : []
    let again = seeds.map { seed in
      var training = settings.training
      training.seed = UInt64(seed)
      return FurtherTraining(configuration: training, texts: texts)
    }
    guard let plan = try gridPlan(on: texts.corpus, settings, page) else {
      let trained = try train(again, stage: "training under other seeds", page)
      return FurtherResults(seeds: seeds, vectors: trained.map(\.vectors))
    }
    let whole = [FurtherTraining(configuration: own, texts: texts)] + again
    let parts = try studyParts(plan, whole, judged, settings, page)
    var (grid, others) = (TrainedGrid?.none, [KeyedVectors]?.none)
    let isWhole: (GridStudy) -> Bool = { $0.grid.trainings.count == plan.plan.variants.count }
    var study = try page.kept("study", from: parts, fits: isWhole) { [page] in
      let trained = try train(plan.trainings + again, stage: "trying parameters", page).map(\.vectors)
      others = Array(trained.dropFirst(plan.trainings.count))
      grid = TrainedGrid(plan, trained)
      return try self.study(grid!, beside: [vectors] + others!, on: texts.corpus, judged, settings, page)
    }
    if !study.proof.isEmpty { try page.attach(Data(study.proof.utf8), as: "grid.tsv") }
    // Which words are asked about is no part of the study, so that others can be without another one.
    let firsts =
      try grid?.models.map { $0[0] }
      ?? train(plan.firstTrainings, stage: "trying parameters", page).map(\.vectors)
    for (index, model) in firsts.enumerated() {
      study.grid.trainings[index].nearest = Dictionary(
        uniqueKeysWithValues: try settings.words.map { ($0, try nearest($0, model)) })
    }
    let vectors = try others ?? train(again, stage: "training under other seeds", page).map(\.vectors)
    return FurtherResults(grid: study.grid, seeds: seeds, vectors: vectors)
  }

  /// All that a study comes from; `nil` where threads race in a training.
  private func studyParts(
    _ plan: GridPlan, _ whole: [FurtherTraining], _ judged: [JudgedFile], _ settings: Settings, _ page: Page
  ) throws -> [String: String]? {
    let (tried, beside) = (plan.trainings.map(\.sources), whole.map(\.sources))
    guard tried.allSatisfy({ $0 != nil }), beside.allSatisfy({ $0 != nil }) else { return nil }
    var parts = [
      "trainings": SHA256.hex(of: tried.compactMap(\.self).joined(separator: "\n")),
      "beside": SHA256.hex(of: beside.compactMap(\.self).joined(separator: "\n")), "seed": "\(page.seed)",
    ]
    for (index, file) in judged.enumerated() {
      parts["pairs \(index)"] = "\(file.name) \(try SHA256.hex(ofFile: file.file))"
    }
    if let file = try files(settings.analogyFiles, page).first {
      parts["analogies"] = "\(file.lastPathComponent) \(try SHA256.hex(ofFile: file))"
    }
    return parts
  }

  private func nearest(_ word: String, _ vectors: KeyedVectors) throws -> String {
    guard vectors.vocabulary.position(of: word) != nil else { return "" }
    return try vectors.mostSimilar(to: word, topN: 1).first?.word ?? ""
  }

  /// Trains as many at a time as there are threads; each is what it would be alone.
  private func train(_ trainings: [FurtherTraining], stage: String, _ page: Page) throws -> [TrainedVectors] {
    guard !trainings.isEmpty else { return [] }
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
            let training = trainings[index]
            return try trained(training.configuration, on: training.texts, page) { word2vec in
              try word2vec.train(on: training.texts.corpus) { progress in
                if thread == 0 {
                  page.report(stage, fraction: (Double(place) + progress.fraction) / Double(count))
                }
                try page.checkCancellation()
              }
            }
          }
        }
      }
    }
    return try outcomes.compactMap { $0 }.map { try $0.get() }
  }
}
