import ArgumentParser
import Basics
import Chapters
import Foundation
import Notebook
import Rendering

/// `quire init`: a new report folder with settings and a place for every answer.
struct Initialise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a new report folder under reports/.")

  @Argument(help: "The report's name: lower-case words and hyphens.")
  var name: String

  @Option(help: "The chapters, as in --chapters embeddings,attention; all without it.")
  var chapters: String?

  func run() throws {
    guard isSlug(name) else {
      throw Console.settings("“\(name)” cannot name a report; use lower-case letters, digits and hyphens")
    }
    let all = AllChapters.list.map { (slug: $0.slug, title: $0.title, questions: $0.questions) }
    let wanted = chapters.map { $0.split(separator: ",").map(String.init) } ?? all.map(\.slug)
    for slug in wanted where !all.contains(where: { $0.slug == slug }) {
      let near = nearestName(to: slug, among: all.map(\.slug)).map { "; did you mean \($0)?" } ?? ""
      throw Console.settings("there is no chapter “\(slug)”\(near)")
    }
    guard let home = Surroundings().home else {
      throw Console.settings("this program lies in no folder of Quire's project; set QUIRE_HOME to that folder")
    }
    let folder = ReportFolder(home.appending(path: "reports").appending(path: name))
    guard !FileSystem.exists(folder.root) else {
      throw Console.settings("\(FileSystem.shown(folder.root)): exists already")
    }
    try Console.asSettings {
      for chapter in all where wanted.contains(chapter.slug) {
        for question in chapter.questions {
          let file = folder.answer(question.id, of: chapter.slug)
          try AtomicFile.write(Data(AnswerTemplate.text(for: question).utf8), to: file)
        }
      }
      try AtomicFile.write(Data(settings(wanted).utf8), to: folder.settings)
    }
    Console.say(
      "made \(FileSystem.shown(folder.root)); render it with quire render --report \(FileSystem.shown(folder.root))")
  }

  private func settings(_ chapters: [String]) -> String {
    """
    title: My report
    course: ""
    author:
      name: Your name
      id: ""
    chapters: [\(chapters.joined(separator: ", "))]
    outputs: [md, html, pdf]
    seed: 1

    """
  }
}
