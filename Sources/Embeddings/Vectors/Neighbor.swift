/// A word and how similar it is to what was asked about.
public struct Neighbor: Sendable, Equatable {
  /// The word.
  public let word: String
  /// The cosine, from -1 to 1.
  public let similarity: Float
}
