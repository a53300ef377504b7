import Basics
import Foundation

/// The report as one HTML file: images and style are in it, and it makes no request.
struct HTMLView {
  /// The book.
  let book: Book
  /// The folder of the templates.
  let templates: Templates
  /// Formulas that have been set.
  let formulas: [Formula: SetFormula]

  func output() throws -> Output {
    let images = book.images.mapValues { "data:\($0.type);base64,\($0.data.base64EncodedString())" }
    let body = HTMLBody(book: book, medium: .screen, formulas: formulas) { images[UTF8Key($0)] ?? "" }
    let css = try templates.css("html/screen.css") + "@media print {\n" + templates.text("html/print.css") + "}\n"
    let values = PageContext(book: book, body: body).values(css: css, created: nil)
    return Output(data: Data(try templates.fill("html/report.html.mustache", with: values).utf8))
  }
}
