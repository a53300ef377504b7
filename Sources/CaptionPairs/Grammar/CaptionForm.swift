/// A caption seen as a form with slots: words of a class, each of which could be another of its class.
///
///     let form = CaptionForm("two cats on a green background", .english)
///     form.slots.map(\.kind)   // number, thing, ground
public struct CaptionForm: Sendable {
  /// One slot, and what stands in it.
  public struct Slot: Sendable, Equatable {
    /// The class of the words in a slot.
    public enum Kind: String, Sendable, CaseIterable {
      /// *a photo of*.
      case opening
      /// *a* or *an* before a thing.
      case article
      /// *two* or *2* before a thing.
      case number
      /// *big*.
      case size
      /// *wet*, *open*: a quality that excludes another.
      case quality
      /// The colour of a thing.
      case color
      /// The colour of a background.
      case ground
      /// *cat*, or any other noun at the end of its phrase.
      case thing
      /// *sleeping*, behind its thing.
      case state
      /// *to the left of*.
      case place
      /// *on*, *behind*.
      case relation
    }

    /// Its class.
    public let kind: Kind
    /// Its words in lower case.
    public let words: String
    /// The words of the caption that it takes, counted from 0.
    public let range: Range<Int>
    /// How many there are: of a number, an article and a thing; nil for others and for a bare plural.
    public let count: Int?
    /// The word in both forms: of a thing and a state.
    let term: CaptionVocabulary.Term?
    /// Whether the vocabulary has it.
    let isKnown: Bool
  }

  /// A thing with what stands before it, and its states behind it.
  struct Phrase: Sendable, Equatable {
    /// The words from the article to the noun.
    var range: Range<Int>
    /// The slots of those words, the noun's the last.
    var slots: [Int]
    /// The slots of its states.
    var states: [Int] = []
    /// The slot of the noun.
    var noun: Int { slots[slots.count - 1] }
  }

  /// The caption as it was written.
  public let caption: String
  /// Its slots from left to right.
  public let slots: [Slot]
  /// What its words are taken from.
  public let vocabulary: CaptionVocabulary

  let words: CaptionWords
  let phrases: [Phrase]

  /// Takes a caption apart.
  public init(_ caption: String, _ vocabulary: CaptionVocabulary) {
    var reader = CaptionFormReader(CaptionWords(caption), vocabulary)
    reader.read()
    self.caption = caption
    self.vocabulary = vocabulary
    (words, slots, phrases) = (reader.words, reader.slots, reader.phrases)
    isWellFormed = Self.isWellFormed(words, slots, phrases)
  }

  /// Whether something is denied.
  public var isNegated: Bool { words.isNegated }

  /// The things that the caption names, with how many of each it names in all; a bare plural counts as two.
  var things: [CaptionVocabulary.Term: Int] {
    phrases.reduce(into: [:]) { counts, phrase in
      let noun = slots[phrase.noun]
      if let term = noun.term { counts[term, default: 0] += noun.count ?? 2 }
    }
  }

  /// Whether every word that could have another form has the right one: articles, and nouns behind a number.
  public let isWellFormed: Bool

  private static func isWellFormed(_ words: CaptionWords, _ slots: [Slot], _ phrases: [Phrase]) -> Bool {
    let articles = words.words.indices.dropLast().allSatisfy { index in
      let key = words.key(index)
      return !["a", "an"].contains(key) || EnglishNoun.article(before: words.key(index + 1)) == key
    }
    return articles
      && phrases.allSatisfy { phrase in
        let noun = slots[phrase.noun]
        guard let term = noun.term, let count = noun.count, phrase.slots.count > 1 else { return true }
        return noun.words == (count == 1 ? term.singular : term.plural)
      }
  }

  /// The phrase that a slot belongs to.
  func phrase(of slot: Int) -> Phrase? { phrases.first { $0.slots.contains(slot) || $0.states.contains(slot) } }
}
