extension ReportFormat {
  /// An accessible PDF: PDF/UA-1 and PDF/A-3a.
  public static let pdf = ReportFormat(
    name: "pdf", title: "PDF", ending: "pdf",
    templates: ["pdf/report.typ", "pdf/pdf.py", "pdf/quiet.tmTheme", "pdf/glyphs.txt"]
  ) { context in
    guard let engine = context.engine else {
      throw FormatUnavailable(reason: "no Python interpreter with Typst was found")
    }
    return try PDFView(context: context, engine: engine).output()
  }
}
