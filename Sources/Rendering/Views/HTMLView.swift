import Basics
import Foundation

/// The report as one HTML file: images and style are in it, and it makes no request.
struct HTMLView: OutputFormat {
  /// The book.
  let book: Book
  /// The folder of the templates.
  let templates: Templates
  /// Formulas that have been set.
  let formulas: [Formula: SetFormula]

  var format: ReportFormat { .html }

  func output() throws -> Output {
    let images = try Dictionary(
      book.images.map { path, file in (path, try Self.address(of: file)) }, uniquingKeysWith: { first, _ in first })
    let body = HTMLBody(book: book, medium: .screen, formulas: formulas) { images[$0] ?? "" }
    let css = try templates.css("screen.css") + "@media print {\n" + templates.text("print.css") + "}\n"
    let values = PageContext(book: book, body: body).values(css: css, created: nil)
    return Output(data: Data(try templates.fill("report.html.mustache", with: values).utf8))
  }

  private static func address(of file: URL) throws -> String {
    guard let data = try? InputFile.data(of: file, limit: ReportReader.longestOutput), let type = Picture.type(of: file)
    else {
      throw RenderingError(file: file.path, "the image cannot be read")
    }
    return "data:\(type);base64,\(data.base64EncodedString())"
  }
}

extension Book {
  /// Every image of the report, by its path in it.
  var images: [(path: String, file: URL)] {
    var images: [String: URL] = [:]
    for chapter in chapters {
      for case .figure(let figure) in chapter.pieces { images[figure.path] = figure.file }
      for prose in chapter.prose {
        for link in LinkVisitor.links(in: prose.document) where link.isImage {
          let path = LinkDestination.path(of: link.url) ?? link.url
          if let file = media[path] ?? local[path] { images[path] = file }
        }
      }
    }
    return images.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
