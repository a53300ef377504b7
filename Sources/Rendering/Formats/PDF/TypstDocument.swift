import Basics
import Foundation
import Notebook

/// The report as one Typst document.
struct TypstDocument {
  /// What is printed.
  let pages: PrintedBook
  /// The paper.
  let paper: PaperSettings
  let surroundings: TypstWriter.Surroundings
  /// The files of results that are attached: their names in the engine's folder and in the PDF, and what they are.
  let attachments: [(file: String, name: String, description: String)]
  /// Whether the PDF has a date.
  let isDated: Bool

  /// The figures and tables that an answer has brought with it.
  private let printed = Printed()

  /// What is known of the document while it is written.
  private final class Printed {
    private var anchors: Set<String> = []

    func insert(_ anchor: String) -> Bool { anchors.insert(anchor).inserted }
  }

  var book: Book { pages.book }
  private var settings: ReportSettings { book.settings }
  var wording: Wording { book.wording }
  /// The report's language; chapters are English.
  private var language: LanguageTag { LanguageTag(settings.language) ?? LanguageTag("en")! }

  /// What the document consists of.
  func pieces() -> [PagePiece] {
    var pieces: [PagePiece] = attachments.map { attachment in
      PagePiece(
        .unseen,
        "pdf.attach(\(TypstCode.string(attachment.file)), relationship: \"data\", mime-type: \"application/json\", "
          + "description: \(TypstCode.string(attachment.description)))")
    }
    pieces += cover()
    if pages.hasContents { pieces.append(PagePiece(.ownPage, "contents(\(literal(wording.contents)))")) }
    for (index, chapter) in pages.chapters.enumerated() { pieces += self.chapter(chapter, isFirst: index == 0) }
    return pieces + appendix() + printedCode()
  }

  /// What stands at the head of the document's code.
  func head() -> String {
    "#import \"report.typ\": *\n#show: report.with(\(arguments().joined(separator: ",\n  ")))\n"
      + "#let tabular = tabular.with(area: (\(TypstCode.points(paper.textWidth)), \(TypstCode.points(paper.textHeight))), "
      + "parts: \(label(wording.columns)))\n"
  }

  func literal(_ text: some StringProtocol) -> String {
    TypstCode.string(surroundings.glyphs.drawable(PlainText.line(text)))
  }

  private func arguments() -> [String] {
    var arguments = [
      "title: \(literal(settings.title))",
      "authors: \(TypstCode.array(settings.shownAuthors.map { literal($0.name) }))",
      "language: \(TypstCode.string(language.language))", "region: \(region(of: language))",
      "direction: \(language.isRightToLeft ? "rtl" : "ltr")",
      "page-label: \(label(wording.page))",
      "paper: \(TypstCode.string(paper.format == .letter ? "us-letter" : "a4"))",
      "margin: (x: \(TypstCode.points(paper.margin.horizontal)), y: \(TypstCode.points(paper.margin.vertical)))",
      "size: \(TypstCode.points(paper.fontSize))", "running: \(pages.startsPages)",
    ]
    if !isDated, attachments.isEmpty { arguments.append("date: none") }
    return arguments
  }

  /// A region as Typst takes it: two letters.
  private func region(of language: LanguageTag) -> String {
    TypstCode.optional(language.region.flatMap { $0.count == 2 ? $0 : nil })
  }

  /// A function of two numbers that only Typst knows: “page 3 of 20”, “Columns 3 to 5”.
  private func label(_ words: (String, String) -> String) -> String {
    // What stands for the numbers is in no language's words.
    let parts = words("\u{1}", "\u{2}").split(separator: /[\u{1}\u{2}]/, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return "(first, second) => str(first)" }
    let words = parts.map { literal($0) }
    return "(first, second) => \(words[0]) + str(first) + \(words[1]) + str(second) + \(words[2])"
  }

  /// Code whose text is in another language than what is around it.
  private func spoken(_ tag: LanguageTag, _ code: String) -> String {
    guard language.language != "en" else { return code }
    return
      "spoken(\(TypstCode.string(tag.language)), \(region(of: tag)), \(tag.isRightToLeft ? "rtl" : "ltr"), \(code))"
  }

