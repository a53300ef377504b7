import Foundation
import Notebook

/// Writes the chapters and the appendix of a book as HTML.
struct HTMLBody {
  /// The book.
  let book: Book
  /// Formulas that have been set.
  let formulas: [Formula: SetFormula]
  /// The address of an image, by its path in the report.
  let image: (String) -> String
  /// The interactive views.
  let views: ViewBlocks

  /// The states of views that links lead to, by the figure's anchor.
  private let linkedStates: [String: [String]]

  init(book: Book, formulas: [Formula: SetFormula], views: ViewBlocks, image: @escaping (String) -> String) {
    self.book = book
    self.formulas = formulas
    self.views = views
    self.image = image
    linkedStates = book.linkedStates
  }

  private var wording: Wording { book.wording }
  private var marks: LanguageMarks { LanguageMarks(book.settings.language) }

  /// A chapter below its title.
  func chapter(_ chapter: BookChapter) -> String {
    var writer = writer(chapter.slug)
    var html = ""
    if let summary = chapter.summary { html += "<div class=\"summary\">\n\(writer.blocks(summary))</div>\n" }
    if let notice = chapter.notice { html += self.notice(notice, writer) }
    for piece in chapter.pieces { html += self.piece(piece, &writer) }
    return html + writer.notes() + (chapter.code.map { listing($0, of: chapter) } ?? "")
  }

  /// A statement on the cover.
  func statement(_ prose: Prose) -> String {
    var writer = writer("cover")
    return writer.inlines(prose)
  }

  private func writer(_ prefix: String) -> HTMLWriter {
    HTMLWriter(
      footnotePrefix: prefix, wording: wording, marks: marks, formulas: formulas, image: image)
  }

  private func piece(_ piece: BookChapter.Piece, _ writer: inout HTMLWriter) -> String {
    switch piece {
    case .prose(let prose), .formula(let prose): return writer.blocks(prose)
    case .figure(let figure): return self.figure(figure, &writer)
    case .table(let table): return self.table(table, &writer)
    case .code(let code): return self.code(code)
    case .callout(let kind, let title, let prose):
      let body = writer.blocks(prose)
      return writer.callout(kind: kind.rawValue, title: title, body: body)
    case .question(let question): return self.question(question, &writer)
    }
  }

  /// The label of a caption.
  private func label(_ label: String) -> String {
    "<strong\(marks.ownInChapter)>\(HTMLText.escape(wording.caption(label)))</strong>"
  }

  private func figure(_ figure: BookFigure, _ writer: inout HTMLWriter) -> String {
    func pixels(_ points: Double) -> Int { Int((points * 96 / 72).rounded()) }
    func picture(_ address: String, _ role: String) -> String {
      """
      <img\(role) src="\(address)" alt="\(HTMLText.value(figure.alternativeText))" \
      width="\(pixels(figure.width))" height="\(pixels(figure.height))" style="width:\(figure.width)pt">
      """
    }
    var card = "card"
    var pictures = picture(image(figure.path), "")
    if let dark = figure.darkImage() {
      // Not a source of one picture: Chromium prints the one that it has on the screen, dark on white paper. The style sheet
      // shows one of the two; without it, the second is hidden.
      card += " two-toned"
      pictures += picture(dark.address, " class=\"dark\" hidden")
    }
    return """
      <figure id="\(HTMLText.escape(figure.anchor))"\(views.attributes(of: figure.anchor))>\(states(of: figure))
      <div class="\(card)">\(pictures)</div>
      <figcaption>\(label(figure.label)) \(writer.inlines(figure.caption))</figcaption>
      </figure>

      """
  }

  /// Places for the states of a figure's view that links lead to, for readers without scripts.
  private func states(of figure: BookFigure) -> String {
    (linkedStates[figure.anchor] ?? []).map { "<span id=\"\(HTMLText.escape("\(figure.anchor)?\($0)"))\"></span>" }
      .joined()
  }

