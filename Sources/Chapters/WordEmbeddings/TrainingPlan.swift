internal import Embeddings

extension WordEmbeddings {
  /// What is trained to see what single parameters do.
  struct TrainingPlan {
    /// A training that differs from the report's own in one parameter.
    struct Variant {
      /// The parameter by gensim's name; empty for the report's own values.
      var parameter: String
      /// Its value.
      var value: Int
      /// All parameters.
      var configuration: Word2VecConfiguration
    }

    /// The report's own values, then one parameter changed at a time.
    let variants: [Variant]
    /// Every so many rows of the corpus are trained on.
    let step: Int

    /// No more tokens than these are trained on by the small plan, which then takes a few seconds: about a tenth of the film
    /// reviews.
    private static let mostTokens = 500_000

    /// - Parameters:
    ///   - base: The report's own parameters.
    ///   - isSmall: Few values on as many rows as take a few seconds, instead of many on all of them.
    init(base: Word2VecConfiguration, isSmall: Bool, tokens: Int) {
      var variants = [Variant(parameter: "", value: 0, configuration: base)]
      func add(_ name: String, _ values: [Int], _ change: (inout Word2VecConfiguration, Int) -> Void) {
        for value in values {
          var configuration = base
          change(&configuration, value)
          guard configuration != base else { continue }
          variants.append(Variant(parameter: name, value: value, configuration: configuration))
        }
      }
      add("vector_size", isSmall ? [50, 100, 200] : [25, 50, 100, 200]) { $0.vectorSize = $1 }
      add("window", isSmall ? [3, 5, 10] : [2, 5, 10, 20]) { $0.window = $1 }
      add("sg", [0, 1]) { $0.sg = $1 == 1 }
      if !base.hs { add("negative", isSmall ? [5, 10] : [5, 10, 15]) { $0.negative = $1 } }
      add("epochs", isSmall ? [5, 10] : [5, 10, 20]) { $0.epochs = $1 }
      self.variants = variants
      step = isSmall ? max(1, (tokens + Self.mostTokens - 1) / Self.mostTokens) : 1
    }
  }

  /// A plan with the texts that it is for.
  struct GridPlan {
    let plan: TrainingPlan
    let sample: PreparedTexts
    let seeds: [UInt64]

    /// Each variant under each seed.
    var trainings: [FurtherTraining] { trainings(under: seeds) }

    /// Each variant under the first seed.
    var firstTrainings: [FurtherTraining] { trainings(under: seeds.prefix(1)) }

    private func trainings(under seeds: some Sequence<UInt64>) -> [FurtherTraining] {
      plan.variants.flatMap { variant in
        seeds.map { seed in
          var configuration = variant.configuration
          configuration.seed = seed
          return FurtherTraining(configuration: configuration, texts: sample)
        }
      }
    }
  }

  /// What has come of a plan.
  struct TrainedGrid {
    let plan: TrainingPlan
    let sample: TokenizedCorpus
    /// For each variant the vectors under each seed.
    let models: [[KeyedVectors]]

    init(_ grid: GridPlan, _ trained: [KeyedVectors]) {
      (plan, sample) = (grid.plan, grid.sample.corpus)
      let count = grid.seeds.count
      models = grid.plan.variants.indices.map { Array(trained[$0 * count..<($0 + 1) * count]) }
    }
  }
}
