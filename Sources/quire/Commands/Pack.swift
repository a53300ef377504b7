import ArgumentParser
import Foundation
import Notebook

/// `quire pack`: checks that the report is whole, then writes `submission.zip`.
struct Pack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the report, then pack it with a manifest of SHA-256 sums.")

  @Flag(help: "Pack although answers or a format are missing.")
  var allowIncomplete = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    let folder = bench.folder
    let lock = try Complaint.asSettings { try RunLock(folder.output) }
    defer { withExtendedLifetime(lock) {} }
    let quiet = TerminalProgress(isTerminal: false, isQuiet: true)
    let stale = bench.runner(progress: quiet, cancellation: Cancellation()).statuses().filter { $0.status != .fresh }
    guard stale.isEmpty else {
      let lines = stale.map {
        "\($0.chapter.slug) is \($0.status.word)" + ($0.status.reasons.first.map { ": \($0)" } ?? "")
      }
      throw Complaint.exit(.incomplete, (lines + ["run `quire render` first"]).joined(separator: "\n"))
    }
    let missing = try bench.answers().filter { $0.state != .answered }.map { "\($0.path) is \($0.state.rawValue)" }
    guard missing.isEmpty || allowIncomplete else {
      throw Complaint.exit(
        .incomplete,
        (missing + ["`quire pack --allow-incomplete` packs all the same"]).joined(separator: "\n"))
    }
    // Stitching again costs little, and what is packed is then what the answers and settings say now.
    let formats = try bench.formats(nil)
    let result = try Stitching(bench).stitch(formats)
    let unmade = formats.filter { result.files[$0] == nil }.map { "report.\($0.rawValue)" }
    guard unmade.isEmpty || allowIncomplete else {
      throw Complaint.exit(
        .incomplete,
        "\(unmade.joined(separator: ", ")) could not be made, and a submission should hold it; `quire check` tells why, "
          + "`quire pack --allow-incomplete` packs all the same")
    }
    try Complaint.asSettings {
      let sources = bench.home.appending(path: "Sources/Chapters")
      let items = try Submission.items(
        of: folder, slugs: bench.chapters.map(\.slug), formats: result.files.keys.sorted().map(\.rawValue),
        sources: FileSystem.exists(sources) ? [("Chapters", sources)] : [])
      try Submission.write(
        items, to: folder.submission, modified: bench.surroundings.sourceDate ?? Date(timeIntervalSince1970: 0))
    }
    print("packed \(FileSystem.shown(folder.submission))")
  }
}
