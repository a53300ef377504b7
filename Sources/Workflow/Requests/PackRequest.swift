import Basics
public import Foundation
import Notebook
import Rendering

/// Checks that a report is whole, then packs it for hand-in.
public struct PackRequest: Request {
  /// Which report.
  public var report: ReportSelection
  /// Whether to pack although answers or a format are missing.
  public var allowIncomplete: Bool

  /// The packing of a report.
  public init(_ report: ReportSelection, allowIncomplete: Bool = false) {
    self.report = report
    self.allowIncomplete = allowIncomplete
  }

  /// The archive.
  public func result(in context: Context) throws -> URL {
    let bench = try Workbench.open(report, in: context)
    return try OutputFolder.hold(bench.folder) { output in
      try check(bench, output, context)
      // Stitching again costs little, and what is packed is then what the answers and settings say now.
      let formats = try bench.formats(nil)
      let made = try bench.stitch(formats, into: output, context)
      let unmade = formats.filter { made.files[$0] == nil }.map(\.file)
      guard unmade.isEmpty || allowIncomplete else {
        throw WorkflowError.incomplete([
          "\(unmade.joined(separator: ", ")) could not be made, and a submission should hold it; `quire check` tells why, "
            + "`quire pack --allow-incomplete` packs all the same"
        ])
      }
      try write(bench, made.files.keys.sorted(), output, context)
      return bench.folder.submission
    }
  }

  /// Refuses a report whose chapters are stale or whose answers are missing.
  private func check(_ bench: Workbench, _ output: OutputFolder, _ context: Context) throws {
    let stale = try bench.runner(EventReporter { _ in }, context.cancellation, output).statuses()
      .filter { $0.status != .fresh }
    guard stale.isEmpty else {
      let lines = stale.map {
        "\($0.chapter.slug) is \($0.status.word)" + ($0.status.reasons.first.map { ": \($0)" } ?? "")
      }
      throw WorkflowError.incomplete(lines + ["run `quire render` first"])
    }
    let (rows, review) = try bench.answers()
    let missing =
      rows.filter { $0.state != .answered }.map { "\($0.path) is \($0.state.rawValue)" }
      + rows.filter { !$0.moved.isEmpty }.map {
        "\($0.path) rests on values that have moved: \($0.moved[0])"
          + ($0.moved.count > 1 ? " and \($0.moved.count - 1) more" : "")
          + "; `quire accept \($0.name)` once it is read again"
      } + [review.fault?.description].compactMap(\.self)
    guard missing.isEmpty || allowIncomplete else {
      throw WorkflowError.incomplete(missing + ["`quire pack --allow-incomplete` packs all the same"])
    }
  }

  private func write(
    _ bench: Workbench, _ formats: [ReportFormat], _ output: OutputFolder, _ context: Context
  ) throws {
    let folder = bench.folder
    let sources = bench.home.appending(path: "Sources/Chapters")
    let items = try Submission.items(
      of: folder, slugs: bench.chapters.map(\.slug), formats: formats.map(\.ending),
      sources: FileSystem.exists(sources) ? [("Chapters", sources)] : [])
    for item in items {
      guard let fault = PortableName.faultOnWindows(item.name) else { continue }
      context.warn("\(item.name) \(fault); whoever unpacks it there cannot have it: rename the file")
    }
    try output.claim([folder.submission.lastPathComponent])
    let photos = try Submission.write(
      items, to: folder.submission, modified: context.environment.sourceDate ?? Date(timeIntervalSince1970: 0),
      cancellation: context.cancellation)
    for name in photos { context.warn("\(name) tells where it was taken; the packed copy does not") }
  }
}
