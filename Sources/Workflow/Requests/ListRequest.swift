public import Notebook

/// The chapters of a report, and whether each is what a run would give. Nothing is written.
public struct ListRequest: Request {
  /// One chapter.
  public struct Chapter: Sendable, Equatable {
    /// Its name.
    public let slug: String
    /// Its title.
    public let title: String
    /// Its state, and why.
    public let status: ChapterStatus
  }

  /// Which report.
  public var report: ReportSelection

  /// The state of a report's chapters.
  public init(_ report: ReportSelection) { self.report = report }

  /// The chapters in their order.
  public func result(in context: Context) throws -> [Chapter] {
    let bench = try Workbench.open(report, in: context)
    return try bench.runner(EventReporter(context.observer), context.cancellation).statuses().map {
      Chapter(slug: $0.chapter.slug, title: $0.chapter.title, status: $0.status)
    }
  }
}
