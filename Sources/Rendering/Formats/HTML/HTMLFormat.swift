import Foundation

extension ReportFormat {
  /// One HTML file that needs nothing else.
  public static let html = ReportFormat(
    name: "html", title: "HTML", ending: "html",
    templates: ["html/report.html.mustache", "html/screen.css", "html/print.css", "html/formulas.py"]
  ) { context in
    try HTMLView(book: context.book, templates: context.templates, formulas: context.formulas()).output()
  }
}