  private func cover() -> [PagePiece] {
    var writer = self.writer("cover")
    let substitutions = self.substitutions(&writer)
    guard paper.coverKind != .none else { return substitutions.map { [PagePiece(.kept, $0)] } ?? [] }
    var arguments = ["kind: \(TypstCode.string(paper.coverKind.rawValue))", "title: \(literal(settings.title))"]
    func set(_ name: String, _ text: String) { if !text.isEmpty { arguments.append("\(name): \(literal(text))") } }
    set("subtitle", settings.subtitle)
    set("course", settings.course)
    set("date", book.date)
    let authors = settings.shownAuthors.map { author in
      "(\(literal(author.name)), \(author.identifier.isEmpty ? "none" : literal(author.identifier)))"
    }
    arguments.append("authors: \(TypstCode.array(authors))")
    arguments.append("data-title: \(literal(wording.data))")
    if pages.hasProvenance {
      var statements: [String] = []
      for statement in book.provenance { statements.append(writer.inlines(statement)) }
      arguments.append("provenance: \(TypstCode.array(statements))")
    }
    if pages.form != .full, book.chapters.contains(where: \.hasNumbers) {
      arguments.append("note: \(literal(wording.numbersOfWhole))")
    }
    if let substitutions { arguments.append("box: \(substitutions)") }
    return [PagePiece(paper.coverKind == .page ? .ownPage : .text, "cover(\(arguments.joined(separator: ", ")))")]
  }

  /// The box that says what stands in for what.
  private func substitutions(_ writer: inout TypstWriter) -> String? {
    guard !book.substitutions.isEmpty else { return nil }
    var statements: [String] = []
    for statement in book.substitutions { statements.append(english(writer.inlines(statement))) }
    return "substitutions(\(literal(wording.substitutions)), \(TypstCode.array(statements)))"
  }

  func writer(_ prefix: String) -> TypstWriter { TypstWriter(surroundings, footnotePrefix: prefix) }

  // MARK: Chapters

  private func chapter(_ chapter: BookChapter, isFirst: Bool) -> [PagePiece] {
    var writer = writer(chapter.slug)
    var pieces = [PagePiece(.unseen, "counter(footnote).update(0)")]
    if chapter.part != .chapter { return pieces + closing(chapter, &writer) }
    let number = chapter.number.map { "number: \(literal($0)), " } ?? ""
    // The contents end their page, a cover does as well.
    let startsPage = pages.startsPages || beginsWithQuestion(chapter)
    if startsPage, !(isFirst && (pages.hasContents || paper.coverKind != .none)) { pieces.append(.pageBreak) }
    // One that begins with a question has started the page for it.
    var isAsked = beginsWithQuestion(chapter)
    pieces.append(
      PagePiece(
        .title, english("chapter(name: \(TypstCode.string(chapter.anchor)), \(number)\(literal(chapter.title)))")))
    if let summary = chapter.summary {
      pieces.append(
        PagePiece(.text, english("summary(\(writer.blocks(summary, below: 1)))"), names: summary.document.allBlocks))
    }
    if let notice = chapter.notice { pieces.append(PagePiece(.kept, english(self.notice(notice, writer)))) }
    var row: [BookFigure] = []
    for (index, piece) in chapter.pieces.enumerated() {
      if case .figure(let figure) = piece {
        row.append(figure)
        let next = index + 1 < chapter.pieces.count ? chapter.pieces[index + 1] : nil
        if case .figure(let figure)? = next, fits(row + [figure]) { continue }
        pieces += figures(row, &writer)
        row = []
      } else {
        let added = self.pieces(piece, &writer)
        let isQuestion = added.first?.role == .pageBreak
        pieces += isQuestion && isAsked ? added.dropFirst() : added[...]
        if isQuestion { isAsked = false }
      }
    }
    return pieces
  }

