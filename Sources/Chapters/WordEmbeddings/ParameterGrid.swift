internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings.Results {
  /// What single parameters do, and what the seed alone does.
  struct Grid: Codable, Sendable {
    /// What the trainings are scored by.
    struct Measure: Codable, Sendable {
      /// Its name: `SimLex-999`, or of a file without one the file's.
      var name: String
      /// Whether the score is Spearman's correlation with judged pairs; else it is the share of analogies solved.
      var isOfPairs: Bool
      /// What the file says of itself in its first comment; empty where it says nothing.
      var source: String
      /// How many pairs or analogies it rests on.
      var questions: Int
      /// The standard deviation of the score between seeds, pooled over all rows.
      var seedDeviation: Double
      /// Twice that: means of two seeds that differ by less may owe it to the seed.
      var margin: Double
      /// The score of the report's own values here, and that of the report's vectors, trained on all texts, on the same questions.
      var score, wholeScore: Double
    }

    /// A score of trainings that have all parameters in common, under two seeds.
    struct Score: Codable, Sendable {
      /// Under each seed.
      var seeds: [Double]
      /// Their mean.
      var mean: Double
      /// How far that is above the score of the report's own values.
      var difference: Double
      /// Where 95 % of that difference lies over pairs drawn with replacement; 0 where the score is not of pairs.
      var low, high: Double
      /// Whether the difference is more than the seeds make, and the pairs.
      var isReal: Bool
    }

    /// Trainings that differ from the report's own in one parameter.
    struct Row: Codable, Sendable {
      /// The parameter and its value: `window 5`; `as it stands` for the report's own.
      var change: String
      /// The parameter by gensim's name; empty for the report's own values.
      var parameter: String
      /// Its value.
      var value: Int
      /// The scores, in the order of the measures.
      var scores: [Score]
      /// The share of analogies solved under each seed; none without a file.
      var analogies: [Double]
      /// The share of neighbours that a frequent word has in common with the report's own values under another seed.
      var share: Double
      /// The nearest word of each chosen word, under the first seed; empty where it has no vector.
      var nearest: [String: String]
    }

    /// What one parameter does to the scores.
    struct Effect: Codable, Sendable {
      /// The parameter by gensim's name.
      var parameter: String
      /// The values that were tried, the report's own among them.
      var values: [Int]
      /// The values that by some measure score higher than the report's own beyond chance, and by none lower; and the reverse.
      var better, worse: [Int]
      /// The values that do either by different measures, and those that do neither by any.
      var mixed, undecided: [Int]
      /// The measures by which any of the better values is better, and any of the worse ones worse.
      var betterBy, worseBy: [String]
      /// The least difference beyond chance among these.
      var betterLeast, worseLeast: Double
      /// The greatest difference beyond chance of all: the measure, the value, both scores and where 95 % lie; empty and 0 without.
      var measure: String
      var value: Int
      var score, ownScore, difference, low, high: Double
      /// Whether any value differs from the report's own beyond chance.
      var isDecided: Bool
      /// Whether any value is better than the report's own beyond chance.
      var isOwnBehind: Bool
    }

    /// Every so many rows were trained on.
    var step: Int
    /// The texts and the tokens that were trained on.
    var rows, tokens: Int
    /// How many times as much text all texts are.
    var timesText: Double
    /// What the trainings are scored by; none where there is nothing.
    var measures: [Measure]
    /// Whether differences have an interval over the pairs.
    var hasIntervals: Bool
    /// Whether the report's vectors, trained on all texts, score higher by every measure, and by more than the seeds make.
    var isTextAhead: Bool
    /// Whether they score higher than every model of the sample by every measure.
    var isTextMost: Bool
    /// How many neighbours of a word are compared.
    var compared: Int
    /// The share of them that another seed keeps.
    var shareOfSeeds: Double
    /// The report's own values first.
    var trainings: [Row]
    /// What each parameter does.
    var vectorSize, window, sg, negative, epochs: Effect
    /// CBOW on all texts beside skip-gram on the sample.
    var effort: Effort?
  }
}

extension WordEmbeddings.Results.Grid.Effect {
  /// What the rows with one parameter changed say.
  init(
    _ parameter: String, own value: Int, _ rows: [WordEmbeddings.Results.Grid.Row],
    _ measures: [WordEmbeddings.Results.Grid.Measure]
  ) {
    let changed = rows.filter { $0.parameter == parameter }
    func signs(_ row: WordEmbeddings.Results.Grid.Row) -> (up: Bool, down: Bool) {
      let real = row.scores.filter(\.isReal)
      return (real.contains { $0.difference > 0 }, real.contains { $0.difference < 0 })
    }
    let better = changed.filter { signs($0) == (true, false) }
    let worse = changed.filter { signs($0) == (false, true) }
    func real(_ rows: [WordEmbeddings.Results.Grid.Row]) -> [(measure: String, difference: Double)] {
      measures.indices.flatMap { index in
        rows.map { $0.scores[index] }.filter(\.isReal).map { (measures[index].name, abs($0.difference)) }
      }
    }
    func names(_ rows: [WordEmbeddings.Results.Grid.Row]) -> [String] {
      let found = Set(real(rows).map(\.measure))
      return measures.map(\.name).filter(found.contains)
    }
    let all = changed.flatMap { row in
      measures.indices.map { (row: row, measure: measures[$0], score: row.scores[$0]) }
    }.filter(\.score.isReal)
    let greatest = all.enumerated().max {
      (abs($0.element.score.difference), $1.offset) < (abs($1.element.score.difference), $0.offset)
    }?.element
    self.init(
      parameter: parameter, values: ([value] + changed.map(\.value)).sorted(), better: better.map(\.value),
      worse: worse.map(\.value), mixed: changed.filter { signs($0) == (true, true) }.map(\.value),
      undecided: changed.filter { signs($0) == (false, false) }.map(\.value), betterBy: names(better),
      worseBy: names(worse), betterLeast: real(better).map(\.difference).min() ?? 0,
      worseLeast: real(worse).map(\.difference).min() ?? 0, measure: greatest?.measure.name ?? "",
      value: greatest?.row.value ?? 0, score: greatest?.score.mean ?? 0, ownScore: greatest?.measure.score ?? 0,
      difference: greatest?.score.difference ?? 0, low: greatest?.score.low ?? 0, high: greatest?.score.high ?? 0,
      isDecided: !all.isEmpty, isOwnBehind: !better.isEmpty)
  }
}
