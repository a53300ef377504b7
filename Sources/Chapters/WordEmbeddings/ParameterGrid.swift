internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings.Results {
  /// What single parameters do, and what the seed alone does.
  struct Grid: Encodable, Sendable {
    /// Trainings that have one parameter in common, under two seeds each.
    struct Row: Encodable, Sendable {
      /// The parameter and its value: `window 5`; `as it stands` for the report's own.
      var change: String
      /// The parameter by gensim's name; empty for the report's own values.
      var parameter: String
      /// Its value.
      var value: Int
      /// The score under each seed; none without files to score by.
      var scores: [Double]
      /// Their mean; 0 without.
      var score: Double
      /// How far that is above the score of the report's own values.
      var difference: Double
      /// Where 95 % of that difference lies over pairs drawn with replacement; 0 where the score is not of pairs.
      var low, high: Double
      /// Whether the difference is more than the seeds make, and the pairs.
      var isReal: Bool
      /// The share of analogies solved under each seed; none without a file.
      var analogies: [Double]
      /// The share of neighbours that a frequent word has in common with the report's own values under another seed.
      var share: Double
      /// The nearest word of each chosen word, under the first seed; empty where it has no vector.
      var nearest: [String: String]
    }

    /// What one parameter does to the score.
    struct Effect: Encodable, Sendable {
      /// The parameter by gensim's name.
      var parameter: String
      /// The values that were tried, the report's own among them.
      var values: [Int]
      /// The value with the highest score, or with the highest of those that are better beyond chance, and the one with the lowest.
      var best, worst: Int
      /// Their scores, and that of the report's own value.
      var bestScore, worstScore, ownScore: Double
      /// How far the highest and the lowest are apart.
      var spread: Double
      /// How far the best and the worst are from the report's own value, and where 95 % of that lies over the pairs.
      var bestDifference, bestLow, bestHigh, worstDifference, worstLow, worstHigh: Double
      /// The values that score higher than the report's own beyond chance, those that score lower, and those of which it cannot be told.
      var better, worse, undecided: [Int]
      /// Whether any value differs from the report's own beyond chance.
      var isDecided: Bool
      /// Whether the best value is better than the report's own beyond chance.
      var isOwnBehind: Bool
    }

    /// Every so many rows were trained on.
    var step: Int
    /// The texts and the tokens that were trained on.
    var rows, tokens: Int
    /// What the score is: `Spearman`, `analogies`, or empty where there is nothing to score by.
    var score: String
    /// What the file of pairs says of itself in its first comment; empty where it says nothing or is none.
    var source: String
    /// The score of the report's own vectors, trained on all texts.
    var wholeScore: Double
    /// How much higher that is than the score of the same parameters here.
    var gainOfText: Double
    /// How many times as much text all texts are.
    var timesText: Double
    /// Whether that is more than any parameter makes, and more than the seeds make.
    var isTextMost: Bool
    /// How many pairs or analogies it rests on.
    var questions: Int
    /// The standard deviation of the score between seeds, pooled over all rows.
    var seedDeviation: Double
    /// Twice that: means of two seeds that differ by less may owe it to the seed.
    var margin: Double
    /// Whether differences have an interval over the pairs.
    var hasIntervals: Bool
    /// How many neighbours of a word are compared.
    var compared: Int
    /// The share of them that another seed keeps.
    var shareOfSeeds: Double
    /// The report's own values first.
    var trainings: [Row]
    /// What each parameter does.
    var vectorSize, window, sg: Effect
  }
}

