import ArgumentParser
import Basics
import Foundation
import Rendering
import Workflow

/// `quire render`: runs what is stale, then stitches the report.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Run the chapters that are stale (named ones always), then stitch the report.",
    discussion: "Example: quire render attention --report mine --to html")

  @Argument(
    help: ArgumentHelp("Chapters to run in any case.", valueName: "chapter"),
    completion: .custom { words, _, _ in Completions.names(.chapters, words) })
  var named: [String] = []

  @Option(
    name: [.customShort("t"), .customLong("to")],
    help: "The formats to make, as in --to \(ReportFormat.all.map(\.name).joined(separator: ",")).",
    completion: .custom { words, _, typed in Completions.list(.formats, words, typed) })
  var formats: String?

  @Flag(help: "Run every chapter, fresh or not.")
  var refresh = false

  @Flag(help: "End at the first chapter that fails.")
  var failFast = false

  @Flag(
    help: "With -P, --seed or --pairs: put the report in the place of its own, not into tried/ beside it.")
  var replace = false

  @Flag(help: "Open the report when it is made: the HTML where it is among what is made, else the first file.")
  var open = false

  @Option(
    help: ArgumentHelp(
      "Writes when each chapter was at what, and how many cores were busy, for Chrome's about:tracing or ui.perfetto.dev.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var trace: String?

  @OptionGroup var options: ReportOptions

  func run() throws {
    try refuseMistypedCommand()
    var request = RenderRequest(options.selection)
    request.report.isAside = request.report.saysOtherwise && options.outputDir == nil && !replace
    request.chapters = named
    request.formats = formats.map(Console.list)
    request.refresh = refresh
    request.failFast = failFast
    request.trace = trace.map { URL(filePath: $0) }
    let report = try Console.perform(request, isQuiet: options.quiet)
    let files = zip(report.files, report.sizes)
      .map { "\(FileSystem.shown($0)) (\(ByteCount.text($1)))" }.joined(separator: ", ")
    let pages = report.pages.map { ", \($0) \($0 == 1 ? "page" : "pages")" } ?? ""
    Console.say(
      report.isUnchanged
        ? "nothing to do; the report is \(files)"
        : "the report is \(files)\(pages), in \(Duration.text(report.seconds))")
    if request.report.isAside, !options.quiet {
      Console.diagnose("the report's own files stand as they were; --replace puts this one in their place")
    }
    if open { try show(report.files) }
    var failures: [String] = []
    if !report.failed.isEmpty {
      failures.append(
        "failed: \(report.failed.joined(separator: ", "))\(report.isFailureTold ? "; the report says so in its place" : "")"
      )
    }
    if !report.failedFormats.isEmpty { failures.append("not made: \(report.failedFormats.joined(separator: ", "))") }
    if !failures.isEmpty { throw Console.exit(.chapterFailed, failures) }
  }

  /// Opens the file that is best looked at.
  private func show(_ files: [URL]) throws {
    guard let file = files.first(where: { $0.pathExtension == "html" }) ?? files.first else { return }
    do { try Desktop.open(file) } catch {
      Console.diagnose("\(FileSystem.shown(file)) was not opened: \(error)")
    }
  }

  /// Refuses a first word that stands in the place of a command and is neither one nor a chapter.
  private func refuseMistypedCommand() throws {
    guard let first = named.first, CommandLine.arguments.dropFirst().first == first,
      !RenderRequest.chapterNames.contains(first)
    else { return }
    let commands = Quire.configuration.subcommands.map { $0._commandName }
    let near = nearestName(to: first, among: commands + RenderRequest.chapterNames)
    let hint =
      near.map { "; did you mean `quire \($0)`?" } ?? "; `quire --help` lists the commands, `quire list` the chapters"
    throw Console.exit(.wrongSettings, "there is neither a command nor a chapter “\(first)”\(hint)")
  }
}
