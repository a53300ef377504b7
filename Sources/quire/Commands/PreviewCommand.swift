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
      they are, and once Quire has been built anew the new one goes on with the same page. What cannot be stitched is told over the last good page. The page is for this machine alone, at an address with a \
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
    (preview.port, preview.runsChapters, preview.continuation) = (port, !noRun, Self.continuation())
    let (isQuiet, opens) = (options.quiet, open && preview.continuation == nil)
    let environment = Environment.ofProcess
    let end: Preview.End
    do {
      end = try preview.run(in: environment, until: cancellation) { event in
        Self.show(event, progress, isQuiet: isQuiet, opens: opens)
      }
      progress.finish()
    } catch {
      progress.finish()
      throw Console.exit(.wrongSettings, error.messages)
    }
    if case .replaced(let continuation) = end {
      if !options.quiet { Console.diagnose("Quire has been built anew, and goes on") }
      try Self.goOn(continuation, with: environment.executable)
    }
    if !options.quiet { Console.diagnose("the preview has ended") }
  }

  /// What a preview hands to the one that goes on: a variable, since arguments are for everybody at the machine to read.
  private static let variable = "QUIRE_PREVIEW"

  /// Where an earlier program of this preview left off.
  private static func continuation() -> Continuation? {
    let text = ProcessInfo.processInfo.environment[variable]
    unsetenv(variable)
    return text.flatMap { Continuation($0) }
  }

  /// Becomes the program that has been built anew.
  private static func goOn(_ continuation: Continuation, with program: URL?) throws {
    guard let path = program?.path(percentEncoded: false) else { return }
    setenv(variable, continuation.text, 1)
    let end = ContinuousClock.now + .seconds(30)
    // Whoever still writes the file keeps it from being run.
    repeat {
      execv(path, CommandLine.unsafeArgv)
      usleep(100_000)
    } while errno == ETXTBSY && .now < end
    throw Console.exit(.failure, ["\(path): cannot be run (\(FileSystem.message(errno))); start the preview again"])
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
      say("page \(number)\(cause.isEmpty ? "" : " after \(cause)") (\(NumberText.fixed(seconds, 2)) s)")
    case .faults(let messages): for message in messages { Console.diagnose(message) }
    case .mended: say("mended")
    case .remark(let text): Console.diagnose(text)
    case .running(let event): progress.show(event)
    }
  }
}
