import Basics
import Chapters
import Foundation
import Notebook
import Rendering

extension InitialiseRequest {
  /// A file that comes along: where it lies, and what it is called in the report's folder.
  struct Companion {
    var from: URL
    var name: String
  }

  /// The new `report.yml`, read as a run would read it, and the files that it names.
  ///
  /// - Throws: `WorkflowError` for what a run would refuse.
  static func settings(
    of request: InitialiseRequest, _ chapters: [String], _ environment: Environment
  ) throws -> (text: String, files: [Companion]) {
    let plain = head(request.cover, chapters) + (try keys(of: chapters))
    var files: [Companion] = []
    var editor = try SettingsEditor(plain, path: "report.yml")
    for (chapter, choice) in request.choices {
      guard chapters.contains(chapter) else {
        throw WorkflowError.settings("the report has no chapter “\(chapter)”, whose \(choice.key) is chosen")
      }
      var choice = choice
      if case .text(let text) = choice.value, let file = companion(text, environment) {
        files.append(file)
        choice = SettingChoice(choice.key, .text(file.name), dependents: choice.dependents)
      }
      _ = try editor.set(choice, in: chapter)
    }
    guard !request.choices.isEmpty else { return (editor.text, []) }
    let prepared: [PreparedChapter]
    do {
      prepared = try Workbench.read(SettingsFile(text: editor.text, path: "report.yml", overrides: [])).known
    } catch let error as SettingsError {
      throw WorkflowError.settings(error.findings.map { $0.replacing(/^report\.yml(?::\d+)?:\s/, with: "") })
    }
    try check(prepared.filter { chapters.contains($0.slug) }, request.choices, files, environment)
    return (editor.text, files)
  }

  /// The file that a text names from the working folder; nil where it names none.
  private static func companion(_ text: String, _ environment: Environment) -> Companion? {
    guard !text.isEmpty, !text.contains("\n"), !text.contains("://") else { return nil }
    let file = environment.place(text)
    guard FileKind(of: file, followingLinks: true) == .file else { return nil }
    return Companion(from: file, name: file.lastPathComponent)
  }

  /// Refuses a choice that names what is nowhere to be found.
  private static func check(
    _ prepared: [PreparedChapter], _ choices: [(chapter: String, choice: SettingChoice)], _ files: [Companion],
    _ environment: Environment
  ) throws {
    let home = try environment.requireHome()
    let locator = AssetLocator(
      store: try environment.assetStore(home: home), home: home, report: nil, environment: environment)
    let chosen = Set(choices.compactMap { if case .text(let text) = $0.choice.value { text } else { nil } })
    for name in prepared.flatMap(\.inputs)
    where chosen.contains(name) && !files.contains(where: { $0.name == name }) {
      _ = try locator.find(name)
    }
  }

  /// What stands on top: the cover, the chapters and the formats.
  private static func head(_ cover: Cover, _ chapters: [String]) -> String {
    let names = Wording.languages.map { "\($0.name) (\($0.tag))" }
    let languages = names.dropLast().joined(separator: ", ") + " or " + names.suffix(1).joined()
    func written(_ text: String) -> String { SettingChoice.Value.text(text).written }
    return """
      # yaml-language-server: $schema=../../\(SchemaRequest.file)
      title: \(written(cover.title))
      course: \(written(cover.course))
      author:
        name: \(written(cover.author))
        id: \(written(cover.identifier))
      # The language of the report: what Quire itself writes is \(languages).
      language: en
      chapters: [\(chapters.joined(separator: ", "))]
      outputs: [\(ReportFormat.usual.map(\.name).joined(separator: ", "))]
      seed: 1

      """
  }

  /// Each chapter with all of its settings, as comments: what they mean, what they may be, and their defaults; first those that
  /// one chooses first.
  private static func keys(of chapters: [String]) throws -> String {
    func list<C: Chapter>(_ type: C.Type) throws -> String {
      let settings = try PreparedChapter.settings(of: type)
      let first = C.firstSettings.compactMap { name in settings.first { $0.name == name } }
      let lines = (first + settings.filter { !C.firstSettings.contains($0.name) }).flatMap { setting in
        Self.comment("\(setting.meaning) (\(setting.allowed)\(setting.unit.map { "; \($0)" } ?? ""))")
          + ["  # \(setting.name): \(setting.standard)"]
      }
      return "\n\(C.slug):\n" + lines.joined(separator: "\n") + "\n"
    }
    let note =
      "\n# Below each chapter are all of its settings with their defaults, first those that one chooses first; take the #\n"
      + "# away from those that you change.\n"
    return try chapters.reduce(into: note) { text, slug in
      for chapter in AllChapters.list where chapter.slug == slug { text += try list(chapter) }
    }
  }

  /// A sentence as comment lines below a chapter.
  private static func comment(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 116 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append("  # \(word)")
      }
    }
    return lines
  }
}
