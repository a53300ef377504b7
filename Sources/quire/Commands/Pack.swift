import ArgumentParser
import Basics
import Workflow

/// `quire pack`: makes the report anew where it is stale, checks that it is whole, then writes `submission.zip`.
struct Pack: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Render what is stale, check the report, then pack it with a manifest of SHA-256 sums.",
    discussion: "Example: quire pack --report mine")

  @Flag(help: "Pack although answers or a format are missing.")
  var allowIncomplete = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let packed = try Console.perform(PackRequest(options.selection, allowIncomplete: allowIncomplete))
    let pages = packed.pages.map { ", \($0) \($0 == 1 ? "page" : "pages")" } ?? ""
    Console.say(
      "\(packed.answered) of \(packed.questions) questions answered\(pages); \(packed.files) files, "
        + "\(ByteCount.text(packed.size)), opened again and whole")
    Console.say("packed \(FileSystem.shown(packed.archive))")
  }
}