extension WordEmbeddings {
  /// Trains with each of a few parameters changed, under two seeds each, and scores what comes of it.
  ///
  /// - Returns: `nil` where that is not asked for, or where there is too little text.
  func studyParameters(
    _ vectors: KeyedVectors, on corpus: TokenizedCorpus, _ settings: Settings, _ page: inout Page
  ) throws -> Results.Grid? {
    guard settings.grid != .none, page.includes("grid") else { return nil }
    let plan = TrainingPlan(base: settings.training, isSmall: settings.grid == .small, tokens: corpus.tokenCount)
    let sample = corpus.everyRow(plan.step)
    guard sample.counts.count(where: { $0 >= settings.training.minCount }) > Self.fewestGridWords else { return nil }
    let seeds = [UInt64(page.seed), UInt64(page.seed) + 1]
    let configurations = plan.variants.flatMap { variant in
      seeds.map { seed in
        var configuration = variant.configuration
        configuration.seed = seed
        return configuration
      }
    }
    let trained = try trainFurther(configurations, on: sample, stage: "trying parameters", page).map(\.vectors)
    let models = stride(from: 0, to: trained.count, by: 2).map { [trained[$0], trained[$0 + 1]] }
    let pairs = try files(settings.pairs, page).first
    let analogies = try files(settings.analogyFiles, page).first
    let words = Array(trained[0].words.prefix(Self.gridWords))
    let spearman = try models.map { try $0.map { model in try pairs.map { try model.evaluate(wordPairs: $0) } } }
    let solved = try models.map {
      try $0.map { model in try analogies.map { try model.evaluate(analogies: $0).total } }
    }
    // A correlation of a handful of pairs, or a share of a handful of analogies, would rank nothing.
    let hasPairs = spearman.joined().allSatisfy {
      $0.map { $0.pairs >= Self.fewestQuestions && $0.spearman.isFinite } ?? false
    }
    let asked = solved.first?.first.flatMap { $0 }.map { $0.correct + $0.incorrect } ?? 0
    let hasAnalogies = asked >= Self.fewestQuestions
    let draws = hasPairs ? spearman.map { PairBootstrap($0.compactMap { $0 }, seed: UInt64(page.seed)) } : []
    let names = plan.variants.map { $0.parameter.isEmpty ? "as it stands" : "\($0.parameter) \($0.value)" }
    if hasPairs {
      try page.attach(Data(Self.proof(of: names.map { ($0, seeds) }, spearman).utf8), as: "grid.tsv")
    }
    let rows = try plan.variants.indices.map { index -> Results.Grid.Row in
      let (variant, own, base) = (plan.variants[index], models[index], models[0])
      // Across seeds, so that a change is compared with what the seed does by itself.
      let shares =
        try index == 0
        ? base[0].sharedNeighbors(with: base[1], among: words, threads: page.threads)
        : base[0].sharedNeighbors(with: own[1], among: words, threads: page.threads)
          + base[1].sharedNeighbors(with: own[0], among: words, threads: page.threads)
      let answers = hasAnalogies ? solved[index].compactMap { $0?.accuracy } : []
      let scores = hasPairs ? spearman[index].compactMap { $0?.spearman } : answers
      let interval = hasPairs && index > 0 ? draws[index].interval(above: draws[0]) : nil
      return .init(
        change: names[index],
        parameter: variant.parameter, value: variant.value, scores: scores.map { ($0 * 1e4).rounded() / 1e4 },
        score: scores.mean, difference: 0, low: interval?.low ?? 0, high: interval?.high ?? 0, isReal: false,
        analogies: answers, share: shares.mean,
        nearest: Dictionary(uniqueKeysWithValues: try settings.words.map { ($0, try nearest($0, own[0])) }))
    }
    let whole =
      try hasPairs
      ? pairs.map { try vectors.evaluate(wordPairs: $0).spearman }
      : hasAnalogies ? analogies.map { try vectors.evaluate(analogies: $0).total.accuracy } : nil
    return Results.Grid(
      rows, settings.training, step: plan.step, sample, score: hasPairs ? "Spearman" : hasAnalogies ? "analogies" : "",
      whole: whole.flatMap { $0.isFinite ? $0 : nil } ?? 0,
      questions: hasPairs ? spearman[0][0]?.pairs ?? 0 : hasAnalogies ? asked : 0, compared: min(10, words.count - 1),
      allTokens: corpus.tokenCount,
      source: hasPairs
        ? try pairs.flatMap { Results.WordPairs($0, try vectors.evaluate(wordPairs: $0)).source } ?? "" : "")
  }

