import Basics
import Foundation
import Notebook

/// Writes a book as pandoc's tree: the same values that HTML and the PDF are written from, in the same order.
struct PandocBook {
  /// What differs between the formats, beyond their texts.
  struct Form {
    /// Whether the title and the authors are told in the document itself; else they are known of it.
    var hasCover = false
    /// Whether the document lists its own contents; else the format does.
    var hasContents = true
    /// Whether it is read on a screen, where each chapter ends with its code; paper has it behind everything else, by setting.
    var isForScreens = false
    /// A code block of a chapter, which may be more than text; `nil` sets it as any other.
    var code: ((CodeBlock) -> JSONValue)?
  }

  /// The book.
  let book: Book
  /// What differs between the formats.
  var form = Form()
  private var text: PandocText

  init(_ book: Book, _ dialect: PandocText.Dialect, form: Form = Form()) {
    self.book = book
    self.form = form
    text = PandocText(dialect: dialect, wording: book.wording)
  }

  private var wording: Wording { book.wording }

  /// The whole document.
  mutating func tree() -> PandocTree {
    var blocks = cover()
    if form.hasContents, !book.chapters.isEmpty { blocks += contents() }
    for chapter in book.chapters { blocks += self.chapter(chapter) }
    if book.hasAppendix { blocks += appendix() }
    if !form.isForScreens { blocks += printedCode() }
    return PandocTree(metadata: metadata(), blocks: blocks)
  }

  // MARK: The cover

  private func metadata() -> [JSONValue.Member] {
    let settings = book.settings
    func inlines(_ text: String) -> JSONValue { .node("MetaInlines", .array(PandocText.words(PlainText.line(text)))) }
    var known: [JSONValue.Member] = []
    if !settings.language.isEmpty { known.append(.init("lang", inlines(settings.language))) }
    guard !form.hasCover else { return known }
    known.append(.init("title", inlines(settings.title)))
    if !settings.subtitle.isEmpty { known.append(.init("subtitle", inlines(settings.subtitle))) }
    if !settings.shownAuthors.isEmpty {
      known.append(.init("author", .node("MetaList", .array(settings.shownAuthors.map { inlines(Self.name($0)) }))))
    }
    if !book.date.isEmpty { known.append(.init("date", inlines(book.date))) }
    return known
  }

  /// An author with the identifier.
  private static func name(_ author: ReportSettings.Author) -> String {
    author.name + (author.identifier.isEmpty ? "" : " (\(author.identifier))")
  }

  private mutating func cover() -> [JSONValue] {
    let settings = book.settings
    var blocks: [JSONValue] = []
    func line(_ text: String) -> JSONValue { .node("Para", .array(PandocText.words(PlainText.line(text)))) }
    if form.hasCover {
      blocks.append(PandocText.heading(1, id: "", PandocText.words(PlainText.line(settings.title))))
      if !settings.subtitle.isEmpty { blocks.append(line(settings.subtitle)) }
      blocks += settings.shownAuthors.map { line(Self.name($0)) }
    }
    if !settings.course.isEmpty { blocks.append(line(settings.course)) }
    if form.hasCover, !book.date.isEmpty { blocks.append(line(book.date)) }
    if !book.provenance.isEmpty {
      blocks.append(line(wording.data + wording.colon))
      var items: [JSONValue] = []
      for prose in book.provenance { items.append(.array([.node("Plain", .array(text.inlines(prose)))])) }
      blocks.append(.node("BulletList", .array(items)))
    }
    if !book.substitutions.isEmpty {
      var statements: [JSONValue] = []
      for prose in book.substitutions { statements.append(.node("Para", .array(text.inlines(prose)))) }
      blocks.append(text.callout(PandocText.words(wording.substitutions), statements))
    }
    return blocks
  }

