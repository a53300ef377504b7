import Foundation

extension ReportFormat {
  /// An accessible PDF.
  public static let pdf = ReportFormat(
    name: "pdf", title: "PDF", ending: "pdf", templates: ["pdf/pdf.html.mustache", "pdf/pdf.css", "pdf/pdf.py"]
  ) { context in
    guard let engine = context.engine else {
      throw FormatUnavailable(reason: "no Python interpreter with WeasyPrint was found")
    }
    return try PDFView(
      book: context.book, templates: context.templates, formulas: context.formulas(), engine: engine,
      epoch: context.epoch, place: context.folder.report("pdf"), cache: context.folder.cache.appending(path: "pdf.key"),
      claim: context.output.claim
    ).output()
  }
}
