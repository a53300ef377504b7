import ArgumentParser
import Foundation
import Notebook

/// `quire list`: the chapters, and whether each is what a run would give.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the chapters and why each is stale.")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    let quiet = TerminalProgress(isTerminal: false, isQuiet: true)
    let statuses = bench.runner(progress: quiet, cancellation: Cancellation()).statuses()
    let width = statuses.map { $0.chapter.slug.count }.max() ?? 0
    for (chapter, status) in statuses {
      print("\(chapter.slug.padding(toLength: width, withPad: " ", startingAt: 0))  \(status.word)")
      for reason in status.reasons { print(String(repeating: " ", count: width + 2) + reason) }
    }
  }
}