  /// Fewer words have no neighbours worth comparing.
  private static let fewestGridWords = 2
  private static let fewestQuestions = 10
  /// Of how many frequent words the neighbours are compared.
  private static let gridWords = 1_000

  private func nearest(_ word: String, _ vectors: KeyedVectors) throws -> String {
    guard vectors.vocabulary.position(of: word) != nil else { return "" }
    return try vectors.mostSimilar(to: word, topN: 1).first?.word ?? ""
  }
}

extension WordEmbeddings.Results.Grid {
  init(
    _ rows: [Row], _ base: Word2VecConfiguration, step: Int, _ sample: TokenizedCorpus, score: String, whole: Double,
    questions: Int, compared: Int, allTokens: Int, source: String
  ) {
    let pairs = rows.filter { $0.scores.count == 2 }
    // Of two values the variance is half of the square of their difference.
    let variance = pairs.map { ($0.scores[0] - $0.scores[1]) * ($0.scores[0] - $0.scores[1]) / 2 }.mean
    let deviation = variance.squareRoot()
    let own = rows[0].score
    let rows = rows.enumerated().map { index, row in
      var row = row
      row.difference = row.score - own
      let isBeyondPairs = score != "Spearman" || row.low > 0 || row.high < 0
      row.isReal = index > 0 && abs(row.difference) > 2 * deviation && isBeyondPairs
      return row
    }
    func effect(_ name: String, own value: Int) -> Effect {
      let changed = rows.filter { $0.parameter == name }
      let tried = ([(value, rows[0])] + changed.map { ($0.value, $0) }).sorted { $0.0 < $1.0 }
      let isBetter = tried.contains { $0.1.isReal && $0.1.difference > 0 }
      let best = tried.filter { !isBetter || $0.1.isReal && $0.1.difference > 0 }
        .max { ($0.1.score, $1.0) < ($1.1.score, $0.0) }!
      let worst = tried.min { ($0.1.score, $0.0) < ($1.1.score, $1.0) }!
      return Effect(
        parameter: name, values: tried.map(\.0), best: best.0, worst: worst.0, bestScore: best.1.score,
        worstScore: worst.1.score, ownScore: rows[0].score, spread: tried.map(\.1.score).max()! - worst.1.score,
        bestDifference: best.1.difference, bestLow: best.1.low, bestHigh: best.1.high,
        worstDifference: worst.1.difference, worstLow: worst.1.low, worstHigh: worst.1.high,
        better: changed.filter { $0.isReal && $0.difference > 0 }.map(\.value),
        worse: changed.filter { $0.isReal && $0.difference < 0 }.map(\.value),
        undecided: changed.filter { !$0.isReal }.map(\.value), isDecided: changed.contains(where: \.isReal),
        isOwnBehind: isBetter)
    }
    let effects = [
      effect("vector_size", own: base.vectorSize), effect("window", own: base.window),
      effect("sg", own: base.sg ? 1 : 0),
    ]
    let gain = whole - rows[0].score
    self.init(
      step: step, rows: sample.rowCount, tokens: sample.tokenCount, score: score, source: source, wholeScore: whole,
      gainOfText: gain,
      timesText: Double(allTokens) / Double(max(1, sample.tokenCount)),
      isTextMost: step > 1 && gain > 2 * deviation && effects.allSatisfy { gain > $0.spread }, questions: questions,
      seedDeviation: deviation, margin: 2 * deviation, hasIntervals: score == "Spearman", compared: compared,
      shareOfSeeds: rows[0].share, trainings: rows, vectorSize: effects[0], window: effects[1], sg: effects[2])
  }
}
