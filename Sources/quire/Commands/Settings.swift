import ArgumentParser
import Basics
import Foundation
import Workflow

/// `quire settings`: what there is to set, what it means and what it may be.
struct Settings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the settings of chapters: name, default, what each may be and what it means.")

  @Argument(help: "Chapters, such as embeddings; all where none is named.")
  var chapters: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let found = try Console.perform(SettingsRequest(chapters))
    if json {
      print(String(decoding: try CanonicalJSON.encode(found), as: UTF8.self), terminator: "")
      return
    }
    for (index, chapter) in found.enumerated() {
      if index > 0 { Console.say("") }
      Console.say("\(chapter.slug): \(chapter.title)")
      for setting in chapter.settings {
        let standard = setting.standard.isEmpty ? "" : " = \(setting.standard)"
        Console.say("")
        Console.say("  \(setting.name)\(standard)    \(setting.allowed)")
        Console.say("      \(setting.meaning)")
      }
    }
    Console.say("")
    Console.say(
      "In report.yml a setting stands below its chapter; on the command line, -P \(found[0].slug).NAME=VALUE.")
  }
}
