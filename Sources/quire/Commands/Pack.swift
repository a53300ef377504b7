import ArgumentParser
import Basics
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
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    let output = try Console.asSettings { try OutputFolder(folder) }
    let quiet = TerminalProgress(isTerminal: false, isQuiet: true)
    let stale = try Console.asSettings {
      try bench.runner(progress: quiet, cancellation: cancellation, output: output).statuses()
    }.filter { $0.status != .fresh }
    guard stale.isEmpty else {
      let lines = stale.map {
        "\($0.chapter.slug) is \($0.status.word)" + ($0.status.reasons.first.map { ": \($0)" } ?? "")
      }
      throw Console.exit(.incomplete, lines + ["run `quire render` first"])
    }
    let missing = try bench.answers().filter { $0.state != .answered }.map { "\($0.path) is \($0.state.rawValue)" }
    guard missing.isEmpty || allowIncomplete else {
      throw Console.exit(
        .incomplete,
        missing + ["`quire pack --allow-incomplete` packs all the same"])
    }
    // Stitching again costs little, and what is packed is then what the answers and settings say now.
    let formats = try bench.formats(nil)
    let result = try Stitching(bench, into: output, cancellation).stitch(formats)
    let unmade = formats.filter { result.files[$0] == nil }.map { "report.\($0.rawValue)" }
    guard unmade.isEmpty || allowIncomplete else {
      throw Console.exit(
        .incomplete,
        "\(unmade.joined(separator: ", ")) could not be made, and a submission should hold it; `quire check` tells why, "
          + "`quire pack --allow-incomplete` packs all the same")
    }
    try Console.asSettings {
      let sources = bench.home.appending(path: "Sources/Chapters")
      let items = try Submission.items(
        of: folder, slugs: bench.chapters.map(\.slug), formats: result.files.keys.sorted().map(\.rawValue),
        sources: FileSystem.exists(sources) ? [("Chapters", sources)] : [])
      for item in items {
        guard let fault = PortableName.faultOnWindows(item.name) else { continue }
        Console.complain("warning: \(item.name) \(fault); whoever unpacks it there cannot have it: rename the file")
      }
      try output.claim([folder.submission.lastPathComponent])
      try Submission.write(
        items, to: folder.submission, modified: bench.surroundings.sourceDate ?? Date(timeIntervalSince1970: 0),
        cancellation: cancellation)
    }
    Console.say("packed \(FileSystem.shown(folder.submission))")
  }
}
