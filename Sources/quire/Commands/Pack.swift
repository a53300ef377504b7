import ArgumentParser
import Basics
import Workflow

/// `quire pack`: checks that the report is whole, then writes `submission.zip`.
struct Pack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the report, then pack it with a manifest of SHA-256 sums.")

  @Flag(help: "Pack although answers or a format are missing.")
  var allowIncomplete = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let archive = try Console.perform(PackRequest(options.selection, allowIncomplete: allowIncomplete))
    Console.say("packed \(FileSystem.shown(archive))")
  }
}
