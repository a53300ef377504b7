import ArgumentParser
import Basics
import Foundation
import Notebook
import Workflow

/// `quire settings`: what there is to set, what it means, what it may be, and what the report says.
struct Settings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "List settings: name, default, what each may be, what it means, and what the report says.",
    discussion: """
      Words narrow the list down: chapters, report for the report itself, and what names or meanings hold.

      Example: quire settings embeddings window
      """)

  @Argument(
    help: ArgumentHelp("Chapters, report, and words; all chapters without any.", valueName: "word"),
    completion: .custom { words, _, _ in
      Completions.names(.chapters, words) + [SettingsRequest.wholeReport]
        + Completions.names(.settings, words).compactMap {
          $0.split(separator: ".", maxSplits: 1).last.map(String.init)
        }
    })
  var words: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print the JSON Schema of report.yml, for editors.")
  var schema = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    if schema { return Console.give("\(try Console.perform(SchemaRequest()))\n") }
    let found = try Console.perform(SettingsRequest(words, of: options.selection))
    if json { return Console.give(String(decoding: try CanonicalJSON.encode(found), as: UTF8.self)) }
    for (index, chapter) in found.enumerated() {
      if index > 0 { Console.say("") }
      Console.say(chapter.slug.isEmpty ? chapter.title : "\(chapter.slug): \(chapter.title)")
      for setting in chapter.settings { show(setting) }
    }
    Console.say("")
    let name = found.first { !$0.slug.isEmpty }.map { "\($0.slug).NAME" } ?? "NAME"
    Console.say(
      name == "NAME"
        ? "In report.yml a setting stands at the beginning of a line; on the command line, -P NAME=VALUE."
        : "In report.yml a setting stands below its chapter; on the command line, -P \(name)=VALUE.")
  }

  private func show(_ setting: SettingDescription) {
    let standard = setting.standard.isEmpty ? "" : " = \(setting.standard)"
    Console.say("")
    Console.say("  \(setting.name)\(standard)    \(setting.allowed)\(setting.unit.map { "; \($0)" } ?? "")")
    Console.say("      \(setting.meaning)")
    if let present = setting.present, let origin = setting.origin {
      Console.say("      is \(present.isEmpty ? "empty" : present) by \(origin)")
    }
  }
}
