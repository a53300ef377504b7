public import Foundation
public import Notebook

/// One question of the report and how far its answer has come: a row of the table of completeness.
public struct AnswerRow: Sendable, Equatable {
  /// The chapter that asks.
  public var chapter: String
  /// The chapter's title.
  public var chapterTitle: String
  /// The question.
  public var question: Question
  /// How far the answer has come.
  public var state: AnswerState
  /// Where the answer is written.
  public var file: URL
  /// The same, from the report's folder.
  public var path: String
  /// The values that have moved since the answer was accepted, each with what it was and what it is.
  public var moved: [String] = []

  /// The rows of a report, in the order of its chapters and their questions.
  ///
  /// Throws a `RenderingError` for a chapter's document or an answer that cannot be read.
  public static func rows(in folder: ReportFolder, chapters: [ChapterInput], pathsRelativeTo base: URL? = nil) throws
    -> [AnswerRow]
  {
    let outputs = try ChapterOutput.all(in: folder, chapters.map(\.slug), pathsRelativeTo: base)
    return try rows(in: folder, chapters: chapters, outputs: outputs, pathsRelativeTo: base)
  }

  /// The same, of outputs that have been read.
  package static func rows(
    in folder: ReportFolder, chapters: [ChapterInput], outputs: [String: ChapterOutput], pathsRelativeTo base: URL?
  ) throws -> [AnswerRow] {
    let reader = ReportReader(folder: folder, base: base)
    return try chapters.flatMap { chapter -> [AnswerRow] in
      let document = outputs[chapter.slug]?.document
      return try (document?.questions ?? chapter.questions).map { question in
        AnswerRow(
          question, of: chapter.slug, document?.title ?? chapter.title,
          AnswerState(of: try reader.answer(question.id, of: chapter.slug), to: question), in: folder)
      }
    }
  }

  package init(_ question: Question, of slug: String, _ title: String, _ state: AnswerState, in folder: ReportFolder) {
    chapter = slug
    chapterTitle = title
    self.question = question
    self.state = state
    file = folder.answer(question.id, of: slug)
    path = "answers/\(slug)/\(question.id).md"
  }
}

extension [AnswerRow] {
  /// The points of questions that have no answer yet.
  public var pointsAtStake: Double { filter { $0.state != .answered }.reduce(0) { $0 + $1.question.points } }
}
