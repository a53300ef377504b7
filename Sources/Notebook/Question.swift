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
  /// The values of the chapter that an answer is likely to quote, as they stand between the braces: `loss.last | fixed 3`.
  ///
  /// A new answer's file names them; the chapter's document does not keep them.
  public var values: [String] = []

  private enum CodingKeys: String, CodingKey { case id, title, prompt, points }

  /// A question with the points that the assignment gives for it.
  public init(_ id: String, title: String, prompt: Markdown, points: Double = 0, values: [String] = []) {
    self.id = id
    self.title = title
    self.prompt = prompt
    self.points = points
    self.values = values
  }
}
