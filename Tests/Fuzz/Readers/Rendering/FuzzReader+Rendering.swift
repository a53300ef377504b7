internal import Basics
internal import Foundation
package import FuzzSupport
internal import Notebook
internal import Rendering

extension FuzzReader {
  /// The readers of `Rendering`.
  package static let rendering: [FuzzReader] = [
    .answer, .pages, .chapter, .results, .reviewed, .markdown, .drawing, .valueText, .answerImport,
  ]

  /// A written answer, stitched into Markdown and HTML.
  ///
  /// No element is in the page that the writer of an answer may not write, no word of a plain answer is lost, and stitching once more
  /// changes nothing.
  package static let answer = FuzzReader("answer", mutator: MarkdownMutator()) { bytes, folder in
    let report = try FuzzReport(in: folder)
    let text = String(decoding: bytes, as: UTF8.self)
    try report.answer(text)
    let once = try report.render()
    try HTMLPromises.check(once.html)
    try HTMLPromises.checkWords(of: text, in: once.html)
    try BrokenPromise.unless(try report.render() == once, "stitching once more changes the report")
    _ = try AnswerRow.rows(in: report.folder, chapters: FuzzReport.chapters)
    _ = LiteralNumber.find(in: text, results: ["embeddings": .object([.init("a", .integer(300))])])
  }

  /// A written answer on the pages of the PDF: nothing of it is code.
  package static let pages = FuzzReader("pages", mutator: MarkdownMutator()) { bytes, folder in
    let report = try FuzzReport(in: folder)
    try report.answer(String(decoding: bytes, as: UTF8.self))
    let code = try report.pageCode()
    try TypstPromises.check(code.setting)
    try TypstPromises.check(code.measuring)
  }

  /// Answers that were written elsewhere: what is taken stands in the text, and each question is answered once.
  package static let answerImport = FuzzReader("answer-import", mutator: MarkdownMutator()) { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    let questions = [
      Question("size", title: "The size of it", prompt: "How **large** is a vector?", points: 0.5),
      Question("words", title: "Words", prompt: "Which words are near, and why?", points: 2),
    ]
    let chapters = FuzzReport.chapters.map { ChapterInput(slug: $0.slug, title: $0.title, questions: questions) }
    let taken = try AnswerImport(text, path: "answers.md", chapters: chapters)
    let bytes = Array(text.utf8)
    for answer in taken.answers {
      // Ends of lines are the only thing that changes.
      let lines = answer.text.utf8.split { $0 == 0x0A || $0 == 0x0D }
      try BrokenPromise.unless(
        lines.allSatisfy { bytes.firstRange(of: Array($0)) != nil }, "an answer was taken that is not in the text")
    }
    let names = taken.answers.map { "\($0.chapter)/\($0.question.id)" }
    try BrokenPromise.unless(Set(names).count == names.count, "a question is answered twice: \(names)")
    // A line ends with either sign, or with both.
    let count = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    try BrokenPromise.unless(
      taken.answers.map(\.line) == taken.answers.map(\.line).sorted()
        && (taken.answers.map(\.line) + taken.unused.map(\.line)).allSatisfy { (1...count).contains($0) },
      "an answer stands in a line that is not there")
  }

  /// A chapter's document, as whoever edits it would have it, with a picture `map.png` beside it; in Markdown, HTML and on pages.
  package static let chapter = FuzzReader("chapter", mutator: JSONMutator()) { bytes, folder in
    let report = try FuzzReport(in: folder)
    let chapter = report.folder.document("embeddings").deletingLastPathComponent()
    try report.write(FuzzReport.picture, to: chapter.appending(path: "map.png"))
    try report.write(bytes, to: report.folder.document("embeddings"))
    try HTMLPromises.check(report.render().html)
    let code = try report.pageCode(.full)
    try TypstPromises.check(code.setting)
    try TypstPromises.check(code.measuring)
  }

  /// A chapter's results, and an answer that quotes them in every format.
  package static let results = FuzzReader("results", mutator: JSONMutator()) { bytes, folder in
    let report = try FuzzReport(in: folder)
    try report.write(bytes, to: report.folder.results("embeddings"))
    try report.answer(
      "{{.size | fixed 2}} {{.size | thousands}} {{.size | thousands 1}} {{.share | percent 1}} {{.share}} {{.yes}} {{.words | count}} "
        + "{{.words | join}} {{.words | join_and}} {{.sizes | fixed 1 | join_and}} {{.sizes | json}} {{.evil}} {{.evil | code}}\n"
    )
    try HTMLPromises.check(report.render().html)
  }

