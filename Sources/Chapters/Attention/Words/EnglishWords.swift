/// Words of English that belong to closed classes.
enum EnglishWords {
  /// Pronouns that stand for something named elsewhere.
  static let personal: Set<String> = [
    "it", "he", "she", "they", "him", "them", "itself", "himself", "herself", "themselves",
  ]

  /// Words that may stand for others, or point at the noun behind them.
  static let demonstrative: Set<String> = ["this", "that", "these", "those"]

  /// Words that hold a sentence together and name nothing: articles, pronouns, prepositions, conjunctions, auxiliaries, particles.
  static let function: Set<String> = Set(
    """
    a an the and or but nor so yet for if because although though while when whenever where wherever than whether as that which
    who whom whose what why how of in on at by to from with without into onto over under about after before between through during
    against among across behind beyond near since until upon within is am are was were be been being have has had do does did will
    would can could shall should may might must not no i you he she it we they me him her us them my your his its our their this
    these those there here both either neither each every some any all
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  ).union(personal).union(demonstrative)

  /// Whether a word is in a set, however it is capitalised.
  static func contains(_ set: Set<String>, _ word: String) -> Bool { set.contains(word.lowercased()) }

  /// A word without the number that tells it from others of its kind.
  static func plain(_ name: String) -> String {
    name.last == ")" ? name.firstRange(of: " (").map { String(name[..<$0.lowerBound]) } ?? name : name
  }
}
