extension CaptionVocabulary {
  /// Common English words.
  public static let english = CaptionVocabulary(
    isClosed: false, things: englishThings.map(\.term), others: englishSynonyms.map(\.term),
    kinds: Dictionary(
      uniqueKeysWithValues: (englishThings + englishSynonyms).map { ($0.term.singular, $0.kind) }),
    animate: Set(englishThings.filter { [.animal, .person].contains($0.kind) }.map(\.term.singular)),
    colors: WordTables.colors,
    sizes: [
      (["big", "large"], "small"), (["small", "little"], "big"), (["huge"], "tiny"), (["tiny"], "huge"),
      (["tall"], "short"), (["short"], "tall"),
    ],
    states: WordTables.states.keys.sorted().map { Term($0) },
    numbers: WordTables.numbers.enumerated().map { ($1, $0 + 1) },
    places: [
      "to the left of", "to the right of", "on the left of", "on the right of", "left of", "right of", "above", "below",
    ],
    relations: [
      "in front of", "behind", "on top of", "under", "over", "beneath", "inside", "outside", "on", "in", "next to",
      "near",
      "beside",
    ],
    openings: ["a photo of", "an image of", "a picture of"])

  private static let englishThings = EnglishThings.byKind.flatMap { kind, nouns in
    nouns.components.map { noun in (term: Self.noun(noun), kind: kind) }
  }

  private static let englishSynonyms = EnglishThings.synonyms.flatMap { group in
    let kind = englishThings.first { $0.term.singular == group[0] }?.kind ?? .household
    return group.dropFirst().map { (term: noun($0), kind: kind) }
  }

  private static func noun(_ noun: String) -> Term {
    let words = noun.split(separator: " ").map(String.init)
    return Term(noun, plural: (words.dropLast() + [EnglishNoun.plural(of: words.last ?? "")]).joined(separator: " "))
  }
}

/// A side on which one thing is of another.
enum Place: Equatable {
  case left, right, above, below

  /// The place that words say; nil for words that say none.
  init?(_ phrase: String) {
    switch phrase {
    case "to the left of", "on the left of", "left of": self = .left
    case "to the right of", "on the right of", "right of": self = .right
    case "above": self = .above
    case "below": self = .below
    default: return nil
    }
  }

  /// The same seen from the other thing.
  var opposite: Place {
    switch self {
    case .left: .right
    case .right: .left
    case .above: .below
    case .below: .above
    }
  }
}

extension CaptionVocabulary {
  /// The words for the other side of a place or a relation, so that both things change places and nothing else: those of
  /// the same form where there are any; nil where English has none, or the vocabulary has not.
  func inverse(of phrase: String) -> String? {
    if let place = Place(phrase) {
      let sameForm = phrase.contains("left") ? phrase.swapping("left", "right") : phrase.swapping("right", "left")
      if sameForm != phrase, places.contains(sameForm) { return sameForm }
      return places.first { Place($0) == place.opposite }
    }
    let pairs = ["in front of": "behind", "behind": "in front of", "over": "under", "next to": "next to"]
    let same = ["near": "near", "beside": "beside"]
    guard let inverse = pairs[phrase] ?? same[phrase], relations.contains(inverse) else { return nil }
    return inverse
  }

  /// The words for the opposite of a relation that is no place: false where the relation holds.
  func opposite(of relation: String) -> String? {
    let words = relation.split(separator: " ").map(String.init)
    return WordTables.relations.first { $0.phrase == words }.map { $0.opposite.joined(separator: " ") }
  }

  /// Whether the relation is the same from either side, so that its two things may change places and nothing is false.
  func isSymmetric(_ relation: String) -> Bool { ["next to", "near", "beside"].contains(relation) }

  /// Whether any two things can be so to each other: a sofa can be behind a cat, and is never on one.
  func suitsAnyThings(_ relation: String) -> Bool {
    Place(relation) != nil || isSymmetric(relation) || ["in front of", "behind"].contains(relation)
  }
}

extension String {
  fileprivate func swapping(_ word: String, _ other: String) -> String {
    split(separator: " ").map { $0 == word ? other : String($0) }.joined(separator: " ")
  }
}
