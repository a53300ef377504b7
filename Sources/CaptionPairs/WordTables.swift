/// The words that the rules of caption variants know.
enum WordTables {
  static let articles: Set<String> = ["a", "an", "the"]
  static let negations: Set<String> = ["no", "not", "without", "never", "nobody", "nothing", "none"]
  static let pictures: Set<String> = ["photo", "photograph", "picture", "image", "drawing", "painting"]

  /// The numbers that are spelled, from one.
  static let numbers = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  ]

  /// Colours; spellings of one colour stand together.
  static let colors = [
    ["red"], ["orange"], ["yellow"], ["green"], ["blue"], ["purple"], ["pink"], ["brown"], ["black"], ["white"],
    ["gray", "grey"],
  ]

  /// Sizes and qualities, each with what excludes it.
  static let opposites = [
    "big": "small", "large": "small", "small": "big", "little": "big", "huge": "tiny", "tiny": "huge", "tall": "short",
    "short": "tall", "young": "old", "old": "young", "new": "old", "open": "closed", "closed": "open", "full": "empty",
    "empty": "full", "wet": "dry", "dry": "wet", "clean": "dirty", "dirty": "clean", "happy": "sad", "sad": "happy",
  ]

  /// States that follow a noun, each with states that exclude it.
  static let states = [
    "sleeping": ["running", "jumping", "eating"], "sitting": ["standing", "running", "jumping"],
    "standing": ["sitting", "lying"], "lying": ["standing", "running", "jumping"], "running": ["sitting", "sleeping"],
    "walking": ["sitting", "sleeping"], "jumping": ["sitting", "sleeping"], "eating": ["sleeping"],
    "playing": ["sleeping"], "flying": ["sitting", "sleeping"], "swimming": ["flying", "sleeping"],
    "smiling": ["crying"], "crying": ["smiling"], "awake": ["asleep"], "asleep": ["awake"],
  ]

  /// Details that can be added to a noun: before it, and after it.
  static let addedSizes = ["big", "small"]
  static let addedStates = [["sleeping"], ["sitting"], ["eating"], ["in", "the", "rain"]]

  /// Relations that are not the same from the other side, each with its opposite; longer ones first.
  static let relations: [(phrase: [String], opposite: [String])] = [
    (["to", "the", "left", "of"], ["to", "the", "right", "of"]),
    (["to", "the", "right", "of"], ["to", "the", "left", "of"]),
    (["on", "the", "left", "of"], ["on", "the", "right", "of"]),
    (["on", "the", "right", "of"], ["on", "the", "left", "of"]),
    (["in", "front", "of"], ["behind"]), (["on", "top", "of"], ["under"]), (["left", "of"], ["right", "of"]),
    (["right", "of"], ["left", "of"]), (["above"], ["below"]), (["below"], ["above"]), (["over"], ["under"]),
    (["under"], ["on"]), (["beneath"], ["on", "top", "of"]), (["behind"], ["in", "front", "of"]),
    (["inside"], ["outside"]), (["outside"], ["inside"]), (["on"], ["under"]),
  ]

  static let prepositions: Set<String> = [
    "on", "in", "at", "to", "of", "by", "with", "without", "near", "under", "over", "above", "below", "beneath",
    "behind",
    "beside", "between", "inside", "outside", "from", "through", "against", "around", "across", "onto", "into", "along",
    "left", "right", "next",
  ]

  /// Verbs that join a noun to what it is.
  static let copulas: Set<String> = ["is", "are", "was", "were"]

  /// Verbs that join a noun to what is said of it, and words that join clauses.
  static let verbsAndJoints: Set<String> = copulas.union([
    "and", "or", "but", "while", "that", "which", "who", "has", "have", "not",
  ])

  /// Nouns that look like participles.
  private static let nounsInING: Set<String> = [
    "building", "ceiling", "clothing", "earring", "evening", "king", "morning", "painting", "pudding", "ring", "spring",
    "string", "swing", "thing", "wedding", "wing",
  ]

  /// Words that say little of what is seen.
  static func isFunctionWord(_ key: String) -> Bool {
    articles.contains(key) || prepositions.contains(key) || verbsAndJoints.contains(key)
  }

  /// A word that describes what a noun does: *sleeping*.
  static func isState(_ key: String) -> Bool { key.count > 4 && key.hasSuffix("ing") && !nounsInING.contains(key) }

  static func endsNounPhrase(_ key: String) -> Bool {
    prepositions.contains(key) || verbsAndJoints.contains(key) || isState(key)
  }

  /// The other colours; empty for a word that is none.
  static func otherColors(than key: String) -> [String] {
    colors.contains { $0.contains(key) } ? colors.filter { !$0.contains(key) }.map { $0[0] } : []
  }
}

extension WordTables {
  /// Whether two sizes or qualities exclude each other.
  static func exclude(_ a: String, _ b: String) -> Bool { opposites[a] == b || opposites[b] == a }
}
