internal import Basics
internal import Embeddings

extension WordEmbeddings.Results.Grid {
  /// CBOW on all texts beside skip-gram on the sample: what the same number of predictions gives.
  struct Effort: Codable, Sendable {
    /// What one measure says.
    struct Comparison: Codable, Sendable {
      /// The measure's name.
      var name: String
      /// The score of CBOW on all texts, that of skip-gram on the sample, and how far the first is above the second.
      var cbow, skipGram, difference: Double
      /// Where 95 % of that difference lies over pairs drawn with replacement; 0 where the score is not of pairs.
      var low, high: Double
      /// Whether the difference is more than the seeds make, and the pairs.
      var isReal: Bool
    }

    /// How many million words each predicts in all epochs, as expected before the lot decides.
    var cbow, skipGram: Double
    /// The second over the first.
    var ratio: Double
    /// Whether neither is more than a third above the other.
    var isAlike: Bool
    /// How many times the predictions of CBOW skip-gram would make on the same texts.
    var times: Double
    /// What the measures say, in their order.
    var comparisons: [Comparison]
    /// The measures by which CBOW is ahead beyond chance, those by which skip-gram is, and those that cannot tell.
    var ahead, behind, undecided: [String]
    /// Whether there are analogies, and the share of them that each solves.
    var hasAnalogies: Bool
    var cbowAnalogies, skipGramAnalogies: Double
  }
}

extension WordEmbeddings {
  /// Compares CBOW and skip-gram where each predicts about as often; `nil` for a report that trains skip-gram itself, or all of whose
  /// texts are in the grid.
  func effort(
    _ grid: TrainedGrid, _ rows: [Results.Grid.Row],
    _ measures: [(measure: Results.Grid.Measure, wholeAbove: (Int) -> (low: Double, high: Double)?)],
    _ wholeAnalogies: [Double], on corpus: TokenizedCorpus, _ base: Word2VecConfiguration
  ) throws -> Results.Grid.Effort? {
    guard !base.sg, grid.plan.step > 1, !measures.isEmpty,
      let place = rows.firstIndex(where: { $0.parameter == "sg" && $0.value == 1 })
    else { return nil }
    let skipGram = grid.plan.variants[place].configuration
    let (cbow, pairs) = (try base.expectedPredictions(on: corpus), try skipGram.expectedPredictions(on: grid.sample))
    guard cbow > 0 else { return nil }
    let comparisons = measures.enumerated().map { index, scored -> Results.Grid.Effort.Comparison in
      let (measure, interval) = (scored.measure, scored.wholeAbove(place))
      let score = rows[place].scores[index].mean
      let keepsSign = !measure.isOfPairs || interval.map { $0.low > 0 || $0.high < 0 } ?? false
      return .init(
        name: measure.name, cbow: measure.wholeScore, skipGram: score, difference: measure.wholeScore - score,
        low: interval?.low ?? 0, high: interval?.high ?? 0,
        isReal: abs(measure.wholeScore - score) > measure.margin && keepsSign)
    }
    let analogies = rows[place].analogies
    return .init(
      cbow: cbow / 1e6, skipGram: pairs / 1e6, ratio: pairs / cbow, isAlike: (0.75...4 / 3.0).contains(pairs / cbow),
      times: try skipGram.expectedPredictions(on: corpus) / cbow, comparisons: comparisons,
      ahead: comparisons.filter { $0.isReal && $0.difference > 0 }.map(\.name),
      behind: comparisons.filter { $0.isReal && $0.difference < 0 }.map(\.name),
      undecided: comparisons.filter { !$0.isReal }.map(\.name), hasAnalogies: !analogies.isEmpty,
      cbowAnalogies: wholeAnalogies.mean, skipGramAnalogies: analogies.mean)
  }
}
