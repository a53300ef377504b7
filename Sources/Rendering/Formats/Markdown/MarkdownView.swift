import Basics
import Foundation
import Notebook

/// The report as one Markdown file that reads well where GitHub's Markdown is shown.
struct MarkdownView {
  /// The book.
  let book: Book
  /// The states of views that links lead to, by the figure's anchor.
  private let linkedStates: [String: [String]]

  init(book: Book) {
    self.book = book
    linkedStates = book.linkedStates
  }

  private var wording: Wording { book.wording }

  /// The file's text.
  func text() -> String {
    var parts = [cover()]
    if !book.chapters.isEmpty { parts.append(contents()) }
    for chapter in book.chapters { parts += self.chapter(chapter) }
    if book.hasAppendix { parts.append(appendix()) }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n").source + "\n"
  }

  private func cover() -> Markdown {
    let settings = book.settings
    var parts: [Markdown] = ["# \(settings.title)"]
    if !settings.subtitle.isEmpty { parts.append("*\(settings.subtitle)*") }
    var facts: [Markdown] = settings.shownAuthors.map { author in
      "**\(author.name)**\(author.identifier.isEmpty ? "" : " (\(author.identifier))")"
    }
    if !settings.course.isEmpty { facts.append("\(settings.course)") }
    if !book.date.isEmpty { facts.append("\(book.date)") }
    if !facts.isEmpty { parts.append(facts.joined(separator: "  \n")) }
    if !book.provenance.isEmpty {
      let items = book.provenance.map { prose -> Markdown in "- \(line(prose))" }
      parts.append("\(wording.data)\(wording.colon)\n\n\(items.joined(separator: "\n"))")
    }
    if !book.substitutions.isEmpty {
      let items = book.substitutions.map(line)
      let list = items.count == 1 ? items[0] : items.map { "- \($0)" as Markdown }.joined(separator: "\n")
      parts.append(callout("important", "**\(wording.substitutions)**\n\n\(list)"))
    }
    return parts.joined(separator: "\n\n")
  }

  private func contents() -> Markdown {
    var lines: [Markdown] = ["## \(wording.contents)", ""]
    func link(_ number: String?, _ title: String, _ anchor: String) -> Markdown {
      "[\(number.map { "\($0) " } ?? "")\(title)](#\(markdown: anchor))"
    }
    for chapter in book.chapters {
      lines.append("- \(link(chapter.number, chapter.title, chapter.anchor))")
      lines += chapter.entries.map { "  - \(link($0.number, $0.title, $0.anchor))" }
    }
    if book.hasAppendix { lines.append("- \(link(nil, book.appendixTitle, "completeness"))") }
    return lines.joined(separator: "\n")
  }

  private func chapter(_ chapter: BookChapter) -> [Markdown] {
    let number: Markdown = chapter.number.map { "\($0) " } ?? ""
    var parts: [Markdown] = ["\(anchor(chapter.anchor))\n\n## \(number)\(chapter.title)"]
    if let summary = chapter.summary { parts.append(body(summary)) }
    if let notice = chapter.notice { parts.append(self.notice(notice)) }
    return parts + chapter.pieces.map(piece) + (chapter.code.map { [listing($0)] } ?? [])
  }

  /// The chapter's code, closed until a reader opens it.
  private func listing(_ code: ChapterCode) -> Markdown {
    let files = code.listings.map { listing -> Markdown in
      let title = listing.file.map { "<code>\(HTMLText.value($0))</code>" } ?? HTMLText.value(wording.settingsOfRun)
      return """
        <details>
        <summary>\(markdown: title)</summary>

        \(Markdown(codeBlock: listing.text, language: listing.language))

        </details>
        """
    }
    return """
      <details>
      <summary>\(markdown: HTMLText.value(wording.codeOfChapter))</summary>

      \(Markdown(source: wording.filesShown(code.shown, code.count, code.folder)))

      \(files.joined(separator: "\n\n"))

      </details>
      """
  }

  private func piece(_ piece: BookChapter.Piece) -> Markdown {
    switch piece {
    case .prose(let prose), .formula(let prose): body(prose)
    case .figure(let figure):
      """
      \(places(of: figure))

      ![\(figure.alternativeText)](\(destination: figure.path))

      **\(wording.caption(figure.label))** \(line(figure.caption))
      """
    case .table(let table): self.table(table)
    case .code(let code): self.code(code)
    case .callout(let kind, let title, let prose):
      callout(kind.rawValue, "\(title.map { "**\($0)**\n\n" } ?? "")\(body(prose))")
    case .question(let question): self.question(question)
    }
  }

