import Basics
import Chapters
public import Foundation
import Notebook
import Rendering

/// Makes a new report: settings, and a place for every answer.
public struct InitialiseRequest: Request {
  /// The report's name: lower-case words and hyphens.
  public var name: String
  /// The chapters; all without them.
  public var chapters: [String]?

  /// A report of that name in `reports/`.
  public init(_ name: String, chapters: [String]? = nil) {
    self.name = name
    self.chapters = chapters
  }

  /// The new folder.
  public func result(in context: Context) throws -> URL {
    guard isSlug(name) else {
      throw WorkflowError.settings("“\(name)” cannot name a report; use lower-case letters, digits and hyphens")
    }
    let all = AllChapters.list.map { (slug: $0.slug, title: $0.title, questions: $0.questions) }
    let wanted = chapters ?? all.map(\.slug)
    for slug in wanted where !all.contains(where: { $0.slug == slug }) {
      let near = nearestName(to: slug, among: all.map(\.slug)).map { "; did you mean \($0)?" } ?? ""
      throw WorkflowError.settings("there is no chapter “\(slug)”\(near)")
    }
    let folder = ReportFolder(try context.environment.requireHome().appending(path: "reports").appending(path: name))
    guard !FileSystem.exists(folder.root) else {
      throw WorkflowError.settings("\(FileSystem.shown(folder.root)): exists already")
    }
    for chapter in all where wanted.contains(chapter.slug) {
      for question in chapter.questions {
        let file = folder.answer(question.id, of: chapter.slug)
        try AtomicFile.write(Data(AnswerTemplate.text(for: question).utf8), to: file)
      }
    }
    try AtomicFile.write(Data((settings(wanted) + keys(of: wanted)).utf8), to: folder.settings)
    return folder.root
  }

  private func settings(_ chapters: [String]) -> String {
    let names = Wording.languages.map { "\($0.name) (\($0.tag))" }
    let languages = names.dropLast().joined(separator: ", ") + " or " + names.suffix(1).joined()
    return """
      title: My report
      course: ""
      author:
        name: Your name
        id: ""
      # The language of the report: what Quire itself writes is \(languages).
      language: en
      chapters: [\(chapters.joined(separator: ", "))]
      outputs: [\(ReportFormat.usual.map(\.name).joined(separator: ", "))]
      seed: 1

      """
  }

  /// Each chapter with all of its settings, as comments: what they mean, what they may be, and their defaults.
  private func keys(of chapters: [String]) throws -> String {
    func list<C: Chapter>(_ type: C.Type) throws -> String {
      let lines = try PreparedChapter.settings(of: type).flatMap { setting in
        Self.comment("\(setting.meaning) (\(setting.allowed))") + ["  # \(setting.name): \(setting.standard)"]
      }
      return "\n\(C.slug):\n" + lines.joined(separator: "\n") + "\n"
    }
    let note =
      "\n# Below each chapter are all of its settings with their defaults; take the # away from those that you change.\n"
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
