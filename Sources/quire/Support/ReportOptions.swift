import ArgumentParser
import Workflow

/// The options that every command about a report has.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The report's folder; without it, the only one under reports/ or the one that reports/default names.",
      valueName: "dir"),
    completion: .custom { words, _, _ in Completions.names(.reports, words) })
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Where generated files go, a folder that is new, empty or Quire's own; without it, output/ in the report's folder.",
      valueName: "dir"),
    completion: .directory)
  var outputDir: String?

  @Option(
    name: [.customShort("P"), .customLong("set")],
    help: ArgumentHelp(
      "Overrides a setting, as in -P embeddings.window=5. Text is taken as it stands, without quotes of its own; lists are "
        + "written [a, b].", valueName: "key=value"),
    completion: .custom { words, _, typed in Completions.assignments(words, typed) })
  var overrides: [String] = []

  @Option(help: "The seed of everything random.")
  var seed: Int?

  @Option(help: "How many threads to use.")
  var threads: Int?

  @Option(
    help: ArgumentHelp("Word pairs that people judged, to hold the embeddings against.", valueName: "file"),
    completion: .file())
  var pairs: String?

  @Flag(name: [.short, .long], help: "Say nothing but errors and where the output is.")
  var quiet = false

  /// The same for a request.
  var selection: ReportSelection {
    var selection = ReportSelection(report: report, outputFolder: outputDir)
    selection.overrides = overrides
    (selection.seed, selection.threads, selection.pairs) = (seed, threads, pairs)
    return selection
  }
}
