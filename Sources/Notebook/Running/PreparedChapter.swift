internal import Basics
internal import Foundation

/// A chapter with its settings read, ready to run: what the frame knows of a chapter without knowing its type.
public struct PreparedChapter: Sendable {
  /// The chapter's name.
  public let slug: String
  /// The title.
  public let title: String
  /// The number of the assignment's section.
  public let assignmentSection: String?
  /// What is asked.
  public let questions: [Question]
  /// About how much memory a run takes, in bytes.
  public let memory: Int
  /// Every setting with its value, defaults included.
  public let settings: [String: String]
  /// The files and data sets that the chapter comes from.
  public let inputs: [String]
  /// Those that it uses where they are at hand.
  let optionalInputs: [String]
  /// Those of them that are fetched where they can be had.
  public let wantedInputs: [String]
  let version: Int
  let sections: ShownSections
  let run: @Sendable (inout Page) throws -> Data

  /// Reads a chapter's settings.
  ///
  /// - Parameters:
  ///   - type: The chapter.
  ///   - top: A reader of the settings' top level.
  public init<C: Chapter>(_ type: C.Type, reading top: inout SettingsReader) {
    precondition(isSlug(C.slug), "a chapter's slug is made of lower-case words and hyphens")
    var settings = C.Settings()
    var sections = ShownSections(C.sections)
    var values: [String: String] = [:]
    top.section(C.slug) { reader in
      settings.read(from: &reader)
      sections.read(from: &reader)
      values = reader.values
    }
    slug = C.slug
    title = C.title
    assignmentSection = C.assignmentSection
    version = C.version
    self.sections = sections
    questions = C.questions
    memory = C.memory
    self.settings = values
    let chapter = C()
    inputs = chapter.inputs(settings)
    optionalInputs = chapter.optionalInputs(settings)
    wantedInputs = chapter.wantedInputs(settings)
    let ready = settings
    run = { page in
      let results = try C().run(&page, settings: ready)
      do {
        return try CanonicalJSON.encode(results)
      } catch EncodingError.invalidValue(let value, let context) {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        throw NotebookError.chapter(slug: C.slug, problem: "the result \(path) is \(value), which JSON cannot hold")
      }
    }
  }
}
