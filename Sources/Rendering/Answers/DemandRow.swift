public import Notebook

/// Something that the assignment asks a chapter for beside answers, and what there is: a further row of the table of completeness.
public struct DemandRow: Sendable, Equatable {
  /// The chapter.
  public let chapter: String
  /// The chapter's title.
  public let chapterTitle: String
  /// What is asked for.
  public let title: String
  /// Whether it is there, and what was found; `nil` where the chapter has not run.
  public let finding: Demand.Finding?

  /// A row.
  public init(chapter: String, chapterTitle: String, title: String, finding: Demand.Finding?) {
    (self.chapter, self.chapterTitle, self.title, self.finding) = (chapter, chapterTitle, title, finding)
  }

  /// What is asked for and what was found, on one line.
  package var text: String { finding.map { "\(title): \($0.text)" } ?? title }
}
