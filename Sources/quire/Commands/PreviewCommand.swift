import ArgumentParser
import Basics
import Foundation
import Preview
import Workflow

/// `quire preview`: a page in the browser that follows the report's files.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show the report in a browser and follow its files: answers, settings, pictures, style, bibliography.",
    discussion: """
      An edited answer is on the page at once; after a changed setting the chapters that are stale run, and the page says how far \
      they are. What cannot be stitched is told over the last good page. The page is for this machine alone, at an address with a \
      key of its own; nothing but what chapters leave is written: `quire render` makes the files. Ctrl-C ends it.

      Example: quire preview --report mine --open
      """)

  @Flag(help: "Open the page in the browser.")
  var open = false

  @Option(help: ArgumentHelp("The port; without it, any that is free.", valueName: "number"))
  var port: UInt16 = 0

  @Flag(name: .customLong("no-run"), help: "Run no chapters; only stitch what the last run left.")
  var noRun = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    let progress = TerminalProgress(isQuiet: options.quiet)
    var selection = options.selection
    // Settings that were only said here make no chapters of the report itself.
    selection.isAside = selection.saysOtherwise && options.outputDir == nil && !noRun
    var preview = Preview(selection)
    (preview.port, preview.runsChapters) = (port, !noRun)
    let (isQuiet, opens) = (options.quiet, open)
    do {
      try preview.run(in: .ofProcess, until: cancellation) { event in
        Self.show(event, progress, isQuiet: isQuiet, opens: opens)
      }
      progress.finish()
    } catch {
      progress.finish()
      throw Console.exit(.wrongSettings, error.messages)
    }
    if !options.quiet { Console.diagnose("the preview has ended") }
  }

  private static func show(_ event: PreviewEvent, _ progress: TerminalProgress, isQuiet: Bool, opens: Bool) {
    func say(_ line: String) { if !isQuiet { Console.diagnose(line) } }
    switch event {
    case .began(let address):
      Console.say("the preview is at \(address)")
      if opens {
        do { try Desktop.open(address) } catch { Console.diagnose("the page is not opened: \(error)") }
      }
    case .page(let number, let seconds, let paths):
      let cause = paths.prefix(2).joined(separator: ", ") + (paths.count > 2 ? ", …" : "")
      say("page \(number)\(cause.isEmpty ? "" : " after \(cause)") (\(String(format: "%.2f", seconds)) s)")
    case .faults(let messages): for message in messages { Console.diagnose(message) }
    case .mended: say("mended")
    case .remark(let text): Console.diagnose(text)
    case .running(let event): progress.show(event)
    }
  }
}