  /// The conclusion, or the works that are cited: neither starts a page.
  private func closing(_ chapter: BookChapter, _ writer: inout TypstWriter) -> [PagePiece] {
    var pieces = [
      PagePiece(.title, "closing(name: \(TypstCode.string(chapter.anchor)), \(literal(chapter.title)))")
    ]
    var works: [String] = []
    for case .prose(let prose) in chapter.pieces {
      if chapter.part == .bibliography {
        works.append(english(writer.inlines(prose)))
      } else {
        writer.begin(prose, below: 1)
        for block in prose.document.blocks { pieces.append(piece(block, writer: &writer) { english($0) }) }
      }
    }
    if !works.isEmpty { pieces.append(PagePiece(.text, "references(\(TypstCode.array(works)))")) }
    return pieces
  }

  /// Whether each question starts a page and nothing but remarks stands between a chapter's title and its first.
  private func beginsWithQuestion(_ chapter: BookChapter) -> Bool {
    guard settings.questionStartsPage, chapter.summary == nil else { return false }
    for piece in chapter.pieces {
      switch piece {
      case .question: return true
      case .callout: continue
      default: return false
      }
    }
    return false
  }

  func english(_ code: String) -> String { spoken(LanguageTag("en")!, code) }

  private func pieces(_ piece: BookChapter.Piece, _ writer: inout TypstWriter) -> [PagePiece] {
    switch piece {
    case .prose(let prose):
      writer.begin(prose, below: 1)
      var pieces: [PagePiece] = []
      for block in prose.document.blocks { pieces.append(self.piece(block, writer: &writer) { english($0) }) }
      return pieces
    case .figure(let figure): return figures([figure], &writer)
    case .table(let table): return [self.table(table, &writer)]
    case .code(let code):
      return [PagePiece(.kept, english(writer.code(code.text, language: code.language, title: code.title)))]
    case .callout(let kind, let title, let prose):
      let code = TypstWriter.callout(
        kind: kind.rawValue, title: literal(title ?? wording.callout(kind.rawValue)),
        body: writer.blocks(prose, below: 1))
      return [PagePiece(.kept, english(code), names: prose.document.allBlocks)]
    case .formula(let prose):
      writer.begin(prose, below: 1)
      return prose.document.blocks.map { block in
        PagePiece(.kept, english("small-print(\(writer.block(block)))"), names: [block])
      }
    case .question(let question): return self.question(question, &writer)
    }
  }

  /// A block of a text as what it is on a page.
  private func piece(_ block: MarkdownBlock, writer: inout TypstWriter, _ frame: (String) -> String) -> PagePiece {
    let code = writer.block(block)
    let role: PagePiece.Role =
      switch block {
      case .pageBreak: .pageBreak
      case .heading: .held
      // What somebody put into a text stays there: it would float into another answer.
      case .figure: .whole
      case .table, .code, .alert: .kept
      case .list, .quote, .definitions, .details: .text
      case .paragraph(let content): TypstWriter.isPicture(content) ? .whole : .text
      case .math, .rule: .whole
      }
    return PagePiece(role, role == .pageBreak ? code : frame(code), names: [block], anchors: PrintedBook.places(block))
  }

  /// Whether figures are small enough to stand side by side, hardly smaller than they were drawn.
  private func fits(_ row: [BookFigure]) -> Bool {
    let room = paper.textWidth - 18 * Double(row.count - 1)
    return row.count <= 3 && row.reduce(0) { $0 + $1.width } * 0.85 <= room
  }

  /// Figures of one row.
  private func figures(_ figures: [BookFigure], _ writer: inout TypstWriter) -> [PagePiece] {
    var arguments: [String] = []
    for figure in figures {
      guard let file = surroundings.image(figure.path) else { continue }
      arguments.append(
        "arguments(\(TypstCode.string(file)), \(literal(figure.alternativeText)), \(TypstCode.points(figure.width)), "
          + "\(TypstCode.points(figure.height)), \(TypstCode.string(figure.anchor)), \(literal(wording.caption(figure.label))), "
          + "\(writer.inlines(figure.caption)))")
    }
    guard !arguments.isEmpty else { return [] }
    let room = (paper.textWidth - 18 * Double(figures.count - 1)) / Double(figures.count)
    let share = figures.map { min(1, room / $0.width) }.min() ?? 1
    let height = figures.map { min(1, room / $0.width) * $0.height }.max() ?? 0
    let size = PagePiece.Float(scaled: height, least: min(1, max(0.86, Self.smallestLabel / Self.label / share)))
    return [
      PagePiece(
        .float(size), english("drawings(\(PagePiece.size), \(arguments.joined(separator: ",\n  ")))"),
        names: figures.flatMap(\.caption.document.blocks), anchors: figures.map(\.anchor))
    ]
  }

