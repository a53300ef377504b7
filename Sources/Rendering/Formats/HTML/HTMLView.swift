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
    var images: [UTF8Key: String] = [:]
    for (path, file) in book.images { images[UTF8Key(path)] = try Self.address(of: file) }
    let body = HTMLBody(book: book, medium: .screen, formulas: formulas) { [images] in images[UTF8Key($0)] ?? "" }
    let css = try templates.css("html/screen.css") + "@media print {\n" + templates.text("html/print.css") + "}\n"
    let values = PageContext(book: book, body: body).values(css: css, created: nil)
    return Output(data: Data(try templates.fill("html/report.html.mustache", with: values).utf8))
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
    var images: [UTF8Key: URL] = [:]
    for chapter in chapters {
      for case .figure(let figure) in chapter.pieces { images[UTF8Key(figure.path)] = figure.file }
      for prose in chapter.prose {
        for link in LinkVisitor.links(in: prose.document) where link.isImage {
          let path = UTF8Key(link.url.removingPercentEncoding ?? link.url)
          if let file = media[path] ?? local[path] { images[path] = file }
        }
      }
    }
    return images.sorted { $0.key < $1.key }.map { ($0.key.string, $0.value) }
  }
}
