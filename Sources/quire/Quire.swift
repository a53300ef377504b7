import ArgumentParser
import Basics
import Workflow

@main
struct Quire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quire",
    abstract: "Runs the chapters of a coursework report and stitches them into Markdown, one HTML file and a PDF.",
    discussion: "Example: quire render --report mine",
    version: Version.current,
    subcommands: [
      Render.self, PreviewCommand.self, Try.self, Check.self, Accept.self, Pack.self, Fetch.self, List.self,
      Settings.self, Values.self, Initialise.self, NewChapter.self, Verify.self, Clean.self,
    ],
    defaultSubcommand: Render.self)

  static func main() {
    ScarceMemory.endInOneLine()
    MappedFile.endInOneLineWhereCut()
    main(nil)
  }
}
