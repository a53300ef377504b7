import ArgumentParser
import Basics
import Foundation
import Notebook
import Rendering

/// `quire render`: runs what is stale, then stitches the report.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the chapters that are stale (named ones always), then stitch the report.")

  @Argument(help: ArgumentHelp("Chapters to run in any case.", valueName: "chapter"))
  var named: [String] = []

  @Option(name: [.customShort("t"), .customLong("to")], help: "The formats to make, as in --to md,html,pdf.")
  var formats: String?

  @Flag(help: "Run every chapter, fresh or not.")
  var refresh = false

  @Flag(help: "End at the first chapter that fails.")
  var failFast = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    try bench.requireChapters(named)
    let formats = try bench.formats(self.formats)
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    let progress = TerminalProgress(isTerminal: bench.surroundings.isTerminal, isQuiet: options.quiet)
    let start = ContinuousClock.now

    ScarceMemory.warn(of: bench.chapters)
    let output = try Console.asSettings { try OutputFolder(bench.folder) }
    let outcomes: [ReportRunner.Outcome]
    do {
      outcomes = try bench.runner(progress: progress, cancellation: cancellation, output: output)
        .run(named: Set(named), refresh: refresh, failFast: failFast)
    } catch is CancellationError {
      progress.finish()
      throw Console.exit(.interrupted, "interrupted; the last good report stands as it was")
    } catch {
      progress.finish()
      throw Console.settings("\(error)")
    }
    progress.finish()
    let failed = outcomes.filter { $0.failure != nil }
    let result = try Stitching(bench, into: output, cancellation).stitch(formats)
    try Console.asSettings {
      try RunLog(outcomes: outcomes, lines: progress.log, seconds: (ContinuousClock.now - start) / .seconds(1))
        .write(to: bench.folder, output, threads: bench.settings.threads ?? bench.surroundings.processors)
    }
    if failFast, !failed.isEmpty { Console.complain("stopped at the first failure; other chapters may not have run") }

    guard !result.files.isEmpty else {
      throw Console.exit(.incomplete, "no format that was asked for could be made; `quire check` tells why")
    }
    let isIdle = result.changed.isEmpty && !outcomes.contains { $0.ran }
    let files = result.files.sorted { $0.key < $1.key }.map { FileSystem.shown($0.value) }.joined(separator: ", ")
    Console.say(isIdle ? "nothing to do; the report is \(files)" : "the report is \(files)")
    if !failed.isEmpty {
      // A full disk takes not even the record of a failure.
      let isTold = failed.allSatisfy { FileSystem.exists(bench.folder.failure($0.slug)) }
      throw Console.exit(
        .chapterFailed,
        "failed: \(failed.map(\.slug).joined(separator: ", "))\(isTold ? "; the report says so in its place" : "")")
    }
  }
}
