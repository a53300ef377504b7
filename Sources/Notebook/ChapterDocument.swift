public import Basics

/// What a chapter left on disk for the renderer: `chapter.json` in the chapter's folder.
///
/// It is the contract between running and rendering: nothing else passes from one to the other but the files that it
/// names and `results.json` beside it.
public struct ChapterDocument: Codable, Sendable, Equatable {
  /// The format of this file; a reader refuses a newer one.
  public var format = 1
  /// The chapter's name in paths, settings and references.
  public var slug: String
  /// The title of the chapter.
  public var title: String
  /// The number of the assignment's section, where it has one: kept in the title as the assignment prints it.
  public var assignmentSection: String?
  /// What the chapter finds, in a sentence or two, for the contents and the cover.
  public var summary: Markdown
  /// The data that the chapter was computed from, as the cover states it.
  public var provenance: [Markdown]
  /// The questions that this chapter wants answered.
  public var questions: [Question]
  /// The chapter's text, figures and tables in reading order.
  public var blocks: [Block]
  /// Further files within the chapter's folder that a submission carries.
  public var attachments: [String]

  /// A chapter as it is written to disk.
  public init(
    slug: String, title: String, assignmentSection: String? = nil, summary: Markdown = "", provenance: [Markdown] = [],
    questions: [Question] = [], blocks: [Block], attachments: [String] = []
  ) {
    self.slug = slug
    self.title = title
    self.assignmentSection = assignmentSection
    self.summary = summary
    self.provenance = provenance
    self.questions = questions
    self.blocks = blocks
    self.attachments = attachments
  }
}
