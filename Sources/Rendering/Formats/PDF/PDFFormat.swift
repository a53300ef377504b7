extension ReportFormat {
  /// An accessible PDF.
  public static let pdf = ReportFormat(
    name: "pdf", title: "PDF", ending: "pdf", templates: ["pdf/pdf.html.mustache", "pdf/pdf.css", "pdf/pdf.py"]
  ) { context in
    guard let engine = context.engine else {
      throw FormatUnavailable(reason: "no Python interpreter with WeasyPrint was found")
    }
    return try PDFView(context: context, engine: engine).output()
  }
}
