internal import Basics
public import Foundation

/// A report as one HTML page in memory, and what is known of it beside.
public struct ReportPage: Sendable {
  /// The bytes that `report.html` would have.
  public var html: Data
  /// The title on the cover.
  public var title: String
  /// Every question and how far its answer has come.
  public var answers: [AnswerRow]
  /// Where each question stands on the page: its anchor by chapter and question, `embeddings/neighbours`.
  public var anchors: [String: String]
  /// What the assignment asks for beside answers.
  public var demands: [DemandRow]
  /// The answers' own files, by the path that the page's links have.
  public var media: [String: URL]
  /// What the user should know of it.
  public var warnings: [String]
}

extension ReportRenderer {
  /// The report as one HTML page; nothing is written.
  ///
  /// - Parameters:
  ///   - memory: What earlier pages of the same report needed of pandoc.
  ///   - engine: What brings pandoc, which sets formulas and citations; they stay plainer without it.
  /// - Throws: A `RenderingError` with every fault of every text; a `CancellationError`.
  public func page(_ memory: PageMemory, engine: PDFEngine?) throws -> ReportPage {
    let folder = reader.folder
    let pandoc = engine.flatMap { Pandoc(of: $0.python, cancellation: $0.cancellation) }
    let setter = pandoc.map { pandoc in
      var setter = FormulaSetter(pandoc: pandoc, cache: folder.cache.appending(path: "formulas.json")) { _ in }
      setter.memory = memory
      return setter
    }
    let cache = pandoc.map {
      AnswerCache(file: folder.cache.appending(path: "citations.json"), answering: $0, memory: memory) { _ in }
    }
    let (book, _) = try stitch(formulas: setter, .init(shipped: references, pandoc: pandoc, cache: cache))
    var templates = templates
    templates.style = try StyleSheet.text(settings.style, of: reader)
    var anchors: [String: String] = [:]
    for chapter in book.chapters {
      for case .question(let question) in chapter.pieces { anchors[question.path] = question.anchor }
    }
    return ReportPage(
      html: try HTMLPage.data(of: book, templates), title: PlainText.line(settings.title), answers: book.answers,
      anchors: Dictionary(
        book.answers.compactMap { row in anchors[row.path].map { (row.name, $0) } },
        uniquingKeysWith: { first, _ in first }),
      demands: book.demands,
      media: Dictionary(book.media.map { ($0.key.string, $0.value) }, uniquingKeysWith: { first, _ in first }),
      warnings: warnings(of: book, hasPandoc: pandoc != nil, isPlain: false))
  }
}
