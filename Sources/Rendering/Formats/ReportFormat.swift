import Foundation

/// A file format of the stitched report.
public enum ReportFormat: String, Sendable, CaseIterable, Comparable {
  /// GitHub's Markdown, beside its figures.
  case markdown = "md"
  /// One HTML file that needs nothing else.
  case html
  /// An accessible PDF.
  case pdf

  /// In the order in which they are listed.
  public static func < (first: ReportFormat, second: ReportFormat) -> Bool {
    allCases.firstIndex(of: first)! < allCases.firstIndex(of: second)!
  }
}

/// A view of the book: what the stitched report becomes in one file format.
protocol OutputFormat {
  /// The format.
  var format: ReportFormat { get }

  /// The whole file, the same bytes for the same book; throws a `RenderingError`.
  func output() throws -> Output
}

/// A finished file, not yet on disk.
struct Output {
  var data: Data
  /// What the user should know of it.
  var warnings: [String] = []
  /// How many pages it has, where it has pages.
  var pages: Int?
}
