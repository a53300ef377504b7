import Basics
import Foundation

/// A book as the engine of the PDF is given it: the document's code, and every file that it is set with.
struct PDFSource {
  /// The document.
  let flow: PageFlow
  /// The template's files, pictures and results, by their names in the engine's folder.
  let files: [File]

  /// A file in the engine's folder.
  struct File {
    var name: String
    var data: Data
  }

  /// Writes a book.
  ///
  /// - Parameters:
  ///   - glyphs: What can be drawn; afterwards it knows what could not.
  ///   - isDated: Whether the PDF has a date.
  /// - Throws: A `RenderingError` where the templates are not there.
  init(_ book: Book, _ templates: Templates, _ glyphs: GlyphFilter, isDated: Bool) throws {
    let images = book.images.sorted { $0.key < $1.key }
    let pages = PrintedBook(book, form: book.settings.paper.form)
    let figures = Dictionary(
      pages.figures.map { (UTF8Key($0.path), $0) }, uniquingKeysWith: { first, _ in first })
    let numbers = Dictionary(uniqueKeysWithValues: images.enumerated().map { ($0.element.key, $0.offset) })
    // What is shown, read when the first call for it is written.
    var shown: [UTF8Key: File] = [:]
    let surroundings = TypstWriter.Surroundings(
      wording: book.wording, glyphs: glyphs, formulas: book.formulas, anchors: pages.anchors
    ) { path in
      let key = UTF8Key(path)
      if let file = shown[key] { return file.name }
      guard let number = numbers[key] else { return nil }
      let picture = images[number].value
      let drawing = figures[key]?.drawing()
      let isDrawing = drawing != nil || picture.type == Picture.svg
      let file = File(
        name: "i\(number).\(isDrawing ? "svg" : String(picture.type.dropFirst(6)))",
        data: drawing ?? picture.printed { glyphs.drawable($0) })
      shown[key] = file
      return file.name
    }
    let results = book.chapters.compactMap { chapter in chapter.results.map { (chapter, $0) } }
    let document = TypstDocument(
      pages: pages, paper: book.settings.paper, surroundings: surroundings,
      attachments: results.map { chapter, _ in
        let name = "\(chapter.slug)-results.json"
        return (file: name, name: name, description: book.wording.results(chapter.title))
      }, isDated: isDated)
    flow = PageFlow(head: document.head(), pieces: document.pieces(), paper: book.settings.paper)
    let own = try ["report.typ", "quiet.tmTheme"].map { name in
      File(name: name, data: Data(try templates.text("pdf/\(name)").utf8))
    }
    files =
      own + shown.sorted { $0.key < $1.key }.map(\.value)
      + results.map { chapter, data in File(name: "\(chapter.slug)-results.json", data: data) }
  }
}

extension ReportRenderer {
  /// The code of the report's pages, as the engine is given it to be measured and to be set without a plan.
  ///
  /// - Throws: A `RenderingError` with every fault of every text.
  package func pageCode() throws -> (measuring: String, setting: String) {
    let glyphs = GlyphFilter(covered: try templates.text("pdf/glyphs.txt")) { _ in false }
    let flow = try PDFSource(stitch(), templates, glyphs, isDated: epoch != nil).flow
    return (flow.measuring, flow.code())
  }
}
