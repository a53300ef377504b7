import Basics
import Chapters
public import Foundation
import Notebook
import Rendering

/// Runs the chapters that need it, then stitches the report.
public struct RenderRequest: Request {
  /// Which report.
  public var report: ReportSelection
  /// Chapters to run in any case.
  public var chapters: [String] = []
  /// The formats to make, by name; without them, those that the settings name.
  public var formats: [String]?
  /// Whether every chapter runs, fresh or not.
  public var refresh = false
  /// Whether the first failure ends the run.
  public var failFast = false
  /// Where the run's timeline goes, in the form of Chrome's traces; nowhere unless said.
  public var trace: URL?

  /// The names of the chapters that there are.
  public static var chapterNames: [String] { AllChapters.list.map { $0.slug } }

  /// The rendering of a report.
  public init(_ report: ReportSelection) { self.report = report }

  /// What a rendering left.
  public struct Rendered: Sendable {
    /// The report's files, in the order of the formats.
    public let files: [URL]
    /// Whether nothing had to be done.
    public let isUnchanged: Bool
    /// The chapters that failed.
    public let failed: [String]
    /// Whether the report says in their place that they failed.
    public let isFailureTold: Bool
    /// The formats whose engine failed, as sentences call them.
    public let failedFormats: [String]
    /// The pages of the PDF; `nil` where it was not set in this run.
    public let pages: Int?
    /// The size of each file, in bytes.
    public let sizes: [Int]
    /// How long it took, in seconds.
    public let seconds: Double
  }

  /// Runs and stitches.
  ///
  /// A chapter that fails is no error: the others run, and the report says so in its place.
  public func result(in context: Context) throws -> Rendered {
    let bench = try Workbench.open(report, in: context)
    try bench.requireChapters(chapters)
    let formats = try bench.formats(self.formats)
    bench.warnOfScarceMemory(context)
    if let trace { try requirePlace(trace) }
    return try OutputFolder.hold(bench.folder) { output in
      if report.isAside, report.outputFolder == nil { try output.adopt(from: ReportFolder(bench.folder.root)) }
      let reporter = EventReporter(context.observer)
      let outcomes = try bench.run(
        reporter, context.cancellation, output, named: Set(chapters), refresh: refresh, failFast: failFast)
      context.observer(.stitching)
      let record = try? StitchRecord(of: bench)
      let made = try reporter.timing("stitching") { () throws(WorkflowError) in
        try bench.stitch(formats, into: output, context)
      }
      try RunLog(
        outcomes: outcomes, lines: reporter.lines, seconds: reporter.seconds, timeline: reporter.timeline
      )
      .write(to: bench.folder, output, threads: bench.threads)
      let failed = outcomes.filter { $0.failure != nil }.map(\.slug)
      if failFast, !failed.isEmpty { context.warn("stopped at the first failure; other chapters may not have run") }
      guard !made.files.isEmpty else {
        throw WorkflowError.incomplete(["no format that was asked for could be made; `quire check` tells why"])
      }
      let files = made.files.sorted { $0.key < $1.key }
      try StitchRecord.write(record, of: bench, files.map(\.key), into: output)
      if let trace {
        do { try AtomicFile.write(reporter.timeline.chromeTrace(), to: trace) } catch {
          throw WorkflowError.failed(["the report is made, its trace is not: \(error)"])
        }
      }
      return Rendered(
        files: files.map(\.value),
        isUnchanged: made.changed.isEmpty && !outcomes.contains(where: \.ran), failed: failed,
        // A full disk takes not even the record of a failure.
        isFailureTold: failed.allSatisfy { FileSystem.exists(bench.folder.failure($0)) },
        failedFormats: made.failed.map(\.title), pages: made.pages,
        sizes: files.map { (try? InputFile($0.value).size) ?? 0 }, seconds: reporter.seconds)
    }
  }

  /// Refuses a trace that could not be written once the run is over.
  private func requirePlace(_ trace: URL) throws(WorkflowError) {
    // A device or a pipe would be replaced by a file.
    guard [nil, .file].contains(FileKind(of: trace, followingLinks: true)) else {
      throw .settings("--trace: \(FileSystem.shown(trace)) is not a file; name one, new or old")
    }
    let folder = trace.deletingLastPathComponent()
    guard FileKind(of: folder, followingLinks: true) == .folder else {
      throw .settings("--trace: there is no folder \(FileSystem.shown(folder))")
    }
  }
}
