import ArgumentParser
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

    let lock = try Complaint.asSettings { try RunLock(bench.folder.output) }
    defer { withExtendedLifetime(lock) {} }
    let outcomes: [ReportRunner.Outcome]
    do {
      outcomes = try bench.runner(progress: progress, cancellation: cancellation)
        .run(named: Set(named), refresh: refresh, failFast: failFast)
    } catch is CancellationError {
      progress.finish()
      throw Complaint.exit(.interrupted, "interrupted; the last good report stands as it was")
    } catch {
      throw Complaint.exit(.chapterFailed, "\(error)")
    }
    progress.finish()
    let failed = outcomes.filter { $0.failure != nil }
    let result = try Stitching(bench).stitch(formats)
    RunLog(outcomes: outcomes, lines: progress.log, seconds: (ContinuousClock.now - start) / .seconds(1))
      .write(to: bench.folder, threads: bench.settings.threads ?? bench.surroundings.processors)
    if failFast, !failed.isEmpty { Complaint.say("stopped at the first failure; other chapters may not have run") }

    guard !result.files.isEmpty else {
      throw Complaint.exit(.incomplete, "no format that was asked for could be made; `quire check` tells why")
    }
    let isIdle = result.changed.isEmpty && !outcomes.contains { $0.ran }
    let files = result.files.sorted { $0.key < $1.key }.map { FileSystem.shown($0.value) }.joined(separator: ", ")
    print(isIdle ? "nothing to do; the report is \(files)" : "the report is \(files)")
    if !failed.isEmpty {
      // A full disk takes not even the record of a failure.
      let isTold = failed.allSatisfy { FileSystem.exists(bench.folder.failure($0.slug)) }
      throw Complaint.exit(
        .chapterFailed,
        "failed: \(failed.map(\.slug).joined(separator: ", "))\(isTold ? "; the report says so in its place" : "")")
    }
  }
}
