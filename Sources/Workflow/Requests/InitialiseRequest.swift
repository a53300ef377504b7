import Basics
import Chapters
public import Foundation
public import Notebook
import Rendering

/// Makes a new report: settings, and a place for every answer.
///
/// All is made elsewhere and takes its place at once: what cannot be meant leaves nothing behind.
public struct InitialiseRequest: Request {
  /// The report's name: lower-case words and hyphens.
  public var name: String
  /// The chapters; all without them.
  public var chapters: [String]?
  /// What the cover says.
  public var cover = Cover()
  /// What the chapters' settings say, by chapter. A text that names a file of the working folder brings that file along.
  public var choices: [(chapter: String, choice: SettingChoice)] = []
  /// A Markdown text with answers below the questions as headings, by its path.
  public var answers: String?

  /// What the cover says.
  public struct Cover: Sendable, Equatable {
    /// The report's title.
    public var title = "My report"
    /// The course.
    public var course = ""
    /// The author's name.
    public var author = "Your name"
    /// The student's number or another identifier.
    public var identifier = ""

    /// What it says where nothing is said.
    public init() {}
  }

  /// What was made.
  public struct Made: Sendable {
    /// The new folder.
    public let folder: URL
    /// The answers that were taken from elsewhere, each with its name and the line of its heading.
    public let taken: [(name: String, line: Int)]
    /// Files that were brought along.
    public let files: [String]
  }

  /// A setting that one chooses first.
  public struct FirstSetting: Sendable {
    /// The chapter.
    public let chapter: String
    /// The setting.
    public let setting: SettingDescription
  }

  /// A report of that name in `reports/`.
  public init(_ name: String, chapters: [String]? = nil) {
    self.name = name
    self.chapters = chapters
  }

  /// The new folder, and what is in it that was not asked for by name.
  public func result(in context: Context) throws -> Made {
    if let fault = Self.fault(ofName: name, in: context.environment) { throw WorkflowError.settings(fault) }
    let wanted = try Self.known(chapters)
    let shelf = try context.environment.requireHome().appending(path: "reports")
    let place = shelf.appending(path: name)
    let imported = try answers.map { try read($0, wanted, context) }
    let (text, files) = try Self.settings(of: self, wanted, context.environment)
    try FileSystem.makeFolder(shelf)
    try FolderLock.hold(shelf) { try make(place, wanted, imported, text, files, context) }
    return Made(
      folder: place, taken: imported?.answers.map { ("\($0.chapter)/\($0.question.id)", $0.line) } ?? [],
      files: files.map(\.name))
  }

  /// Fills the new folder beside its place and puts it there.
  private func make(
    _ place: URL, _ wanted: [String], _ imported: AnswerImport?, _ text: String, _ files: [Companion],
    _ context: Context
  ) throws {
    try AtomicFolder.removeLeftovers(of: place)
    let made = try AtomicFolder(for: place)
    do {
      let folder = ReportFolder(made.workplace)
      for chapter in Self.all where wanted.contains(chapter.slug) {
        for question in chapter.questions {
          let answer = imported?.answers.first { $0.chapter == chapter.slug && $0.question.id == question.id }?.text
          let file = folder.answer(question.id, of: chapter.slug)
          let text =
            answer.map { AnswerTemplate.text(for: question, of: chapter.slug, answer: $0) }
            ?? AnswerTemplate.text(for: question, of: chapter.slug)
          try AtomicFile.write(Data(text.utf8), to: file)
        }
      }
      if let imported, let answers {
        try AnswerPictures.copy(of: imported, beside: context.environment.place(answers), into: folder, context)
      }
      for file in files {
        try AtomicFile.write(
          InputFile.data(of: file.from, limit: Self.largestFile), to: folder.root.appending(path: file.name))
      }
      try AtomicFile.write(Data(text.utf8), to: folder.settings)
      guard !FileSystem.exists(place) else {
        throw WorkflowError.settings("\(FileSystem.shown(place)): exists already")
      }
      try made.commit()
    } catch {
      try? AtomicFolder.removeLeftovers(of: place)
      throw error
    }
  }

