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
  /// What the chapter does, in a sentence or two, below its title.
  public var summary: Markdown
  /// What the chapter found, in a sentence or two, for the report's conclusion.
  public var conclusion: Markdown
  /// The data that the chapter was computed from, as the cover states it.
  public var provenance: [Markdown]
  /// What stands in for what the assignment asks for, a statement each, as the first page tells it.
  public var substitutions: [Markdown]
  /// The questions that this chapter wants answered.
  public var questions: [Question]
  /// The chapter's text, figures and tables in reading order.
  public var blocks: [Block]
  /// The figures and tables of the sections that the settings leave out.
  public var leftOut: [LeftOut]
  /// Further files within the chapter's folder that a submission carries.
  public var attachments: [String]

  /// A chapter as it is written to disk.
  public init(
    slug: String, title: String, assignmentSection: String? = nil, summary: Markdown = "", conclusion: Markdown = "",
    provenance: [Markdown] = [], substitutions: [Markdown] = [], questions: [Question] = [], blocks: [Block],
    leftOut: [LeftOut] = [], attachments: [String] = []
  ) {
    self.slug = slug
    self.title = title
    self.assignmentSection = assignmentSection
    self.summary = summary
    self.conclusion = conclusion
    self.provenance = provenance
    self.substitutions = substitutions
    self.questions = questions
    self.blocks = blocks
    self.leftOut = leftOut
    self.attachments = attachments
  }
}

extension ChapterDocument {
  /// Reads a chapter; what an older Quire did not write yet is empty.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      slug: try values.decode(String.self, forKey: .slug), title: try values.decode(String.self, forKey: .title),
      assignmentSection: try values.decodeIfPresent(String.self, forKey: .assignmentSection),
      summary: try values.decode(Markdown.self, forKey: .summary),
      conclusion: try values.decodeIfPresent(Markdown.self, forKey: .conclusion) ?? "",
      provenance: try values.decode([Markdown].self, forKey: .provenance),
      substitutions: try values.decodeIfPresent([Markdown].self, forKey: .substitutions) ?? [],
      questions: try values.decode([Question].self, forKey: .questions),
      blocks: try values.decode([Block].self, forKey: .blocks),
      leftOut: try values.decodeIfPresent([LeftOut].self, forKey: .leftOut) ?? [],
      attachments: try values.decode([String].self, forKey: .attachments))
    format = try values.decode(Int.self, forKey: .format)
  }
}