  private func contents() -> [JSONValue] {
    func entry(_ number: String?, _ title: String, _ anchor: String) -> JSONValue {
      let words = PandocText.words((number.map { $0 + " " } ?? "") + PlainText.line(title))
      return .node(
        "Plain",
        .array([.node("Link", .array([.attributes(), .array(words), .array([.string("#" + anchor), .string("")])]))]))
    }
    var items = book.chapters.map { chapter -> JSONValue in
      let entries = chapter.entries.map { JSONValue.array([entry($0.number, $0.title, $0.anchor)]) }
      let title = entry(chapter.number, chapter.title, chapter.anchor)
      return .array([title] + (entries.isEmpty ? [] : [.node("BulletList", .array(entries))]))
    }
    if book.hasAppendix { items.append(.array([entry(nil, book.appendixTitle, "completeness")])) }
    return [
      PandocText.heading(1, id: "contents", PandocText.words(wording.contents)), .node("BulletList", .array(items)),
    ]
  }

  // MARK: Chapters

  private mutating func chapter(_ chapter: BookChapter) -> [JSONValue] {
    let title = (chapter.number.map { $0 + " " } ?? "") + PlainText.line(chapter.title)
    var blocks = [PandocText.heading(1, id: chapter.anchor, PandocText.words(title))]
    if let summary = chapter.summary { blocks += text.blocks(summary) }
    if let notice = chapter.notice { blocks.append(self.notice(notice)) }
    for piece in chapter.pieces { blocks += self.piece(piece) }
    if form.isForScreens, let code = chapter.code {
      blocks.append(PandocText.heading(2, id: "", PandocText.words(wording.codeOfChapter)))
      blocks += listing(code)
    }
    return blocks
  }

  /// The code of all chapters, behind everything else.
  private func printedCode() -> [JSONValue] {
    guard !book.printedCode.isEmpty else { return [] }
    return [PandocText.heading(1, id: "", PandocText.words(wording.code))]
      + book.printedCode.flatMap { title, code in
        [PandocText.heading(2, id: "", PandocText.words(PlainText.line(title)))] + listing(code)
      }
  }

  /// The files of a chapter's code, and the settings that it was run with.
  private func listing(_ code: ChapterCode) -> [JSONValue] {
    let opening = sentence(wording.filesShown(code.shown, code.count, code.folder))
    return [.node("Para", .array(opening))]
      + code.listings.flatMap { listing -> [JSONValue] in
        let title = listing.file.map { PlainText.line($0) } ?? wording.settingsOfRun
        return [
          .node("Para", .array([.node("Strong", .array(PandocText.words(title)))])),
          PandocText.code(listing.text, language: listing.language),
        ]
      }
  }

  private mutating func piece(_ piece: BookChapter.Piece) -> [JSONValue] {
    switch piece {
    case .prose(let prose), .formula(let prose): return text.blocks(prose)
    case .figure(let figure):
      let caption = PandocText.label(wording.caption(figure.label)) + text.inlines(figure.caption)
      let image = text.image(
        path: figure.path, text: PlainText.line(figure.alternativeText),
        [("width", "\(NumberText.fixed(figure.width / 72, 4))in")])
      return [PandocText.figure(id: figure.anchor, image, caption)]
    case .table(let table): return self.table(table)
    case .code(let code):
      let block = form.code?(code) ?? PandocText.code(code.text, language: code.language)
      guard let title = code.title else { return [block] }
      return [.node("Para", .array([.node("Strong", .array(PandocText.words(PlainText.line(title))))])), block]
    case .callout(let kind, let title, let prose):
      let words = PandocText.words(title.map { PlainText.line($0) } ?? wording.callout(kind.rawValue))
      return [text.callout(words, text.blocks(prose))]
    case .question(let question): return self.question(question)
    }
  }