  /// The size of the labels of figures as they are drawn, and the smallest that can be read, in points.
  private static let label = 8.0
  private static let smallestLabel = 6.5

  private func table(_ table: BookTable, _ writer: inout TypstWriter) -> PagePiece {
    let caption = writer.inlines(table.caption)
    var plan = TypstTable(
      alignments: table.columns.map { column in
        switch column.alignment {
        case .leading: .start
        case .trailing: .end
        case .center: .center
        }
      }, isNested: false)
    for (index, column) in table.columns.enumerated() {
      plan.measure(PlainText.line(column.title), index, isCode: false, isHeader: true)
      for row in table.rows { plan.measure(PlainText.line(row[index]), index, isCode: column.isCode) }
    }
    let rows = table.rows.map { row in
      TypstCode.array(
        zip(row, table.columns).map { cell, column in
          writer.words(PlainText.line(cell), isCode: column.isCode && !cell.isEmpty)
        })
    }
    let code = plan.code(
      header: table.columns.map { writer.words(PlainText.line($0.title)) }, rows: rows,
      title: (name: TypstCode.string(table.anchor), label: literal(wording.caption(table.label)), caption: caption),
      words: writer.literal)
    return PagePiece(
      rows.count <= TypstTable.mostFloatingRows ? .float(.init()) : .kept, english(code),
      names: table.caption.document.allBlocks,
      anchors: [table.anchor])
  }

  private func question(_ question: BookQuestion, _ writer: inout TypstWriter) -> [PagePiece] {
    let prompt = writer.blocks(question.prompt, below: 2)
    var arguments = [
      TypstCode.string(question.anchor), literal("\(question.opening) \(question.title)"), prompt,
    ]
    if question.points > 0 { arguments.append("points: \(literal(wording.points(question.points)))") }
    var pieces: [PagePiece] = settings.questionStartsPage ? [.pageBreak] : []
    // What an answer shows stands below its question, not above the heading on the same page.
    let isAbove = settings.questionStartsPage || pages.form == .compact
    pieces.append(
      PagePiece(
        isAbove ? .title : .held, "question(\(arguments.joined(separator: ", ")))",
        names: question.prompt.document.allBlocks))
    evidence(named: question.prompt.document.allBlocks, &writer, &pieces)
    if let prose = question.answer {
      writer.begin(prose, below: 2)
      for block in prose.document.blocks {
        pieces.append(piece(block, writer: &writer) { spoken(language, $0) })
        evidence(named: [block], &writer, &pieces)
      }
      evidence(named: Array(prose.document.footnotes.joined()), &writer, &pieces)
    } else {
      pieces.append(
        PagePiece(
          .text,
          spoken(
            language,
            TypstWriter.callout(
              kind: "warning", title: literal(wording.notAnswered),
              body: sentence(wording.invitation(question.state, question.path))))))
    }
    return pieces
  }

  /// The figures and tables that blocks name, where they are first named.
  private func evidence(named blocks: [MarkdownBlock], _ writer: inout TypstWriter, _ pieces: inout [PagePiece]) {
    let place = writer.place
    var row: [BookFigure] = []
    for anchor in pages.named(in: blocks) where printed.insert(anchor) {
      guard let piece = pages.evidence[anchor] else { continue }
      if case .figure(let figure) = piece {
        if !row.isEmpty, !fits(row + [figure]) {
          pieces += figures(row, &writer)
          row = []
        }
        row.append(figure)
      } else {
        if !row.isEmpty { pieces += figures(row, &writer) }
        row = []
        pieces += self.pieces(piece, &writer)
      }
    }
    if !row.isEmpty { pieces += figures(row, &writer) }
    writer.place = place
  }

