import Basics
import Foundation

extension ReportFormat {
  /// One HTML file that needs nothing else: images and style are in it, and it makes no request.
  public static let html = ReportFormat(
    name: "html", title: "HTML", ending: "html",
    templates: ["html/report.html.mustache", "html/screen.css", "html/print.css"] + ViewScripts.files
  ) { context in
    Output(data: try HTMLPage.data(of: context.book, context.templates))
  }
}

/// The HTML page of a book.
enum HTMLPage {
  /// Its bytes, the same for the same book and templates.
  ///
  /// - Throws: `RenderingError` for a template or the data of a view that cannot be read.
  static func data(of book: Book, _ templates: Templates) throws -> Data {
    // In a page for browsers half the bytes of a figure's PNG, or fewer, show the same.
    let web = book.figures.compactMap { figure in figure.webImage().map { (UTF8Key(figure.path), $0) } }
    let pictures = book.images.merging(web) { _, lighter in lighter }
    let images = pictures.mapValues(\.address)
    let views = try ViewBlocks(of: book)
    let scripts = views.kinds.isEmpty ? nil : try ViewScripts(kinds: views.kinds, templates)
    let body = HTMLBody(book: book, formulas: book.formulas, views: views) { images[UTF8Key($0)] ?? "" }
    let css =
      try templates.text("html/screen.css") + (scripts?.css ?? "") + templates.style + "@media print {\n"
      + templates.text("html/print.css") + "}\n"
    let values = PageContext(book: book, body: body).values(css: css, scripts, views.blocks)
    return Data(try templates.fill("html/report.html.mustache", with: values).utf8)
  }
}
