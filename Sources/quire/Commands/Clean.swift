import ArgumentParser
import Basics
import Workflow

/// `quire clean`: removes what was generated, and nothing else.
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Remove what was generated for a report.", discussion: "Example: quire clean --report mine")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let removal = try Console.perform(CleanRequest(options.selection))
    guard removal.wasThere else { return Console.say("nothing to remove") }
    Console.say("removed what was generated in \(FileSystem.shown(removal.folder))")
    guard !removal.left.isEmpty else { return }
    let shown = removal.left.prefix(5).joined(separator: ", ") + (removal.left.count > 5 ? ", …" : "")
    Console.diagnose("left what Quire did not write: \(shown)")
  }
}
