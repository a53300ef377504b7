/// One change that leads from a caption to another: a word replaced, a number, two spans exchanged.
public struct CaptionEdit: Sendable, Equatable {
  /// What is changed.
  public enum Kind: String, Sendable, CaseIterable {
    /// A thing.
    case object
    /// How many there are of a thing.
    case count
    /// The colour of a thing or of a ground.
    case color
    /// A size.
    case size
    /// A quality that excludes another, as *open* excludes *closed*.
    case quality
    /// What a thing does.
    case state
    /// The side on which a thing is of another.
    case place
    /// Another relation between two things.
    case relation
    /// Two things change places.
    case order
    /// Two numbers, sizes or colours change places.
    case attributeSwap
    /// A denial put in or taken out.
    case negation
    /// A word that the vocabulary has no class for.
    case word
    /// A word more.
    case addition
    /// A word fewer.
    case removal
  }

  /// What is changed.
  public let kind: Kind
  /// The caption before and after.
  public let original, edited: String
  /// The words that change, as in `two → three` or `a dog ↔ a cat`.
  public let change: String
  /// Whether both captions have one form and are as good English as each other: articles and plurals right, words of the same
  /// class, and things in places that suit both.
  public let isFluent: Bool
  /// The slots of the original that change; empty where the change is none of slots.
  package let slots: [Int]

  /// What a pair of the two captions is filed under.
  public var category: CaptionPair.Category {
    switch kind {
    case .object, .word: .object
    case .count: .count
    case .color, .size, .quality, .state: .attribute
    case .attributeSwap: .attributeSwap
    case .place:
      Self.isReversal(change) ? .relation : .place
    case .relation: .relation
    case .order: .wordOrder
    case .negation: .negation
    case .addition: .moreSpecific
    case .removal: .lessSpecific
    }
  }

  /// The two captions as a pair whose second one is false where the first is true.
  public var pair: CaptionPair { CaptionPair(category, original, edited, truth: .isFalse, change: change) }

  private static func isReversal(_ change: String) -> Bool {
    let words = change.split(separator: "→").map { $0.split(separator: " ").joined(separator: " ") }
    guard words.count == 2, let before = Place(words[0]), let after = Place(words[1]) else { return false }
    return before.opposite == after
  }
}
