internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// Scores of one measure, for all variants of the grid and for the report's own vectors.
  private struct Scored {
    var measure: Results.Grid.Measure
    /// For each variant.
    var scores: [Results.Grid.Score]
    /// The report's vectors beside each variant, by their place; `nil` where the score is not of pairs.
    var wholeAbove: (Int) -> (low: Double, high: Double)?
  }

  /// Fewer words have no neighbours worth comparing.
  private static let fewestGridWords = 2
  private static let fewestQuestions = 10
  /// Of how many frequent words the neighbours are compared.
  private static let gridWords = 1_000

  /// What to train with each of a few parameters changed, under two seeds each.
  ///
  /// - Returns: `nil` where that is not asked for, or where there is too little text.
  func gridPlan(on corpus: TokenizedCorpus, _ settings: Settings, _ page: Page) throws -> GridPlan? {
    guard settings.grid != .none, page.includes("grid") else { return nil }
    let plan = TrainingPlan(base: settings.training, isSmall: settings.grid == .small, tokens: corpus.tokenCount)
    let sample = corpus.everyRow(plan.step)
    guard sample.counts.count(where: { $0 >= settings.training.minCount }) > Self.fewestGridWords else { return nil }
    return GridPlan(
      plan: plan, sample: try PreparedTexts(sample, minCount: settings.training.minCount),
      seeds: [UInt64(page.seed), UInt64(page.seed) + 1])
  }

  /// Scores what single parameters do.
  ///
  /// Which words are nearest to the chosen ones is left open.
  ///
  /// - Parameters:
  ///   - grid: What was trained.
  ///   - whole: The report's own vectors, trained on all texts, and those under further seeds.
  func study(
    _ grid: TrainedGrid, beside whole: [KeyedVectors], on corpus: TokenizedCorpus, _ judged: [JudgedFile],
    _ settings: Settings, _ page: Page
  ) throws -> GridStudy {
    let models = grid.models
    // All have the same words, since all that could change them is the same.
    let known = try whole.map { try $0.restricted(to: models[0][0].words) }
    let analogies = try files(settings.analogyFiles, page).first
    let solved = try models.map {
      try $0.map { model in try analogies.map { try model.evaluate(analogies: $0).total } }
    }
    var scored: [Scored] = []
    var proof = Self.proofHeader
    for file in judged {
      if let found = try score(models, known, by: file, grid.plan, &proof, page) { scored.append(found) }
    }
    let isProven = !scored.isEmpty
    let asked = solved[0][0].map { $0.correct + $0.incorrect } ?? 0
    let answers = asked >= Self.fewestQuestions ? solved.map { $0.compactMap { $0?.accuracy } } : models.map { _ in [] }
    let wholeAnswers =
      asked >= Self.fewestQuestions
      ? try known.map { model in try analogies.map { try model.evaluate(analogies: $0).total.accuracy } ?? 0 } : []
    if scored.isEmpty, let analogies, asked >= Self.fewestQuestions {
      scored = [
        Self.scored(
          .init(
            name: analogies.lastPathComponent, isOfPairs: false, source: "", questions: asked, seedDeviation: 0,
            margin: 0, score: 0, wholeScore: wholeAnswers.mean), answers, intervals: { _ in nil }, whole: { _ in nil })
      ]
    }
    let words = Array(models[0][0].words.prefix(Self.gridWords))
    let rows = try models.indices.map { index -> Results.Grid.Row in
      let (variant, own, base) = (grid.plan.variants[index], models[index], models[0])
      // Across seeds, so that a change is compared with what the seed does by itself.
      let shares =
        try index == 0
        ? base[0].sharedNeighbors(with: base[1], among: words, threads: page.threads)
        : base[0].sharedNeighbors(with: own[1], among: words, threads: page.threads)
          + base[1].sharedNeighbors(with: own[0], among: words, threads: page.threads)
      return .init(
        change: variant.parameter.isEmpty ? "as it stands" : "\(variant.parameter) \(variant.value)",
        parameter: variant.parameter, value: variant.value, scores: scored.map { $0.scores[index] },
        analogies: answers[index], share: shares.mean, nearest: [:])
    }
    let measures = scored.map(\.measure)
    func effect(_ name: String, _ own: Int) -> Results.Grid.Effect { .init(name, own: own, rows, measures) }
    let base = settings.training
    let found = Results.Grid(
      step: grid.plan.step, rows: grid.sample.rowCount, tokens: grid.sample.tokenCount,
      timesText: Double(corpus.tokenCount) / Double(max(1, grid.sample.tokenCount)), measures: measures,
      hasIntervals: measures.first?.isOfPairs ?? false,
      isTextAhead: grid.plan.step > 1 && !measures.isEmpty
        && measures.allSatisfy { $0.wholeScore - $0.score > $0.margin },
      isTextMost: grid.plan.step > 1 && !measures.isEmpty
        && measures.indices.allSatisfy { index in
          rows.allSatisfy { $0.scores[index].mean < measures[index].wholeScore }
        },
      compared: min(10, words.count - 1), shareOfSeeds: rows[0].share, trainings: rows,
      vectorSize: effect("vector_size", base.vectorSize), window: effect("window", base.window),
      sg: effect("sg", base.sg ? 1 : 0), negative: effect("negative", base.negative),
      epochs: effect("epochs", base.epochs),
      effort: try effort(grid, rows, scored.map { ($0.measure, $0.wholeAbove) }, wholeAnswers, on: corpus, base))
    return GridStudy(grid: found, proof: isProven ? proof : "")
  }

  /// The scores by a file of pairs; `nil` where too few have vectors, since a correlation of a handful would rank nothing.
  private func score(
    _ models: [[KeyedVectors]], _ whole: [KeyedVectors], by file: JudgedFile, _ plan: TrainingPlan,
    _ proof: inout String, _ page: Page
  ) throws -> Scored? {
    let found = try models.map { try $0.map { try $0.evaluate(wordPairs: file.file) } }
    let ofWhole = try whole.map { try $0.evaluate(wordPairs: file.file) }
    let isEnough = (found.joined() + ofWhole).allSatisfy { $0.pairs >= Self.fewestQuestions && $0.spearman.isFinite }
    guard isEnough else { return nil }
    let changes = plan.variants.map { $0.parameter.isEmpty ? "as it stands" : "\($0.parameter) \($0.value)" }
    proof += Self.proof(file.name, changes + ["all texts"], found + [ofWhole])
    let draws = found.map { PairBootstrap($0, seed: UInt64(page.seed)) }
    let drawsOfWhole = PairBootstrap(ofWhole, seed: UInt64(page.seed))
    return Self.scored(
      .init(
        name: file.name, isOfPairs: true, source: Results.WordPairs(file, found[0][0]).source ?? "",
        questions: found[0][0].pairs, seedDeviation: 0, margin: 0, score: 0, wholeScore: ofWhole.map(\.spearman).mean),
      found.map { $0.map(\.spearman) }, intervals: { draws[$0].interval(above: draws[0]) },
      whole: { drawsOfWhole.interval(above: draws[$0]) })
  }

  /// Works out which differences are more than the seeds make, and the pairs.
  private static func scored(
    _ measure: Results.Grid.Measure, _ seeds: [[Double]], intervals: (Int) -> (low: Double, high: Double)?,
    whole: @escaping (Int) -> (low: Double, high: Double)?
  ) -> Scored {
    var measure = measure
    // Of two values the variance is half of the square of their difference.
    let variance = seeds.map { ($0[0] - $0[1]) * ($0[0] - $0[1]) / 2 }.mean
    (measure.seedDeviation, measure.margin) = (variance.squareRoot(), 2 * variance.squareRoot())
    measure.score = seeds[0].mean
    let scores = seeds.indices.map { index -> Results.Grid.Score in
      let difference = seeds[index].mean - measure.score
      let interval = index > 0 ? intervals(index) : nil
      let keepsSign = !measure.isOfPairs || interval.map { $0.low > 0 || $0.high < 0 } ?? false
      return .init(
        seeds: seeds[index].map { ($0 * 1e4).rounded() / 1e4 }, mean: seeds[index].mean, difference: difference,
        low: interval?.low ?? 0, high: interval?.high ?? 0,
        isReal: index > 0 && abs(difference) > measure.margin && keepsSign)
    }
    return Scored(measure: measure, scores: scores, wholeAbove: whole)
  }
}