  private mutating func table(_ table: BookTable) -> [JSONValue] {
    func cell(_ text: String, _ isCode: Bool) -> [JSONValue] {
      let line = PlainText.line(text)
      if line.isEmpty { return [] }
      return isCode
        ? [.node("Code", .array([.attributes(), .string(PandocText.readable(line))]))] : PandocText.words(line)
    }
    let header = table.columns.map { cell($0.title, false) }
    let rows = table.rows.map { row in zip(row, table.columns).map { cell($0, $1.isCode) } }
    let table = PandocTable(
      id: table.anchor, caption: PandocText.label(wording.caption(table.label)) + text.inlines(table.caption),
      alignments: table.columns.map { column in
        switch column.alignment {
        case .leading: .left
        case .trailing: .right
        case .center: .center
        }
      },
      header: header, rows: rows,
      lengths: [table.columns.map(\.title.count)] + table.rows.map { $0.map(\.count) }
    )
    return text.captioned(table)
  }

  private mutating func question(_ question: BookQuestion) -> [JSONValue] {
    let points = question.points > 0 ? " (\(wording.points(question.points)))" : ""
    let title = question.opening + " " + PlainText.line(question.title) + points
    var blocks = [PandocText.heading(2, id: question.anchor, PandocText.words(title))]
    let prompt = text.blocks(question.prompt)
    if !prompt.isEmpty { blocks.append(.node("BlockQuote", .array(prompt))) }
    guard let answer = question.answer else {
      let body = sentence(wording.invitation(question.state, question.path))
      return blocks + [text.callout(PandocText.words(wording.notAnswered), [.node("Para", .array(body))])]
    }
    return blocks + text.blocks(answer)
  }

  private func notice(_ notice: BookChapter.Notice) -> JSONValue {
    var body: [JSONValue] = []
    if !notice.text.isEmpty { body.append(.node("Para", .array(PandocText.words(notice.text)))) }
    if let error = notice.error { body.append(PandocText.code(error.trimmed(), language: "")) }
    body.append(.node("Para", .array(sentence(notice.advice))))
    return text.callout(PandocText.words(notice.title), body)
  }

  /// A plain sentence in which backticks set code.
  private func sentence(_ text: String) -> [JSONValue] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().flatMap { index, part -> [JSONValue] in
      index % 2 == 1
        ? [.node("Code", .array([.attributes(), .string(PandocText.readable(String(part)))]))]
        : PandocText.words(String(part))
    }
  }

  // MARK: The appendix

  private func appendix() -> [JSONValue] {
    var blocks = [PandocText.heading(1, id: "completeness", PandocText.words(book.appendixTitle))]
    if book.hasQuestions { blocks += completeness() }
    guard !book.shownRemarks.isEmpty else { return blocks }
    if book.hasQuestions { blocks.append(PandocText.heading(2, id: "remarks", PandocText.words(wording.remarks))) }
    blocks.append(.node("Para", .array(PandocText.words(wording.remarksOpening))))
    let items = book.shownRemarks.map { remark -> JSONValue in
      let place = JSONValue.node("Code", .array([.attributes(), .string(PandocText.readable(remark.place))]))
      return .array([.node("Plain", .array([place] + PandocText.words(": " + PlainText.line(remark.message))))])
    }
    return blocks + [.node("BulletList", .array(items))]
  }

  private func completeness() -> [JSONValue] {
    let texts = book.answers.map { row in
      [
        PlainText.line(row.chapterTitle), PlainText.line(row.question.title),
        row.question.points > 0 ? wording.number(row.question.points) : "–", wording.state(of: row),
      ]
    }
    let demands = book.demands.map {
      [PlainText.line($0.chapterTitle), PlainText.line($0.text), "–", wording.state(of: $0)]
    }
    let header = [wording.chapterColumn, wording.questionColumn, wording.pointsColumn, wording.stateColumn]
    let table = PandocTable(
      id: "", caption: [], alignments: [.left, .left, .right, .left], header: header.map(PandocText.words),
      rows: (texts + demands).map { $0.map(PandocText.words) },
      lengths: ([header] + texts + demands).map { $0.map(\.count) })
    return [table.node, .node("Para", .array(PandocText.words(wording.summary(of: book.answers))))]
  }
}
