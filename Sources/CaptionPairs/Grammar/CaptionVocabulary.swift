/// The words that captions of one kind are made of, in classes: a word can stand where another of its class stands.
///
/// `english` is a table of common words, and any other word may stand beside them. A model that learnt few words has a closed
/// vocabulary of its own: its captions hold no others.
public struct CaptionVocabulary: Sendable {
  /// A word of a class, or a phrase that stands for one, as it is of one thing and of several.
  public struct Term: Sendable, Hashable {
    /// *cat*, *with a hat*.
    public let singular: String
    /// *cats*, *with hats*.
    public let plural: String

    /// A word with its plural; the same where none is said, as of a colour.
    public init(_ singular: String, plural: String? = nil) {
      (self.singular, self.plural) = (singular, plural ?? singular)
    }
  }

  /// What things are, as far as a caption minds: who can sleep, what can lie on what.
  public enum ThingKind: String, Sendable, CaseIterable {
    case person, animal, vehicle, food, household, furniture, outdoors, clothing
  }

  /// Whether captions hold no other words, so that nothing may be put into one that is not among these.
  public let isClosed: Bool
  /// All things, in the order of their list.
  public let things: [Term]
  /// Colours; spellings of one stand together, the usual one first.
  public let colors: [[String]]
  /// Sizes, each with what means the same, and then with what means its opposite.
  public let sizes: [(same: [String], opposite: String)]
  /// States that follow a thing.
  public let states: [Term]
  /// Words of number and what they count, from one.
  public let numbers: [(word: String, value: Int)]
  /// Where one thing is of another: *to the left of*.
  public let places: [String]
  /// What else a thing can be to another: *on*, *behind*.
  public let relations: [String]
  /// How a caption may open before what it describes: *a photo of*.
  public let openings: [String]

  /// States and relations by their first word, the longest first.
  let joints: [String: [Joint]]
  /// Colours and sizes by each of their words, the usual one.
  let usualAttributes: [String: String]
  private let colorWords: Set<String>
  private let kinds: [String: ThingKind]
  private let forms: [String: Term]
  private let animate: Set<String>

  /// - Parameters:
  ///   - others: Further words for things, which captions may hold and none is made with.
  ///   - animate: What can sleep, in the singular.
  init(
    isClosed: Bool, things: [Term], others: [Term] = [], kinds: [String: ThingKind], animate: Set<String>,
    colors: [[String]], sizes: [(same: [String], opposite: String)], states: [Term],
    numbers: [(word: String, value: Int)], places: [String], relations: [String], openings: [String]
  ) {
    (self.isClosed, self.things, self.kinds, self.animate) = (isClosed, things, kinds, animate)
    (self.colors, self.sizes, self.states, self.numbers) = (colors, sizes, states, numbers)
    (self.places, self.relations, self.openings) = (places, relations, openings)
    colorWords = Set(colors.joined())
    usualAttributes = Dictionary(
      (colors + sizes.map(\.same)).flatMap { words in words.map { ($0, words[0]) } }
    ) { first, _ in first }
    let joints =
      states.flatMap { state in Set([state.singular, state.plural]).map { Joint($0, .state, state) } }
      + places.map { Joint($0, .place) } + relations.map { Joint($0, .relation) }
    self.joints = Dictionary(grouping: joints, by: { $0.words[0] }).mapValues { joints in
      joints.sorted { ($1.words.count, $0.text) < ($0.words.count, $1.text) }
    }
    forms = Dictionary((things + others).flatMap { [($0.singular, $0), ($0.plural, $0)] }) { first, _ in first }
  }

  /// The vocabulary of a model that says which words it learnt.
  ///
  /// - Parameters:
  ///   - things: Each with its plural, as the model learnt it.
  ///   - animate: The things, in the singular, that a state can be said of; all where there are none.
  ///   - numbers: Words of number from one on, articles left out.
  ///   - states: What follows a thing, as of one and as of several.
  ///   - colors: Colours of a ground or of a thing.
  public init(
    things: [Term], animate: [String], numbers: [(word: String, value: Int)], states: [Term], places: [String],
    sizes: [String], colors: [String], openings: [String]
  ) {
    self.init(
      isClosed: true, things: things, kinds: Self.english.kinds,
      animate: Set(animate.isEmpty ? things.map(\.singular) : animate), colors: colors.map { [$0] },
      sizes: sizes.compactMap { size in
        let opposites = sizes.filter { WordTables.exclude(size, $0) }
        return opposites.first.map { ([size], $0) }
      },
      states: states, numbers: numbers, places: places.filter { Place($0) != nil }, relations: [], openings: openings)
  }

  /// Words that say what a thing does, or how it is to another.
  struct Joint: Sendable {
    let text: String
    let words: [String]
    let kind: CaptionForm.Slot.Kind
    /// Of a state.
    let term: Term?

    init(_ text: String, _ kind: CaptionForm.Slot.Kind, _ term: Term? = nil) {
      (self.text, self.kind, self.term) = (text, kind, term)
      words = text.split(separator: " ").map(String.init)
    }
  }

  /// Whether a word is a colour.
  func isColor(_ word: String) -> Bool { colorWords.contains(word) }

  /// The thing of a word in either form; nil for a word that is none of the vocabulary's.
  public func thing(_ word: String) -> Term? { forms[word] }

  /// What a thing is; nil where nobody said.
  public func kind(of thing: Term) -> ThingKind? { kinds[thing.singular] }

  /// Whether two things are of one kind, as far as lying on something goes: people and animals are. Nobody knows of a thing
  /// whose kind nobody said.
  func areAlike(_ a: Term?, _ b: Term?) -> Bool {
    guard let a, let b, let first = kind(of: a), let second = kind(of: b) else { return false }
    return first == second || (canHaveState(a) && canHaveState(b))
  }

  /// Whether a state can be said of a thing.
  func canHaveState(_ thing: Term) -> Bool { animate.contains(thing.singular) }

  /// Whether two things may be one and the same, called by two names: *a man* is a person. In a closed vocabulary each thing
  /// has one name.
  func mayBeOne(_ a: Term, _ b: Term) -> Bool {
    if isClosed || a == b { return a == b }
    let names = [a, b].map { EnglishThings.usual($0.singular) ?? $0.singular }
    return names[0] == names[1] || EnglishThings.overlaps.contains { $0.isSuperset(of: names) }
  }
}
