import Foundation
import Notebook

/// What the formats of one rendering are made from.
final class FormatContext {
  /// The book.
  let book: Book
  /// The page templates, with the report's own style.
  let templates: Templates
  /// The Python that sets pages and formulas, where there is one.
  let engine: PDFEngine?
  /// What writes mathematics and further formats, where it is installed.
  let pandoc: Pandoc?
  /// The moment for every date, in seconds since 1970.
  let epoch: Int?
  /// The report.
  let folder: ReportFolder
  /// The right to write into its output.
  let output: OutputFolder
  /// A folder for what engines read and write while they work; whoever needs it makes it, and it goes with the rendering.
  let desk: URL
  /// What the user should know of what formats share.
  private(set) var warnings: [String] = []

  init(
    book: Book, templates: Templates, engine: PDFEngine?, pandoc: Pandoc?, epoch: Int?, folder: ReportFolder,
    output: OutputFolder, desk: URL
  ) {
    self.book = book
    self.templates = templates
    self.engine = engine
    self.pandoc = pandoc
    self.epoch = epoch
    self.folder = folder
    self.output = output
    self.desk = desk
  }
}
