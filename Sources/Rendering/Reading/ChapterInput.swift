public import Notebook

/// What the renderer is told of a chapter; everything else it reads from the chapter's output on disk.
public struct ChapterInput: Sendable, Equatable {
  /// The chapter's name in paths and references.
  public var slug: String
  /// The title, for a chapter that has no output yet.
  public var title: String
  /// The assignment's number for the section, for a chapter that has no output yet.
  public var assignmentSection: String?
  /// The questions, for a chapter that has no output yet.
  public var questions: [Question]

  /// A chapter of the report.
  public init(slug: String, title: String, assignmentSection: String? = nil, questions: [Question] = []) {
    self.slug = slug
    self.title = title
    self.assignmentSection = assignmentSection
    self.questions = questions
  }
}
