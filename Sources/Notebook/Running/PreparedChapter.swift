internal import Basics
internal import Foundation

/// A chapter with its settings read, ready to run: what the frame knows of a chapter without knowing its type.
public struct PreparedChapter: Sendable {
  /// The chapter's name.
  public let slug: String
  /// The type, which the folder of its source files is called by.
  public let type: String
  /// The title.
  public let title: String
  /// The number of the assignment's section.
  public let assignmentSection: String?
  /// What is asked.
  public let questions: [Question]
  /// What the assignment asks for beside the answers.
  public let demands: [Demand]
  /// About how much memory a run takes, in bytes.
  public let memory: Int
  /// What there is to set, with what the settings say of it.
  public let described: [SettingDescription]
  /// Every setting with its value, defaults included.
  public let settings: [String: String]
  /// The files and data sets that the chapter comes from.
  public let inputs: [String]
  /// Those that it uses where they are at hand.
  let optionalInputs: [String]
  /// Those of them that are fetched where they can be had.
  public let wantedInputs: [String]
  /// What can be asked of it without a run; nil for nothing.
  public let trial: PreparedTrial?
  /// The sum of its source files, where whoever works on them wants an edit to make its output stale.
  public var code: String?
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
    var described: [SettingDescription] = []
    top.section(C.slug) { reader in
      settings.read(from: &reader)
      sections.read(from: &reader)
      values = reader.values
      described = Self.described(C.self, by: reader)
    }
    self.described = described
    slug = C.slug
    self.type = "\(C.self)"
    title = C.title
    assignmentSection = C.assignmentSection
    version = C.version
    self.sections = sections
    questions = C.questions
    demands = C.demands
    memory = C.memory
    self.settings = values
    let chapter = C()
    inputs = chapter.inputs(settings)
    optionalInputs = chapter.optionalInputs(settings)
    wantedInputs = chapter.wantedInputs(settings)
    let ready = settings
    trial = PreparedTrial(C.self, settings, sections)
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
