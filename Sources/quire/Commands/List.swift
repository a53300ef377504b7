import ArgumentParser
import Foundation
import Workflow

/// `quire list`: the chapters, and whether each is what a run would give.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the chapters and why each is stale.", discussion: "Example: quire list --report mine")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let chapters = try Console.perform(ListRequest(options.selection))
    let width = chapters.map(\.slug.count).max() ?? 0
    for chapter in chapters {
      Console.say("\(chapter.slug.padding(toLength: width, withPad: " ", startingAt: 0))  \(chapter.status.word)")
      for reason in chapter.status.reasons { Console.say(String(repeating: " ", count: width + 2) + reason) }
    }
  }
}
