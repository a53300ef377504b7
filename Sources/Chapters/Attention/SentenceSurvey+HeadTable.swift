internal import Basics
internal import Transformers

extension SentenceSurvey {
  /// A row for each head: where its attention goes on average over the sentences, and what is lost of the chosen sentence without it.
  ///
  /// Columns named as the parts of `HeadProfile`; `kinds` by the rules of Clark et al. 2019; `removal_distance` is 1 − cosine of the
  /// sentence's vector with and without the head, `removal_log_probability` the change of its tokens' mean log-probability, empty for
  /// a model without a head for words; `attention` is `encoder`, or `decoder` for a model whose tokens see only what stands before them.
  ///
  /// - Parameter target: What the decoder reads, for a model that has one beside its encoder: the heads of its look at its own text
  ///   (`decoder`), and those of its look at the sentence (`cross`), which have no neighbours. Nobody removes them.
  func headsCSV(_ ablation: HeadAblation, _ target: TargetStudy?) -> String {
    let isCausal = entries[0].tokens.isCausal
    let own = profiles.joined().map { profile in
      let effect = ablation.heads[profile.layer][profile.head]
      return Self.cells(
        profile, .number(Double(effect.distance)), .optional(effect.logProbabilityChange),
        attention: isCausal ? "decoder" : "encoder")
    }
    let decoder = (target?.own.profiles() ?? []).joined().map { Self.cells($0, "", "", attention: "decoder") }
    return CSV.text(
      columns: ["layer", "head", "kinds"] + Self.measures.map(\.name)
        + ["removal_distance", "removal_log_probability", "attention"],
      rows: own + decoder + (target?.crossRows ?? []))
  }

  /// The measures of a head, by the names of their columns.
  fileprivate static var measures: [(name: String, part: KeyPath<HeadProfile, Double>)] {
    [
      ("next", \.next), ("previous", \.previous), ("first", \.start), ("separator", \.separator),
      ("punctuation", \.punctuation), ("special", \.special), ("itself", \.itself), ("distance", \.distance),
      ("entropy", \.entropy), ("relative_entropy", \.relativeEntropy),
    ]
  }

  /// A head's row.
  private static func cells(
    _ profile: HeadProfile, _ distance: CSV.Cell, _ logProbability: CSV.Cell, attention: String
  ) -> [CSV.Cell] {
    let places: [CSV.Cell] = [
      .integer(profile.layer), .integer(profile.head),
      .text(profile.categories.map(\.rawValue).joined(separator: " ")),
    ]
    return places + measures.map { .number(profile[keyPath: $0.part]) }
      + [distance, logProbability, .text(attention)]
  }
}

extension TargetStudy {
  /// A row for each head that looks at the sentence: means over the tokens of the target. What asks for neighbours is empty.
  fileprivate var crossRows: [[CSV.Cell]] {
    tokens.profiles().joined().map { profile in
      let found: [String: Double] = [
        "first": profile.first, "separator": profile.separator, "punctuation": profile.punctuation,
        "special": profile.special, "entropy": profile.entropy, "relative_entropy": profile.relativeEntropy,
      ]
      return [.integer(profile.layer), .integer(profile.head), ""]
        + SentenceSurvey.measures.map { .optional(found[$0.name]) } + ["", "", "cross"]
    }
  }
}