  private func table(_ table: BookTable, _ writer: inout HTMLWriter) -> String {
    let id = HTMLText.escape(table.anchor)
    var html = """
      <div class="scroll numbered" id="\(id)" role="region" aria-labelledby="\(id)-caption" tabindex="0">
      <table>
      <caption id="\(id)-caption">\(label(table.label)) \(writer.inlines(table.caption))</caption>
      <thead><tr>
      """
    for column in table.columns {
      let title = HTMLText.value(column.title)
      html += HTMLWriter.head(title, " class=\"\(column.alignment.rawValue)\"", isBlank: title.trimmed().isEmpty)
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      html += "<tr>"
      for (cell, column) in zip(row, table.columns) {
        let text = HTMLText.value(cell)
        html +=
          "<td class=\"\(column.alignment.rawValue)\">\(column.isCode && !cell.isEmpty ? "<code>\(text)</code>" : text)</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>\n</div>\n"
  }

  private func code(_ code: CodeBlock) -> String {
    let block = HTMLWriter.code(code.text, language: code.language)
    if code.isFolded {
      let title = HTMLText.value(code.title ?? wording.code)
      let mark = code.title == nil ? marks.ownInChapter : ""
      return "<details class=\"code\">\n<summary\(mark)>\(title)</summary>\n\(block)</details>\n"
    }
    guard let title = code.title else { return block }
    return "<div class=\"code\">\n<p class=\"code-title\">\(HTMLText.value(title))</p>\n\(block)</div>\n"
  }

  /// The chapter's code, closed until a reader opens it.
  private func listing(_ code: ChapterCode, of chapter: BookChapter) -> String {
    let own = marks.ownInChapter
    let files = code.listings.map { listing in
      let title = listing.file.map { "<code>\(HTMLText.value($0))</code>" } ?? HTMLText.escape(wording.settingsOfRun)
      return "<details class=\"code\">\n<summary\(listing.file == nil ? own : "")>\(title)</summary>\n"
        + HTMLWriter.code(listing.text, language: listing.language) + "</details>\n"
    }
    return """
      <details class="more listing\(book.settings.code == .appendix ? " printed" : "")">
      <summary\(own)>\(HTMLText.escape(wording.codeOfChapter))</summary>
      <p\(own)>\(sentence(wording.filesShown(code.shown, code.count, code.folder)))</p>
      \(files.joined())</details>

      """
  }

  private func question(_ question: BookQuestion, _ writer: inout HTMLWriter) -> String {
    let id = HTMLText.escape(question.anchor)
    let title = HTMLText.value(question.title)
    let own = marks.ownInChapter
    let points = question.points > 0 ? " <span class=\"points\"\(own)>\(wording.points(question.points))</span>" : ""
    let answer =
      if let answer = question.answer {
        "<div class=\"answer\"\(marks.answer)>\n\(writer.answer(answer))</div>\n"
      } else {
        writer.notice(
          title: wording.notAnswered, body: "<p>\(sentence(wording.invitation(question.state, question.path)))</p>\n")
      }
    return """
      <section class="question" id="\(id)" aria-labelledby="\(id)-title">
      <h3 id="\(id)-title" data-label="\(question.opening) \(title)"><span class="number"\(own)>\(question.label)</span> \(title)\(points)</h3>
      <div class="prompt">
      \(writer.blocks(question.prompt))</div>
      \(answer)</section>

      """
  }

  private func notice(_ notice: BookChapter.Notice, _ writer: HTMLWriter) -> String {
    let body =
      (notice.text.isEmpty ? "" : "<p>\(HTMLText.escape(notice.text))</p>\n")
      + (notice.error.map { HTMLWriter.code($0, language: "") } ?? "") + "<p>\(sentence(notice.advice))</p>\n"
    return writer.notice(title: notice.title, body: body)
  }

  /// A plain sentence in which backticks set code.
  private func sentence(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { $0.offset % 2 == 1 ? "<code>\(HTMLText.escape($0.element))</code>" : HTMLText.escape($0.element) }.joined()
  }

  /// The appendix below its title: the table of questions, and what is to be said of settings and answers.
  func appendix() -> String {
    (book.hasQuestions ? completeness() : "") + (book.shownRemarks.isEmpty ? "" : remarks())
  }

  private func remarks() -> String {
    let own = marks.ownOnPage
    var html = book.hasQuestions ? "<h3 id=\"remarks\"\(own)>\(HTMLText.escape(wording.remarks))</h3>\n" : ""
    html += "<p\(own)>\(HTMLText.escape(wording.remarksOpening))</p>\n<ul class=\"remarks\"\(marks.chapter)>\n"
    for remark in book.shownRemarks {
      html += "<li><code>\(HTMLText.value(remark.place))</code>: \(HTMLText.value(remark.message))</li>\n"
    }
    return html + "</ul>\n"
  }

  private func completeness() -> String {
    let (own, chapter) = (marks.ownOnPage, marks.chapter)
    func head(_ title: String, _ side: String = "leading") -> String {
      "<th scope=\"col\" class=\"\(side)\">\(HTMLText.escape(title))</th>"
    }
    var html = """
      <div class="scroll" role="region" aria-label="\(HTMLText.escape(wording.questionsAndStates))" tabindex="0"\(own)>
      <table>
      <thead><tr>\(head(wording.chapterColumn))\(head(wording.questionColumn))\
      \(head(wording.pointsColumn, "trailing"))\(head(wording.stateColumn))</tr></thead>
      <tbody>

      """
    let anchors = Dictionary(
      book.chapters.flatMap { chapter in
        chapter.pieces.compactMap { piece -> (String, String)? in
          if case .question(let question) = piece { (question.path, question.anchor) } else { nil }
        }
      }, uniquingKeysWith: { first, _ in first })
    for row in book.answers {
      let title = HTMLText.value(row.question.title)
      let link = anchors[row.path].map { "<a href=\"#\(HTMLText.escape($0))\">\(title)</a>" } ?? title
      html += """
        <tr><td\(chapter)>\(HTMLText.value(row.chapterTitle))</td><td\(chapter)>\(link)</td>\
        <td class="trailing">\(row.question.points > 0 ? wording.number(row.question.points) : "–")</td>\
        <td class="state \(row.moved.isEmpty ? row.state.rawValue : "stale")">\(HTMLText.escape(wording.state(of: row)))</td></tr>

        """
    }
    for row in book.demands {
      html += """
        <tr><td\(chapter)>\(HTMLText.value(row.chapterTitle))</td><td\(chapter)>\(HTMLText.value(row.text))</td>\
        <td class="trailing">–</td>\
        <td class="state \(row.finding?.isMet == false ? "missing" : "answered")">\(HTMLText.escape(wording.state(of: row)))</td></tr>

        """
    }
    return html + "</tbody>\n</table>\n</div>\n"
      + "<p\(own)>\(HTMLText.escape(wording.summary(of: book.answers)))</p>\n"
  }
}