  /// The record of what was accepted.
  package static let reviewed = FuzzReader("reviewed", mutator: JSONMutator()) { bytes, folder in
    let report = try FuzzReport(in: folder)
    try report.write(bytes, to: ReviewedAnswers.file(of: report.folder))
    var reviewed = try ReviewedAnswers(of: report.folder)
    let old = reviewed
    let sum = ReviewedAnswers.sum(of: String(decoding: bytes, as: UTF8.self))
    for text in [sum, "a"] {
      for data in ["b", "c"] {
        let verdict = reviewed.verdict(on: "embeddings/size", text: text, data: data, values: [".size": "100"])
        guard case .stale(let changes) = verdict else { continue }
        try BrokenPromise.unless(
          !changes.isEmpty && changes.allSatisfy { $0.before != $0.after && !"\($0)".isEmpty },
          "an answer is stale, and nothing has changed")
      }
    }
    reviewed.vouch(for: "embeddings/other", text: sum)
    try BrokenPromise.unless(
      reviewed.verdict(on: "embeddings/other", text: sum, data: "b", values: [:]) == .current,
      "an answer that was vouched for is not current")
    reviewed.accept("embeddings/size", text: "a", data: "b", values: [".size": "100"])
    try reviewed.write(to: report.folder, replacing: old)
    try BrokenPromise.unless(
      try ReviewedAnswers(of: report.folder) == reviewed, "a record changes when it is read again")
  }

  /// Markdown alone, as a tree and as the lines of its leaves, in which numbers are looked for.
  package static let markdown = FuzzReader("markdown", mutator: MarkdownMutator()) { bytes, _ in
    _ = try MarkdownParser.parse(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    _ = MarkdownParser.containsHTML(text)
    let lines = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 1
    for number in LiteralNumber.find(in: text, results: ["embeddings": .object([.init("a", .integer(300))])]) {
      try BrokenPromise.unless((1...lines).contains(number.line), "a number stands in a line that is not there")
    }
  }

  /// Any text as a value: in Markdown it makes no element, in Typst it is one literal that holds the text.
  package static let valueText = FuzzReader("value-text", mutator: MarkdownMutator()) { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    // What follows a value may make a sign of the two.
    let nexts = [" and more.", ". B", ") b", "://c.d", ";", "@e.f", "`g`", "](h)", "*"]
    for (isCell, next) in nexts.flatMap({ next in [(false, next), (true, next)] }) {
      var writer = MarkdownWriter()
      writer.write(source: isCell ? "| A value: " : "")
      writer.write(text: text, isCell: isCell)
      writer.write(Markdown(source: next + "\n"))
      try BrokenPromise.unless(
        !MarkdownParser.containsHTML(writer.markdown.source), "a text becomes an element where it is written as a value"
      )
    }
    let literal = Array(TypstCode.string(text).utf8)
    var content: [UInt8] = []
    var place = 1
    while place < literal.count - 1 {
      try BrokenPromise.unless(literal[place] != UInt8(ascii: "\""), "a literal of Typst's ends before its text does")
      if literal[place] == UInt8(ascii: "\\") {
        place += 1
        let signs: [UInt8: UInt8] = [0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09]
        content.append(signs[literal[place]] ?? literal[place])
      } else {
        content.append(literal[place])
      }
      place += 1
    }
    try BrokenPromise.unless(content == Array(text.utf8), "a literal of Typst's holds another text")
  }

  /// A drawing of a report's own: SVG with nothing in it that runs or fetches.
  package static let drawing = FuzzReader("drawing") { bytes, _ in
    guard SVGDrawing.isLikely(Data(bytes)) else { return }
    let drawing = try SVGDrawing(Data(bytes))
    let text = String(decoding: drawing.data, as: UTF8.self).lowercased()
    for part in ["<script", "<foreignobject", "<!entity", "javascript:", "onload=", "<iframe", "http-equiv"] {
      try BrokenPromise.unless(!text.contains(part), "a drawing keeps \(part)")
    }
    try BrokenPromise.unless(
      try SVGDrawing(drawing.data) == drawing, "a drawing that was cleaned changes when it is read again")
  }
}
