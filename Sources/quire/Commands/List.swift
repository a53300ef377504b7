import ArgumentParser
import Basics
import Foundation
import Notebook

/// `quire list`: the chapters, and whether each is what a run would give.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the chapters and why each is stale.")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    let quiet = TerminalProgress(isTerminal: false, isQuiet: true)
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    let statuses = try Console.asSettings {
      try bench.runner(progress: quiet, cancellation: cancellation).statuses()
    }
    let width = statuses.map { $0.chapter.slug.count }.max() ?? 0
    for (chapter, status) in statuses {
      Console.say("\(chapter.slug.padding(toLength: width, withPad: " ", startingAt: 0))  \(status.word)")
      for reason in status.reasons { Console.say(String(repeating: " ", count: width + 2) + reason) }
    }
  }
}