  private func table(_ table: BookTable) -> Markdown {
    let block = TableBlock(id: "", caption: "", columns: table.columns, rows: table.rows)
    return """
      \(anchor(table.anchor))

      **\(wording.caption(table.label))** \(line(table.caption))

      \(block.markdown)
      """
  }

  private func code(_ code: CodeBlock) -> Markdown {
    let block = Markdown(codeBlock: code.text, language: code.language)
    if code.isFolded {
      let title = HTMLText.value(code.title ?? wording.code)
      return "<details>\n<summary>\(markdown: title)</summary>\n\n\(block)\n\n</details>"
    }
    return code.title.map { "**\($0)**\n\n\(block)" } ?? block
  }

  private func question(_ question: BookQuestion) -> Markdown {
    let points: Markdown = question.points > 0 ? " (\(wording.points(question.points)))" : ""
    var parts: [Markdown] = ["\(anchor(question.anchor))\n\n### \(question.opening) \(question.title)\(points)"]
    let prompt = body(question.prompt)
    if !prompt.isEmpty { parts.append(prompt.quoted) }
    parts.append(question.answer.map(body) ?? callout("warning", invitation(question)))
    return parts.joined(separator: "\n\n")
  }

  private func invitation(_ question: BookQuestion) -> Markdown {
    "**\(wording.notAnswered)**\n\n\(Markdown(source: wording.invitation(question.state, question.path)))"
  }

  private func notice(_ notice: BookChapter.Notice) -> Markdown {
    var parts: [Markdown] = ["**\(notice.title)**"]
    if !notice.text.isEmpty { parts.append("\(notice.text)") }
    if let error = notice.error { parts.append(Markdown(codeBlock: error.trimmed())) }
    parts.append(Markdown(source: notice.advice))
    return callout("warning", parts.joined(separator: "\n\n"))
  }

  private func appendix() -> Markdown {
    var parts: [Markdown] = ["\(anchor("completeness"))\n\n## \(book.appendixTitle)"]
    if book.hasQuestions { parts.append(completeness()) }
    if !book.shownRemarks.isEmpty {
      if book.hasQuestions { parts.append("### \(wording.remarks)") }
      let items = book.shownRemarks.map { remark -> Markdown in "- \(code: remark.place): \(remark.message)" }
      parts += ["\(wording.remarksOpening)", items.joined(separator: "\n")]
    }
    return parts.joined(separator: "\n\n")
  }

  private func completeness() -> Markdown {
    var lines: [Markdown] = [
      "| \(wording.chapterColumn) | \(wording.questionColumn) | \(wording.pointsColumn) | \(wording.stateColumn) |",
      "| :--- | :--- | ---: | :--- |",
    ]
    for row in book.answers {
      let points = row.question.points > 0 ? wording.number(row.question.points) : "–"
      lines.append("| \(row.chapterTitle) | \(row.question.title) | \(points) | \(wording.state(of: row)) |")
    }
    for row in book.demands {
      lines.append("| \(row.chapterTitle) | \(row.text) | – | \(wording.state(of: row)) |")
    }
    return "\(lines.joined(separator: "\n"))\n\n\(wording.summary(of: book.answers))"
  }

  /// A figure's place, and the states of its view that links lead to: here they all lead to its image.
  private func places(of figure: BookFigure) -> Markdown {
    let states = (linkedStates[figure.anchor] ?? []).map { anchor(HTMLText.escape("\(figure.anchor)?\($0)")) }
    return ([anchor(figure.anchor)] + states).joined()
  }

  private func anchor(_ name: String) -> Markdown { "<a id=\"\(markdown: name)\"></a>" }

  private func callout(_ kind: String, _ text: Markdown) -> Markdown {
    "> [!\(markdown: kind.uppercased())]\n\(text.quoted)"
  }

  /// A text without blank lines at its ends.
  private func body(_ prose: Prose) -> Markdown {
    let lines = prose.markdown.source.split(separator: "\n", omittingEmptySubsequences: false)
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
    guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return Markdown(source: lines[first...last].joined(separator: "\n"))
  }

  /// A text on one line, for captions.
  private func line(_ prose: Prose) -> Markdown {
    let lines = body(prose).source.split(separator: "\n")
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    return Markdown(source: lines.map { $0.drop(while: isBlank).trimmingSuffix(while: isBlank) }.joined(separator: " "))
  }
}
