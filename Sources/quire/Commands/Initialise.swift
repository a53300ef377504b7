import ArgumentParser
import Basics
import Workflow

/// `quire init`: a new report folder with settings and a place for every answer.
struct Initialise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a new report folder under reports/.",
    discussion: "Example: quire init mine --chapters embeddings,attention")

  @Argument(help: "The report's name: lower-case words and hyphens.")
  var name: String

  @Option(help: "The chapters, as in --chapters embeddings,attention; all without it.")
  var chapters: String?

  func run() throws {
    let folder = FileSystem.shown(
      try Console.perform(InitialiseRequest(name, chapters: chapters.map(Console.list))))
    Console.say("made \(folder); render it with quire render --report \(folder)")
  }
}
