import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

@Suite(.enabled(if: MiniatureReport.engine != nil, "Typst is not installed in .venv"))
struct PDFTests {
  /// What the finished file holds, as another reader sees it.
  private struct Reading: Decodable {
    var pages: Int
    var bookmarks: [String]
    var figures: [String?]
    var attachments: [String: String]
    var text: String
    var title: String
    var language: String
  }

  private static let script = """
    import json, sys, pypdf
    file = pypdf.PdfReader(sys.argv[1])
    def titles(items):
        return [t for i in items for t in (titles(i) if isinstance(i, list) else [i.title])]
    def figures(node, found):
        node = node.get_object()
        if isinstance(node, dict):
            if node.get("/S") == "/Figure": found.append(node.get("/Alt"))
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if not isinstance(kid, int): figures(kid, found)
        return found
    root = file.trailer["/Root"]
    json.dump({
        "pages": len(file.pages), "bookmarks": titles(file.outline),
        "figures": figures(root["/StructTreeRoot"], []),
        "attachments": {name: data[0].decode() for name, data in file.attachments.items()},
        "text": "\\n".join(page.extract_text() for page in file.pages),
        "title": file.metadata.title, "language": root["/Lang"],
    }, sys.stdout)
    """

  /// The Python that has pypdf: `Tests/requirements.txt`.
  private static let reader: String? = Project.testPython.flatMap { python in
    (try? run(python.path, ["-c", "import pypdf"]).status) == 0 ? python.path : nil
  }

  private func read(_ file: URL) throws -> Reading {
    let (status, output) = try run(#require(Self.reader), ["-c", Self.script, file.path])
    #expect(status == 0, "\(output)")
    return try JSONDecoder().decode(Reading.self, from: Data(output.utf8))
  }

  @Test func `two reports of the same inputs are the same bytes`() throws {
    let files = try (0..<2).map { _ in
      let report = try MiniatureReport()
      try report.answer("size", "A formula $`x^2`$ here.\n")
      _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
      return try Data(contentsOf: report.folder.report("pdf"))
    }
    #expect(files[0] == files[1])
  }

  @Test(.enabled(if: reader != nil, "pypdf is not installed in .venv-development"))
  func `the PDF has its pages, bookmarks, alternative texts, attachments and every glyph`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "A formula $`x^2`$ here.\n\n```math\n\\frac{a}{b}\n```\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings == [])
    // The cover, the contents, two pages of the first chapter, one of the second, and what is answered.
    #expect(result.pages == 6)
    let reading = try read(report.folder.report("pdf"))
    #expect(reading.pages == 6)
    #expect(
      reading.bookmarks == [
        "1 Word embeddings", "1.1 The data", "Question 1: Size", "2 Pictures", "2.1 The data", "Completeness",
      ])
    #expect(reading.figures == ["A falling line", "A cloud of points", "x^2", "\\frac{a}{b}", "Four squares"])
    #expect(reading.attachments.keys.sorted() == ["embeddings-results.json", "pictures-results.json"])
    #expect(reading.attachments["embeddings-results.json"] == MiniatureReport.results)
    #expect(reading.title == "A miniature")
    #expect(reading.language == "en")
    #expect(reading.text.contains("Ada Lovelace"))
    #expect(reading.text.contains("3 / 6"))
    #expect(!reading.text.contains("\u{fffd}"))
  }

  @Test func `a PDF of the same book is not set again, one that was touched is`() throws {
    let report = try MiniatureReport()
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    let good = try Data(contentsOf: report.folder.report("pdf"))
    let second = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(second.pages == nil)
    #expect(second.changed.isEmpty)
    try report.write("torn", to: report.folder.report("pdf"))
    let third = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(third.changed == [.pdf])
    #expect(try Data(contentsOf: report.folder.report("pdf")) == good)
  }

  @Test func `characters without a glyph are told`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "A \u{10fabc}.\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings.contains { $0.contains("\u{10fabc}") })
  }

  @Test func `an interpreter without the engine leaves the rest of the report`() throws {
    let report = try MiniatureReport()
    let bare = PDFEngine(python: URL(filePath: "/usr/bin/python3"))
    let result = try report.render([.markdown, .pdf], pdfEngine: bare)
    #expect(result.files.keys.contains(.markdown))
    #expect(result.warnings.count == 1)
  }
}
