import Basics
import Foundation
import Images
import Notebook
import Rendering
import TestSupport
import Testing

/// The tools that read a PDF as a printer's eye does.
private enum Poppler {
  static let isInstalled = ["pdftoppm", "pdftotext"].allSatisfy { (try? run($0, ["-v"]).status) == 0 }
}

/// Pages as a printer would judge them: how much of each is white, how far figures stand from where they are named, and whether
/// a word lies outside the margins.
@Suite(.enabled(if: MiniatureReport.engine != nil && Poppler.isInstalled, "Typst or poppler-utils is not installed"))
struct FullPagesTests {
  /// What a chapter is made of.
  enum Part {
    /// A paragraph of so many sentences.
    case text(Int)
    /// A sentence that names figures.
    case naming([Int])
    case figure(Double, Double)
    /// A paragraph with a note of some length.
    case note
    /// Source text of so many lines.
    case code(Int)
    /// A table of so many rows.
    case table(Int)
    case heading
  }

  struct Book: CustomTestStringConvertible {
    let testDescription: String
    let parts: [Part]
    var set: @Sendable (inout PaperSettings) -> Void = { _ in }
  }

  static let books: [Book] = [
    Book(
      testDescription: "many small figures",
      parts: (0..<12).flatMap { [.heading, .text(4), .naming([$0]), .figure(220, 120), .text(3)] }),
    Book(
      testDescription: "figures of half a page, three named at once",
      parts: [.text(3), .heading, .naming([0, 1, 2]), .figure(470, 330), .figure(470, 330), .figure(470, 330)]
        + (0..<30).map { _ in .text(4) }),
    Book(
      testDescription: "more figures than text",
      parts: (0..<8).flatMap { [.naming([$0]), .text(2), .figure(470, 290)] } + [.text(3)]),
    Book(
      testDescription: "a figure of a page, and one of more than a page",
      parts: [.text(5), .naming([0]), .figure(470, 640), .text(9), .naming([1]), .figure(400, 900)]
        + (0..<14).map { _ in .text(5) }),
    Book(
      testDescription: "small figures side by side",
      parts: (0..<8).flatMap { row -> [Part] in
        let small = Part.figure(150, 120)
        return [.heading, .naming([3 * row, 3 * row + 1, 3 * row + 2]), small, small, small, .text(9)]
      }),
    Book(
      testDescription: "notes, source text, and tables",
      parts: (0..<8).flatMap { part -> [Part] in
        let table = Part.table(4 + 6 * part)
        return [.heading, .note, .naming([part]), .figure(470, 260), .code(20 + 5 * part), .note, table, .text(7)]
      }),
    Book(testDescription: "thirty figures without text", parts: (0..<30).map { _ in .figure(470, 200) }),
    Book(
      testDescription: "text without figures",
      parts: (0..<40).flatMap { $0 % 4 == 0 ? [.heading, .text(6)] : [.text(6)] }),
    Book(
      testDescription: "Letter, 9 pt",
      parts: (0..<10).flatMap { [.heading, .text(5), .naming([$0]), .figure(470, 250), .text(8)] },
      set: {
        $0.format = .letter
        $0.fontSize = 9
      }),
    Book(
      testDescription: "A4, 14 pt",
      parts: (0..<10).flatMap { [.heading, .text(5), .naming([$0]), .figure(470, 250), .text(8)] },
      set: { $0.fontSize = 14 }),
  ]

  private static let sentence =
    "A long sentence about nothing in particular keeps the reader busy while figures look for a page with room. "

  private func chapter(_ parts: [Part]) throws -> (ChapterDocument, figures: [(id: String, image: Image)]) {
    var blocks: [Block] = []
    var figures: [(id: String, image: Image)] = []
    for part in parts {
      switch part {
      case .heading: blocks.append(.markdown("## A section\n"))
      case .text(let sentences):
        blocks.append(.markdown(Markdown(source: String(repeating: Self.sentence, count: sentences) + "\n")))
      case .naming(let numbers):
        let names = numbers.map { "{{figure:embeddings/f\($0)}}" }.joined(separator: " and ")
        blocks.append(.markdown(Markdown(source: Self.sentence + "See \(names). " + Self.sentence + "\n")))
      case .note:
        let note = String(repeating: Self.sentence, count: 3)
        blocks.append(.markdown(Markdown(source: Self.sentence + "So it is said.[^n]\n\n[^n]: \(note)\n")))
      case .code(let lines):
        let text = (1...lines).map { "let line\($0) = \($0)\n" }.joined()
        blocks.append(.code(CodeBlock(text, language: "swift")))
      case .table(let rows):
        blocks.append(
          .table(
            TableBlock(
              id: "t\(blocks.count)", caption: "Numbers.", columns: [.init("Word"), .init("Number", .trailing)],
              rows: (0..<rows).map { ["row", "\($0)"] })))
      case .figure(let width, let height):
        let id = "f\(figures.count)"
        blocks.append(
          .figure(
            FigureBlock(
              id: id, file: "figures/\(id).png", width: width, height: height, caption: "Grey as slate.",
              alternativeText: "A rectangle")))
        let (columns, rows) = (Int(width / 4), Int(height / 4))
        figures.append(
          (
            id,
            try Image(
              width: columns, height: rows, pixels: (0..<columns * rows).flatMap { _ in [90, 96, 104, 255] as [UInt8] })
          ))
      }
    }
    return (ChapterDocument(slug: "embeddings", title: "Word embeddings", blocks: blocks), figures)
  }

