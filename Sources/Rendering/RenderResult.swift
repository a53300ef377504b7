public import Foundation

/// What a rendering left on disk.
public struct RenderResult: Sendable {
  /// The report's files by format.
  public var files: [ReportFormat: URL] = [:]
  /// The formats whose file is not what it was before.
  public var changed: Set<ReportFormat> = []
  /// The formats whose engine failed; an engine that is not there is only warned of.
  public var failed: [ReportFormat] = []
  /// Images and other files of the answers, copied to where the report finds them: `media/` beside it.
  public var media: [URL] = []
  /// How many files lie below `exports/`.
  public var exports = 0
  /// What the user should know: a missing engine, a formula that could not be set, an unanswered question is not one.
  public var warnings: [String] = []
  /// How many pages the PDF has; `nil` where it was not set in this run.
  public var pages: Int?
  /// Every question and how far its answer has come.
  public var answers: [AnswerRow] = []
}
