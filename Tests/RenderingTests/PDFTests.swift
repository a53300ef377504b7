import Foundation
import Notebook
import Rendering
import TestSupport
import Testing

@Suite(.enabled(if: MiniatureReport.engine != nil, "Typst is not installed in .venv"))
struct PDFTests {
  /// What the finished file holds, as another reader sees it.
  struct Reading: Decodable {
    var pages: Int
    var bookmarks: [String]
    var figures: [String]
    var formulas: [String]
    var standards: [String]
    var attachments: [String: String]
    var text: String
    var title: String
    var language: String
  }

  private static let script = """
    import json, re, sys, pypdf
    file = pypdf.PdfReader(sys.argv[1])
    def titles(items):
        return [t for i in items for t in (titles(i) if isinstance(i, list) else [i.title])]
    def texts(node, kind, found):
        node = node.get_object()
        if isinstance(node, dict):
            if node.get("/S") == kind: found.append(node.get("/Alt", ""))
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if not isinstance(kid, int): texts(kid, kind, found)
        return found
    root = file.trailer["/Root"]
    json.dump({
        "pages": len(file.pages), "bookmarks": titles(file.outline),
        "figures": texts(root["/StructTreeRoot"], "/Figure", []),
        "formulas": texts(root["/StructTreeRoot"], "/Formula", []),
        "standards": [
            f"{name} {match[1]}" for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
            if (match := re.search(f"<{name}>(.*?)</{name}>", root["/Metadata"].get_data().decode()))
        ],
        "attachments": {name: data[0].decode() for name, data in file.attachments.items()},
        "text": "\\n".join(page.extract_text() for page in file.pages),
        "title": file.metadata.title, "language": root["/Lang"],
    }, sys.stdout)
    """

  /// The Python that has pypdf: `Tests/requirements.txt`.
  static let reader: String? = Project.testPython.flatMap { python in
    (try? run(python.path, ["-c", "import pypdf"]).status) == 0 ? python.path : nil
  }

  static func read(_ file: URL) throws -> Reading {
    let (status, output) = try run(#require(reader), ["-c", script, file.path])
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
    report.settings.paper.form = .full
    try report.answer("size", "A formula $`x^2`$ here.\n\n```math\n\\frac{a}{b}\n```\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings == [])
    // The cover, the contents, two pages of the first chapter, one of the second, and what is answered.
    #expect(result.pages == 6)
    let reading = try Self.read(report.folder.report("pdf"))
    #expect(reading.pages == 6)
    #expect(
      reading.bookmarks == [
        "1 Word embeddings", "1.1 The data", "Question 1: Size", "2 Pictures", "2.1 The data", "Completeness",
      ])
    #expect(reading.figures.sorted() == ["A cloud of points", "A falling line", "Four squares"])
    #expect(reading.formulas == ["x^2", "\\frac{a}{b}"])
    #expect(reading.attachments.keys.sorted() == ["embeddings-results.json", "pictures-results.json"])
    #expect(reading.attachments["embeddings-results.json"] == MiniatureReport.results)
    #expect(reading.title == "A miniature")
    #expect(reading.language == "en")
    #expect(reading.standards == ["pdfuaid:part 1", "pdfaid:part 3", "pdfaid:conformance A"])
    #expect(reading.text.contains("Ada Lovelace"))
    #expect(reading.text.contains("page 3 of 6"))
    #expect(!reading.text.contains("\u{fffd}"))
  }

  @Test(.enabled(if: reader != nil, "pypdf is not installed in .venv-development"))
  func `compact, the PDF has the questions, the answers and what they name`() throws {
    let report = try MiniatureReport()
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    let reading = try Self.read(report.folder.report("pdf"))
    #expect(reading.pages == 1)
    #expect(reading.bookmarks == ["1 Word embeddings", "Question 1: Size"])
    // The answer names the projection and nothing else; its number is that of the whole report.
    #expect(reading.figures == ["A cloud of points"])
    #expect(reading.text.contains("Figure 2. The projection."))
    #expect(!reading.text.contains("Nearest words"))
    #expect(reading.text.contains("194,439 reviews"))
    report.settings.paper.form = .answers
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    let answers = try Self.read(report.folder.report("pdf"))
    #expect(answers.figures == [])
    #expect(answers.text.contains("A vector of 100 numbers, see Figure 2."))
    #expect(!answers.text.contains("194,439 reviews"))
  }

  @Test(arguments: [
    "#read(\"/etc/passwd\")", "\"; panic(1); \"", "\\", "$x", "@ref <label> ~ `raw` //no */", "#{ #[", "]}",
    "#import \"@preview/x:1.0.0\"", "= no heading", "\\u{1F600} \\#",
  ])
  func `what people write is never code`(_ text: String) throws {
    let report = try MiniatureReport()
    report.settings.title = text
    report.settings.authors = [.init(name: text, identifier: text)]
    report.settings.paper.form = .full
    var document = MiniatureReport.pictures
    document.title = text
    document.blocks = [
      .table(
        TableBlock(
          id: "t", caption: "\(text)", columns: [.init(text), .init("b", isCode: true)], rows: [[text, text]])),
      .code(CodeBlock(text, language: text, title: text)), .callout(Callout(.note, title: text, "\(text)")),
      .figure(
        FigureBlock(
          id: "grid", file: "figures/grid.png", width: 300, height: 200, caption: "\(text)", alternativeText: text)),
    ]
    try report.write(chapter: document)
    let fence = "~~~~~~"
    try report.answer("size", "\(fence) \(text)\n\(text)\n\(fence)\n\n`` \(text) ``\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.files[.pdf] != nil, "\(result.warnings)")
    guard Self.reader != nil else { return }
    let reading = try Self.read(report.folder.report("pdf"))
    #expect(reading.title == text)
    let shown = reading.text.filter { !$0.isWhitespace }
    // Title, author twice, chapter twice, caption, header, cells, code, its title, callout twice, caption, and the answer's two.
    #expect(shown.split(separator: text.filter { !$0.isWhitespace }, omittingEmptySubsequences: false).count > 12)
    #expect(!shown.contains("root:"))
  }

  @Test func `nothing that an answer holds costs the PDF`() throws {
    let report = try MiniatureReport()
    let deep = (0..<50).map { String(repeating: "> ", count: $0 + 1) + "level \($0)\n" }.joined()
    let lists = (0..<20).map { String(repeating: "  ", count: $0) + "- item \($0)\n" }.joined()
    let emphasis = (0..<12).map { _ in "*a **b " }.joined() + (0..<12).map { _ in "c** d*" }.joined()
    try report.answer(
      "size",
      """
      #### Four levels at once

      ###### and two

      \u{1F9D1}\u{200D}\u{1F52C} \u{feff} \u{e000} \u{7} q\u{20d7} \u{6f22}

      \(deep)

      \(lists)

      \(emphasis)

      Note[^a] and again[^a]. A chain[^0].

      \((0..<200).map { "[^\($0)]: note \($0) [^\($0 + 1)] [^\($0 + 1)]" }.joined(separator: "\n"))
      [^200]: the last

      [^a]: It mentions itself[^a] and another[^b].
      [^b]: Which mentions the first[^a].

      [none](#question-embeddings-size) [empty]() <https://example.org/\(String(repeating: "x", count: 300))>

      | a | b |
      |---|---|
      | \(String(repeating: "long", count: 100)) | `\(String(repeating: "code", count: 100))` |

      """)
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.files[.pdf] != nil)
    #expect(
      result.warnings.contains {
        $0.hasPrefix("PDF: no font draws ") && $0.contains("U+E000") && $0.contains("U+0007")
      })
  }

