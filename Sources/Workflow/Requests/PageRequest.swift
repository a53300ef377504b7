public import Foundation
public import Rendering

/// The page of a report as its files are now: stitched in memory from what the last run left, with nothing run and nothing written.
public struct PageRequest: Request {
  /// Which report.
  public var report: ReportSelection
  private let memory: PageMemory

  /// The page of a report.
  ///
  /// - Parameter memory: What earlier pages of the same report needed of pandoc.
  public init(_ report: ReportSelection, using memory: PageMemory = PageMemory()) {
    (self.report, self.memory) = (report, memory)
  }

  /// The page.
  public func result(in context: Context) throws -> ReportPage {
    let bench = try Workbench(report, in: context.environment)
    return try bench.page(memory, context.cancellation)
  }
}

/// Where the files of a report lie that its page comes from.
public struct ReportPlaces: Sendable, Equatable {
  /// The report's own folder, with everything in it.
  public let root: URL
  /// Where generated files go.
  public let output: URL
  /// The chapters that a run has left, a folder each.
  public let chapters: URL
  /// What is known of each chapter's last run.
  public let state: URL
  /// What Quire brings: templates, with `preview` among them, and references.
  public let home: URL
  /// The written answers.
  public let answers: URL
}

/// Finds the files of a report, whatever its settings say.
public struct PlacesRequest: Request {
  /// Which report.
  public var report: ReportSelection

  /// The places of a report.
  public init(_ report: ReportSelection) { self.report = report }

  /// The places.
  ///
  /// - Throws: `WorkflowError` where no report is meant, or Quire's own files are not there.
  public func result(in context: Context) throws -> ReportPlaces {
    let home = try context.environment.requireHome()
    let folder = try Workbench.folder(report, home: home, in: context.environment)
    return ReportPlaces(
      root: folder.root, output: folder.output, chapters: folder.chapters, state: folder.state, home: home,
      answers: folder.answers)
  }
}
