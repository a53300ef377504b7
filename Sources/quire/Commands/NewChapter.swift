import ArgumentParser
import Basics
import Workflow

/// `quire new-chapter`: a chapter of one's own, to be rewritten.
struct NewChapter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-chapter",
    abstract: "Write a chapter of your own into Quire's source: one that compiles, with a table, a figure and a test.",
    discussion: "Example: quire new-chapter word-lengths --title 'How long words are'")

  @Argument(help: "The chapter's name: lower-case words and hyphens.")
  var name: String

  @Option(help: "Its title; from the name without it.")
  var title: String?

  func run() throws {
    let files = try Console.perform(NewChapterRequest(name, title: title))
    for file in files { Console.say("wrote \(FileSystem.shown(file))") }
    Console.diagnose(
      "add \(name) to chapters: in a report.yml, and `make preview REPORT=…` shows it in the browser while you write it; "
        + "`make check ROOM=Chapters` runs its test, and `quire settings --schema > \(SchemaRequest.file)` tells editors of its settings"
    )
  }
}