  private func notice(_ notice: BookChapter.Notice, _ writer: TypstWriter) -> String {
    var body: [String] = []
    if !notice.text.isEmpty { body.append("par(\(literal(notice.text)))") }
    if let error = notice.error { body.append(writer.code(error, language: "", title: nil)) }
    body.append(sentence(notice.advice))
    return TypstWriter.callout(kind: "warning", title: literal(notice.title), body: TypstCode.joined(body))
  }

  /// A plain sentence in which backticks set code.
  func sentence(_ text: String) -> String {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { $0.offset % 2 == 1 ? "raw(\(literal($0.element)))" : literal($0.element) }
    return "par(\(TypstCode.joined(pieces)))"
  }

  // MARK: The appendix

  /// The table of questions, and what is to be said of settings and answers.
  private func appendix() -> [PagePiece] {
    let hasTable = pages.hasCompleteness && book.hasQuestions
    let hasRemarks = pages.hasRemarks && !book.shownRemarks.isEmpty
    guard hasTable || hasRemarks else { return [] }
    var pieces: [PagePiece] = pages.startsPages ? [.pageBreak] : []
    let title = hasTable ? wording.completeness : wording.remarks
    pieces.append(PagePiece(.title, "chapter(name: \"completeness\", \(literal(title)))"))
    if hasTable { pieces += completeness() }
    guard hasRemarks else { return pieces }
    if hasTable { pieces.append(PagePiece(.held, "head(2, \(literal(wording.remarks)))")) }
    pieces.append(PagePiece(.text, "par(\(literal(wording.remarksOpening)))"))
    let writer = self.writer("remarks")
    let remarks = book.shownRemarks.map { remark in
      "{\(writer.words(PlainText.line(remark.place), isCode: true)); \": \"; "
        + "\(writer.words(PlainText.line(remark.message)))}"
    }
    pieces.append(PagePiece(.text, english("list(tight: true, \(remarks.joined(separator: ", ")))")))
    return pieces
  }

  private func completeness() -> [PagePiece] {
    let anchors = Dictionary(
      pages.chapters.flatMap { chapter in
        chapter.pieces.compactMap { piece -> (String, String)? in
          if case .question(let question) = piece { (question.path, question.anchor) } else { nil }
        }
      }, uniquingKeysWith: { first, _ in first })
    let titles = [wording.chapterColumn, wording.questionColumn, wording.pointsColumn, wording.stateColumn]
    var plan = TypstTable(alignments: [.start, .start, .end, .start], isNested: false)
    for (column, title) in titles.enumerated() { plan.measure(title, column, isCode: false, isHeader: true) }
    var rows: [String] = []
    for row in book.answers {
      let points = row.question.points > 0 ? wording.number(row.question.points) : "–"
      let cells = [row.chapterTitle, row.question.title, points, wording.state(of: row)].map { PlainText.line($0) }
      for (column, cell) in cells.enumerated() { plan.measure(cell, column, isCode: false) }
      var code = cells.map { literal($0) }
      if let anchor = anchors[row.path], surroundings.anchors.contains(anchor) {
        code[1] = "link(label(\(TypstCode.string(anchor))), \(code[1]))"
      }
      rows.append(TypstCode.array(code))
    }
    for row in book.demands {
      let cells = [row.chapterTitle, row.text, "–", wording.state(of: row)].map { PlainText.line($0) }
      for (column, cell) in cells.enumerated() { plan.measure(cell, column, isCode: false) }
      rows.append(TypstCode.array(cells.map { literal($0) }))
    }
    return [
      PagePiece(.kept, plan.code(header: titles.map { literal($0) }, rows: rows, words: { literal($0) })),
      PagePiece(.text, "par(\(literal(wording.summary(of: book.answers))))"),
    ]
  }
}