  /// The share of the text area of each page that is white in bands of more than three lines.
  private func white(_ pages: [URL], _ paper: PaperSettings) throws -> [Double] {
    try pages.map { page in
      // P5, width, height, 255, then a byte a pixel.
      let data = [UInt8](try Data(contentsOf: page))
      let fields = data.prefix(40).split(separator: 10, maxSplits: 3)
      let size = String(decoding: fields[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
      let pixels = Array(data.suffix(size[0] * size[1]))
      let (top, bottom) = (Int(paper.margin.vertical * 50 / 72), size[1] - Int(paper.margin.vertical * 50 / 72))
      let limit = 3 * paper.fontSize * 1.3 * 50 / 72
      var (white, band) = (0, 0)
      for row in top...bottom {
        if row < bottom, pixels[row * size[0]..<(row + 1) * size[0]].allSatisfy({ $0 >= 250 }) {
          band += 1
        } else {
          if Double(band) > limit { white += band }
          band = 0
        }
      }
      return Double(white) / Double(bottom - top)
    }
  }

  private struct Word { var text: String; var page: Int; var box: [Double] }

  private func words(_ file: URL) throws -> (words: [Word], size: [Double]) {
    let (_, text) = try run("pdftotext", ["-bbox", file.path, "-"])
    var (page, size, words) = (-1, [0.0, 0.0], [Word]())
    for line in text.split(separator: "\n") {
      if let match = line.firstMatch(of: /<page width="([\d.]+)" height="([\d.]+)"/) {
        page += 1
        size = [Double(match.1)!, Double(match.2)!]
      } else if let match = line.firstMatch(
        of: /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/)
      {
        words.append(
          Word(text: String(match.5), page: page, box: [match.1, match.2, match.3, match.4].map { Double($0)! }))
      }
    }
    return (words, size)
  }

  @Test(arguments: books)
  func `pages are full, figures near, and words within the margins`(_ book: Book) throws {
    let report = try MiniatureReport()
    let (document, figures) = try chapter(book.parts)
    report.chapters = [ChapterInput(slug: "embeddings", title: "Word embeddings")]
    report.settings.paper.form = .full
    book.set(&report.settings.paper)
    let paper = report.settings.paper
    try OutputFolder(report.folder).claim(figures.map { "chapters/embeddings/figures/\($0.id).png" })
    for (id, image) in figures {
      try report.write(
        Data(PNG.encode(image)), to: report.folder.chapters.appending(path: "embeddings/figures/\(id).png"))
    }
    try report.write(chapter: document)
    // Answers to no question would add a page of remarks.
    let answer = report.folder.answer("size", of: "embeddings")
    try FileManager.default.removeItem(at: answer.deletingLastPathComponent().deletingLastPathComponent())
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    let file = try #require(result.files[.pdf])
    let scratch = try Scratch()
    _ = try run("pdftoppm", ["-r", "50", "-gray", file.path, scratch.folder.appending(path: "p").path])
    let pages = try FileManager.default.contentsOfDirectory(at: scratch.folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "pgm" }.sorted { $0.path < $1.path }

    // Neither the cover, the contents nor the end of the chapter.
    let white = try white(pages, paper)
    for page in 2..<max(2, white.count - 1) { #expect(white[page] <= 0.25, "page \(page + 1) of \(white.count)") }

    let (words, size) = try words(file)
    for word in words where word.page >= 2 && word.box[1] > paper.margin.vertical {
      #expect(
        word.box[0] >= paper.margin.horizontal - 1 && word.box[2] <= size[0] - paper.margin.horizontal + 1, "\(word)")
      // What is not the foot of the page ends above it.
      let middle = (word.box[1] + word.box[3]) / 2
      #expect(middle < size[1] - paper.margin.vertical || word.box[1] > size[1] - paper.margin.vertical + 2, "\(word)")
    }

    // “Figure 3.” begins a caption, “Figure 3” is in the text.
    var (named, standing): ([String: Int], [String: Int]) = ([:], [:])
    for (word, next) in zip(words, words.dropFirst()) where word.text == "Figure" {
      let number = next.text.prefix { $0.isNumber }
      let height = word.box[3] - word.box[1]
      if height < paper.fontSize * 1.1 {
        standing[String(number)] = word.page
      } else if named[String(number)] == nil {
        named[String(number)] = word.page
      }
    }
    #expect(standing.count == figures.count)
    for (number, page) in named { #expect(abs(standing[number]! - page) <= 1, "Figure \(number)") }
    // The title stands above what the chapter shows.
    let title = try #require(words.first { $0.page == 2 && $0.text == "Word" })
    #expect(words.filter { $0.page == 2 && $0.box[1] < title.box[1] - 2 && $0.text == "Figure" }.isEmpty)
  }
}
