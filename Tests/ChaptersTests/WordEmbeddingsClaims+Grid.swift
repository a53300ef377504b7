import Basics
import Foundation

// What is said of parameters and of what they change.
extension WordEmbeddingsClaims {
  /// A score that differs from the first row's beyond the seeds and, where pairs were judged, beyond the draws of pairs: worked out
  /// anew.
  struct Real {
    var row: JSONValue
    var score: JSONValue
    var difference: Double
  }

  /// The measures of the grid.
  static func measures(_ results: JSONValue) -> [JSONValue] { elements(results[["grid", "measures"]]) }

  /// All scores that differ, by one measure or by all.
  static func real(_ results: JSONValue, by index: Int? = nil) -> [Real] {
    let rows = elements(results[["grid", "trainings"]])
    return measures(results).indices.filter { index == nil || index == $0 }.flatMap { measure -> [Real] in
      let scores = rows.map { elements($0["scores"])[measure] }
      let means = scores.map { elements($0["seeds"]).compactMap(\.double).mean }
      let isOfPairs = isTrue(measures(results)[measure]["isOfPairs"])
      return rows.indices.dropFirst().compactMap { place in
        let difference = means[place] - means[0]
        let keepsSign = (scores[place]["low"]?.double ?? 0) > 0 || (scores[place]["high"]?.double ?? 0) < 0
        guard abs(difference) > 2 * deviation(results, measure), !isOfPairs || keepsSign else { return nil }
        return Real(row: rows[place], score: scores[place], difference: difference)
      }
    }
  }

  /// The standard deviation of a measure between seeds.
  static func deviation(_ results: JSONValue, _ measure: Int) -> Double {
    let squares = elements(results[["grid", "trainings"]]).compactMap { row -> Double? in
      let seeds = elements(elements(row["scores"])[measure]["seeds"]).compactMap(\.double)
      return seeds.count == 2 ? (seeds[0] - seeds[1]) * (seeds[0] - seeds[1]) / 2 : nil
    }
    return squares.mean.squareRoot()
  }

  static let grid: [Claim] = [
    values(
      "Further models were trained on every (?:\\w+) text \\(\(n) words\\), each with one parameter changed and each under two seeds "
        + "\\(Table\\(grid\\)\\)\\.", ["grid", "tokens"]),
    claim(
      "Further models were trained on the same texts, each with one parameter changed and each under two seeds \\(Table\\(grid\\)\\)\\.",
      "grid.step"
    ) {
      $1[["grid", "step"]] == .integer(1)
    },
    .defines(
      "The seed decides where the vectors start and which words are drawn, nothing that has to do with language: whatever changes with it "
        + "is noise, and a parameter has an effect only if it changes more than that\\."),
    values(
      "Another seed alone keeps \(n) of the (?:ten |[0-9]+ )?nearest words? of a frequent word\\.",
      ["grid", "shareOfSeeds"]),
    claim(
      "There is no file of at least ten judged pairs or analogies that these models could be scored by\\.",
      "grid.measures"
    ) {
      measures($1).isEmpty
    },
    claim(
      "A difference from the report's own setting counts only if it is more than twice the standard deviation between two seeds(, and "
        + "only if 95[\\x{A0} ]% of 2,000 draws of the pairs, with replacement, keep its sign)?\\.", "grid.hasIntervals"
    ) { $0[0].isEmpty != isTrue($1[["grid", "hasIntervals"]]) },
    .defines("Figure\\(grid\\) shows the scores\\."),
    claim(
      "By (.+), the score is (?:Spearman's correlation with the judged similarity of|the share of) \(n) (?:pairs|analogies)(?: solved)?, "
        + "its standard deviation between seeds \(n)\\.", "grid.measures"
    ) { groups, results in
      guard let place = measures(results).firstIndex(where: { text($0["name"]) == groups[0] }) else { return false }
      // Seeds are kept to four decimals.
      return agrees(groups[1], measures(results)[place]["questions"]?.double)
        && abs(number(in: groups[2])! - deviation(results, place)) < 0.000_6
    },
    claim(
      "With (\\w+ [0-9]+) the score is \(n), \(n) (more|less) than the report's own setting(?: \\(95[\\x{A0} ]% interval over the pairs: \(n) to \(n)\\))?\\.",
      "grid.trainings"
    ) { groups, results in
      real(results).contains { real in
        text(real.row["change"]) == groups[0] && agrees(groups[1], real.score["mean"]?.double)
          && abs(number(in: groups[2])! - abs(real.difference)) < 0.000_7
          && (real.difference > 0) == (groups[3] == "more")
          && (groups[4].isEmpty
            || agrees(groups[4], real.score["low"]?.double) && agrees(groups[5], real.score["high"]?.double))
      }
    },
    claim("No change differs from the report's own setting by that rule\\.", "grid.trainings") { _, results in
      measures(results).indices.contains { real(results, by: $0).isEmpty }
    },
    claim("No other change differs from it by that rule\\.", "grid.trainings") { _, results in
      measures(results).indices.contains {
        (1..<(elements(results[["grid", "trainings"]]).count - 1)).contains(real(results, by: $0).count)
      }
    },
    .defines(
      "Models that differ in one parameter: the score under each of two seeds, the share of analogies solved, the share of near words "
        + "kept from the unchanged model under another seed, and the nearest word of each chosen word\\."),
    claim(
      "(?:Spearman's correlation with judged pairs|(The share of analogies solved)) where one parameter is changed\\.",
      "grid.hasIntervals"
    ) { $0[0].isEmpty == isTrue($1[["grid", "hasIntervals"]]) },
    .defines("Each dot is one of two seeds\\."),
    .defines(
      "Means that are not clearly beyond the dashed lines may differ from the report's own setting by the seed alone; squares mark what (?:seeds "
        + "and pairs|the "
        + "seeds) cannot explain\\."),
    claim(".+: as it stands .+\\.", "grid.trainings") { _, results in !measures(results).isEmpty },
    .defines(
      "Skip-gram predicts every word of a window by itself, CBOW one word from the whole window\\."),
    values(
      "On the sample skip-gram therefore makes about \(n) million predictions, CBOW on all texts about \(n) million; skip-gram on all "
        + "texts would make \(n) times as many as that\\.", ["grid", "effort", "skipGram"], ["grid", "effort", "cbow"],
      ["grid", "effort", "times"]),
    .defines("Table\\(effort\\) scores the two\\."),
    .defines("CBOW on all texts beside skip-gram on the sample, on the same questions\\."),
  ]
}

extension Collection<Double> {
  /// The mean, 0 of nothing.
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
