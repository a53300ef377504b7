/// What a pair of captions, or of pictures, may differ in: the kinds of limits that are asked about.
package enum LimitCategory: String, Codable, Sendable, CaseIterable {
  /// One thing in the place of another.
  case object
  /// One more of a thing.
  case count
  /// Another colour.
  case colour
  /// Big or small.
  case size
  /// Another state of the same thing.
  case state
  /// Two things that stand to each other in another way than by their sides.
  case relation
  /// Left, right, above, below.
  case place
  /// The same words in another order.
  case order
  /// With a thing or without it.
  case negation
  /// A word that is written in the picture.
  case text
  /// A part of a thing.
  case part
  /// What a thing does.
  case action
  /// Two kinds of things and two numbers: which has which.
  case binding

  /// The category as a word of a sentence and beside a figure.
  package var title: String {
    switch self {
    case .text: "written word"
    case .part: "part of a thing"
    case .binding: "number binding"
    default: rawValue
    }
  }
}
