/// Two captions that differ in one thing: a description that is true of a picture, and a variant of it.
public struct CaptionPair: Sendable, Equatable {
  /// What the variant changes.
  public enum Category: String, Sendable, CaseIterable {
    /// A thing replaced by another.
    case object
    /// One more or one fewer of a thing.
    case count
    /// A colour, size or state replaced by another that excludes it.
    case attribute
    /// Two attributes that change places, each then with the other's noun.
    case attributeSwap
    /// A relation replaced by its opposite.
    case relation
    /// A place replaced by another that is not its opposite: *to the left of* by *above*.
    case place
    /// The two sides of a relation change places.
    case wordOrder
    /// Something denied, or a denial removed.
    case negation
    /// A detail more.
    case moreSpecific
    /// A detail fewer.
    case lessSpecific
    /// Two captions that somebody put together.
    case given
  }

  /// What is known of the variant where the description is true.
  public enum Truth: String, Sendable {
    /// It is false.
    case isFalse = "false"
    /// It is true as well.
    case isTrue = "true"
    /// The description does not tell.
    case unknown
  }

  /// What the variant changes.
  public let category: Category
  /// The true description.
  public let description: String
  /// The other caption.
  public let variant: String
  /// What is known of the variant.
  public var truth: Truth
  /// The words that changed, as in `two → three`.
  public let change: String

  /// Two captions.
  public init(_ category: Category, _ description: String, _ variant: String, truth: Truth, change: String) {
    (self.category, self.description, self.variant) = (category, description, variant)
    (self.truth, self.change) = (truth, change)
  }

  /// Whether the variant describes a picture as ordinary as the description's own.
  ///
  /// A denial names what is not there, and a changed order may name what cannot be (*a sofa on a cat*): both count in a
  /// measure, and neither is a caption that somebody would give.
  public var isPlausible: Bool { category != .negation && category != .wordOrder }

  /// How much the less telling caption tells: its words other than articles, prepositions and the like.
  public var specificity: Int {
    [description, variant].map { caption in
      let words = CaptionWords(caption)
      return words.words[words.start...].count { !WordTables.isFunctionWord($0.key) }
    }.min() ?? 0
  }
}

extension CaptionPair {
  /// All variants of a description by word tables, category by category, each once.
  ///
  /// The tables know English number words, colours, sizes, states and relations; nouns are found by their place. Synonyms
  /// and respellings are never offered: every variant means something else. In a description that denies something, what
  /// a change does to the truth is left open.
  public static func variants(of description: String) -> [CaptionPair] {
    let words = CaptionWords(description)
    let rules: [(Category, [CaptionVariant])] = [
      (.count, words.countVariants), (.attribute, words.attributeVariants),
      (.attributeSwap, words.attributeSwaps), (.relation, words.relationVariants), (.wordOrder, words.orderVariants),
      (.negation, words.negationVariants), (.moreSpecific, words.moreSpecificVariants),
      (.lessSpecific, words.lessSpecificVariants),
    ]
    var seen = [words.key]
    return rules.flatMap { category, variants in
      variants.compactMap { variant -> CaptionPair? in
        guard !variant.words.words.isEmpty, !seen.contains(variant.words.key) else { return nil }
        seen.append(variant.words.key)
        let isOpen = words.isNegated && category != .negation
        return CaptionPair(
          category, description, variant.words.text, truth: isOpen ? .unknown : variant.truth, change: variant.change)
      }
    }
  }
}

/// A changed caption, and what the change does to its truth.
struct CaptionVariant {
  let words: CaptionWords
  let truth: CaptionPair.Truth
  let change: String
}
