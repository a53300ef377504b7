import Basics
import Foundation
import Notebook
import TestSupport
import Testing
import Workflow

/// What is wrong with a PDF, by what Poppler reads of it.
@Suite struct PrintedPagesTests {
  private static var paper: PaperSettings {
    var paper = PaperSettings()
    (paper.margin.vertical, paper.margin.horizontal) = (70, 60)
    return paper
  }

  /// Reads pages as if Poppler had found these words on them: each with its left, top, right and bottom.
  private func read(
    _ pages: [[(String, Double, Double, Double, Double)]], titles: [String] = [], _ paper: PaperSettings = Self.paper
  ) throws -> PrintedPages {
    let scratch = try Scratch()
    let text = pages.map { words in
      let lines = words.map { text, left, top, right, bottom in
        "    <word xMin=\"\(left)\" yMin=\"\(top)\" xMax=\"\(right)\" yMax=\"\(bottom)\">\(text)</word>\n"
      }
      return "  <page width=\"600.000000\" height=\"800.000000\">\n\(lines.joined())  </page>\n"
    }.joined()
    try scratch.file("pages.xml", holding: text)
    let program = scratch.folder.appending(path: "pdftotext")
    try scratch.file(
      "pdftotext", holding: "#!/bin/sh\nexec cat '\(scratch.folder.appending(path: "pages.xml").path)'\n")
    chmod(program.path, 0o755)
    try scratch.file("report.pdf", holding: "not looked at")
    return try withExtendedLifetime(scratch) {
      try PrintedPages(
        reading: scratch.folder.appending(path: "report.pdf"), titles: titles.map { ("chapter/\($0)", $0) },
        paper: paper, by: program, Cancellation())
    }
  }

  @Test func `text within the margins, a comma that hangs over them, and head and foot are as they should be`() throws {
    let pages = try read([
      [
        ("Head", 60, 36, 90, 48), ("First", 60, 69, 90, 81), ("line,", 500, 69, 542, 81), ("last", 60, 718, 90, 731),
        ("page", 500, 753, 520, 761), ("1", 525, 753, 530, 761),
      ]
    ])
    #expect(pages.faults == [])
    #expect(pages.count == 1)
  }

  @Test(arguments: [
    ("right", 500.0, 300.0, 560.0, 312.0), ("left", 40, 300, 80, 312), ("above", 60, 54, 100, 66),
    ("below", 60, 733, 100, 745),
  ])
  func `a word in the margin is told with its page`(
    _ word: String, _ left: Double, _ top: Double, _ right: Double, _ bottom: Double
  ) throws {
    let pages = try read([
      [("Text", 60, 100, 90, 112)], [("Text", 60, 100, 90, 112), (word, left, top, right, bottom)],
    ])
    #expect(pages.faults.count == 1)
    #expect(pages.faults.first?.hasPrefix("page 2: “\(word)” stands in the margin") == true, "\(pages.faults)")
  }

  @Test func `a word over the edge of the paper is told as that`() throws {
    #expect(
      try read([[("far", 580, 100, 610, 112)]]).faults == ["page 1: “far” reaches over the edge of the paper"])
  }

  @Test func `questions are found, and figures that stand nowhere`() throws {
    let pages = try read(
      [
        [("See", 60, 100, 80, 112), ("Figure", 85, 100, 120, 112), ("2", 122, 100, 130, 112)],
        [("A", 60, 100, 66, 112), ("choice", 70, 100, 100, 112)],
      ], titles: ["A choice", "Another"])
    #expect(pages.questions == ["chapter/A choice": 2])
    #expect(pages.faults == ["Figure 2 is named, and stands on no page"])
  }

  @Test func `where answers alone are printed, the figures that they name stand elsewhere`() throws {
    var paper = Self.paper
    paper.form = .answers
    #expect(
      try read([[("Figure", 85, 100, 120, 112), ("2", 122, 100, 130, 112)]], paper).faults == [])
  }

  @Test func `a word that begins with an accent, or holds signs of XML, is read as any other`() throws {
    let pages = try read([
      [("\u{301}", 500, 100, 560, 112)], [("&lt;a&gt;&amp;", 500, 100, 560, 112)], [("\u{FFFD}x", 100, 100, 120, 112)],
    ])
    #expect(
      pages.faults.map { $0.prefix { $0 != ";" } } == [
        "page 1: “\u{301}” stands in the margin", "page 2: “<a>&” stands in the margin",
        "page 3 has a sign that its font cannot show: “\u{FFFD}x”",
      ])
  }
}
