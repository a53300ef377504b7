import ArgumentParser
import Foundation
import Workflow

/// `quire list`: the chapters, and whether each is what a run would give.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the chapters and the report's files, and why each is stale.",
    discussion: "Example: quire list --report mine")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let chapters = try Console.perform(ListRequest(options.selection))
    let files = try Console.perform(ReportStateRequest(options.selection))
    let names = files.map(\.file.lastPathComponent)
    let width = (chapters.map(\.slug) + names).map(\.count).max() ?? 0
    func say(_ name: String, _ word: String, _ reasons: [String]) {
      Console.say("\(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(word)")
      for reason in reasons { Console.say(String(repeating: " ", count: width + 2) + reason) }
    }
    for chapter in chapters { say(chapter.slug, chapter.status.word, chapter.status.reasons) }
    // What a chapter would give is known when it has run: until then the report is no newer than it.
    let waiting = chapters.filter { $0.status != .fresh }.map(\.slug)
    for (file, name) in zip(files, names) {
      let isWaiting = file.size != nil && !waiting.isEmpty
      let reasons = file.reasons + (isWaiting ? ["\(waiting.joined(separator: ", ")) would run first"] : [])
      say(name, isWaiting ? "stale" : file.word, reasons)
    }
  }
}