  /// The most bytes of a file that is brought along: 64 MiB.
  private static let largestFile = 64 << 20

  /// What a report of these chapters asks for first.
  public static func firstSettings(of chapters: [String]) throws -> [FirstSetting] {
    func list<C: Chapter>(_ type: C.Type) throws -> [FirstSetting] {
      let settings = try PreparedChapter.settings(of: type)
      return C.firstSettings.compactMap { name in
        settings.first { $0.name == name }.map { FirstSetting(chapter: C.slug, setting: $0) }
      }
    }
    return try chapters.flatMap { slug in try AllChapters.list.filter { $0.slug == slug }.flatMap { try list($0) } }
  }

  /// What is wrong with a report's name; nil for nothing.
  public static func fault(ofName name: String, in environment: Environment) -> String? {
    guard isSlug(name) else { return "“\(name)” cannot name a report; use lower-case letters, digits and hyphens" }
    guard let place = environment.home?.appending(path: "reports").appending(path: name), FileSystem.exists(place)
    else {
      return nil
    }
    return "\(FileSystem.shown(place)): exists already"
  }

  /// What is wrong with the names of chapters; nil for nothing.
  public static func fault(ofChapters names: [String]) -> String? {
    do { _ = try known(names) } catch { return error.description }
    return nil
  }

  /// What is wrong with what is chosen of a chapter, all together; nil for nothing.
  public static func fault(of choices: [SettingChoice], in chapter: String, _ environment: Environment) -> String? {
    var request = InitialiseRequest("x", chapters: [chapter])
    request.choices = choices.map { (chapter, $0) }
    do { _ = try settings(of: request, [chapter], environment) } catch { return "\(error)" }
    return nil
  }

  private static var all: [(slug: String, title: String, questions: [Question])] {
    AllChapters.list.map { (slug: $0.slug, title: $0.title, questions: $0.questions) }
  }

  /// The chapters that are meant.
  private static func known(_ names: [String]?) throws(WorkflowError) -> [String] {
    let slugs = all.map(\.slug)
    guard let names else { return slugs }
    guard !names.isEmpty else {
      throw .settings("--chapters names no chapter; there are \(slugs.joined(separator: ", "))")
    }
    for (index, slug) in names.enumerated() {
      guard slugs.contains(slug) else {
        throw .settings("there is no chapter “\(slug)”\(suggestion(for: slug, among: slugs))")
      }
      guard !names[..<index].contains(slug) else { throw .settings("--chapters names “\(slug)” twice") }
    }
    return names
  }

  /// The answers of a text, with a warning of what in it is none.
  private func read(_ path: String, _ chapters: [String], _ context: Context) throws -> AnswerImport {
    let text: String
    do { text = try InputFile.text(of: context.environment.place(path), limit: 16 << 20) } catch {
      throw WorkflowError.settings("\(path): \(error.problem)")
    }
    let inputs = Self.all.filter { chapters.contains($0.slug) }
      .map { ChapterInput(slug: $0.slug, title: $0.title, questions: $0.questions) }
    let imported = try AnswerImport(text, path: path, chapters: inputs)
    for part in imported.unused {
      context.warn(
        part.heading.isEmpty
          ? "\(path):\(part.line): what stands before the first heading answers no question and is not taken"
          : "\(path):\(part.line): “\(part.heading)” is no question of the report; what stands below it is not taken")
    }
    guard !imported.answers.isEmpty else {
      throw WorkflowError.settings(
        "\(path): no heading in it is a question of the report with an answer below; questions are "
          + inputs.flatMap { chapter in chapter.questions.map { "“\($0.title)”" } }.joined(separator: ", "))
    }
    return imported
  }
}