  @Test func `an engine that hangs or is killed leaves the last good PDF and says so`() throws {
    let report = try MiniatureReport()
    _ = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    let good = try Data(contentsOf: report.folder.report("pdf"))
    for (script, word) in [("sleep 60", "took longer than 1 s"), ("kill -9 $$", "ended with status 9")] {
      let python = report.root.appending(path: "python")
      try report.write("#!/bin/sh\nexec sh -c '\(script)'\n", to: python)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
      try report.answer("size", "Another answer: \(script).\n")
      let result = try report.render([.markdown, .pdf], pdfEngine: PDFEngine(python: python, timeLimit: 1))
      #expect(result.warnings.contains { $0.hasPrefix("there is no PDF") && $0.contains(word) }, "\(result.warnings)")
      #expect(result.failed == [.pdf])
      #expect(try String(contentsOf: report.folder.report("md"), encoding: .utf8).contains(script))
      #expect(try Data(contentsOf: report.folder.report("pdf")) == good)
    }
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

  @Test(.enabled(if: reader != nil, "pypdf is not installed in .venv-development"))
  func `a character without a glyph is shown as its number and told`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "A \u{10fabc} here.\n")
    let result = try report.render([.pdf], pdfEngine: MiniatureReport.engine)
    #expect(result.warnings.contains { $0.contains("(U+10FABC)") })
    #expect(try Self.read(report.folder.report("pdf")).text.contains("A [U+10FABC] here."))
    // And told again when nothing has to be set anew.
    #expect(try report.render([.pdf], pdfEngine: MiniatureReport.engine).warnings == result.warnings)
  }

  @Test func `an interpreter without the engine leaves the rest of the report`() throws {
    let report = try MiniatureReport()
    let bare = PDFEngine(python: URL(filePath: "/usr/bin/python3"))
    let result = try report.render([.markdown, .pdf], pdfEngine: bare)
    #expect(result.files.keys.contains(.markdown))
    #expect(result.warnings.count == 1)
  }
}
