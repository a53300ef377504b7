internal import Basics
internal import Transformers

extension SentenceSurvey {
  /// A row for each head: where its attention goes on average over the sentences, and what is lost of the chosen sentence without it.
  ///
  /// Columns named as the parts of `HeadProfile`; `kinds` by the rules of Clark et al. 2019; `removal_distance` is 1 − cosine of the
  /// sentence's vector with and without the head, `removal_log_probability` the change of its tokens' mean log-probability, empty for
  /// a model without a head for words.
  func headsCSV(_ ablation: HeadAblation) -> String {
    let measures: [(String, KeyPath<HeadProfile, Double>)] = [
      ("next", \.next), ("previous", \.previous), ("first", \.start), ("separator", \.separator),
      ("punctuation", \.punctuation), ("special", \.special), ("itself", \.itself), ("distance", \.distance),
      ("entropy", \.entropy), ("relative_entropy", \.relativeEntropy),
    ]
    return CSV.text(
      columns: ["layer", "head", "kinds"] + measures.map(\.0) + ["removal_distance", "removal_log_probability"],
      rows: profiles.joined().map { profile in
        let effect = ablation.heads[profile.layer][profile.head]
        let places: [CSV.Cell] = [
          .integer(profile.layer), .integer(profile.head),
          .text(profile.categories.map(\.rawValue).joined(separator: " ")),
        ]
        return places + measures.map { .number(profile[keyPath: $0.1]) }
          + [.number(Double(effect.distance)), .optional(effect.logProbabilityChange)]
      })
  }
}
