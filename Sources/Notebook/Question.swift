public import Basics

/// A question of the assignment that a person answers in `answers/<chapter>/<id>.md`.
public struct Question: Codable, Sendable, Equatable {
  /// The answer's file name without its ending.
  public var id: String
  /// A short heading.
  public var title: String
  /// What is asked.
  public var prompt: Markdown
  /// The points at stake, zero where the assignment gives none.
  public var points: Double

  /// A question with the points that the assignment gives for it.
  public init(_ id: String, title: String, prompt: Markdown, points: Double = 0) {
    self.id = id
    self.title = title
    self.prompt = prompt
    self.points = points
  }
}
