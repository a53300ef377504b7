import Foundation
import Notebook

/// The report as one Markdown file that reads well where GitHub's Markdown is shown.
struct MarkdownView {
  /// The book.
  let book: Book

  /// The file's text.
  func text() -> String {
    var parts = [cover()]
    if !book.chapters.isEmpty { parts.append(contents()) }
    for chapter in book.chapters { parts += self.chapter(chapter) }
    if book.hasQuestions { parts.append(completeness()) }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func cover() -> String {
    let settings = book.settings
    var lines = ["# " + MarkdownEscape.text(settings.title)]
    if !settings.subtitle.isEmpty { lines.append("*\(MarkdownEscape.text(settings.subtitle))*") }
    var facts: [String] = []
    for author in settings.authors {
      let identifier = author.identifier.isEmpty ? "" : " (\(MarkdownEscape.text(author.identifier)))"
      facts.append("**\(MarkdownEscape.text(author.name))**\(identifier)")
    }
    if !settings.course.isEmpty { facts.append(MarkdownEscape.text(settings.course)) }
    if !book.date.isEmpty { facts.append(MarkdownEscape.text(book.date)) }
    if !facts.isEmpty { lines.append(facts.joined(separator: "  \n")) }
    if !book.provenance.isEmpty {
      lines.append("Data:\n\n" + book.provenance.map { "- " + line($0) }.joined(separator: "\n"))
    }
    return lines.joined(separator: "\n\n")
  }

  private func contents() -> String {
    var lines = ["## Contents", ""]
    func link(_ number: String?, _ title: String, _ anchor: String) -> String {
      "[\(MarkdownEscape.text((number.map { $0 + " " } ?? "") + title))](#\(anchor))"
    }
    for chapter in book.chapters {
      lines.append("- " + link(chapter.number, chapter.title, chapter.anchor))
      lines += chapter.entries.map { "  - " + link($0.number, $0.title, $0.anchor) }
    }
    if book.hasQuestions { lines.append("- [Completeness](#completeness)") }
    return lines.joined(separator: "\n")
  }

  private func chapter(_ chapter: BookChapter) -> [String] {
    let number = chapter.number.map { MarkdownEscape.text($0) + " " } ?? ""
    var parts = ["<a id=\"\(chapter.anchor)\"></a>\n\n## \(number)\(MarkdownEscape.text(chapter.title))"]
    if let summary = chapter.summary { parts.append(body(summary)) }
    if let notice = chapter.notice { parts.append(self.notice(notice)) }
    return parts + chapter.pieces.map(piece)
  }

  private func piece(_ piece: BookChapter.Piece) -> String {
    switch piece {
    case .prose(let prose): body(prose)
    case .figure(let figure):
      """
      <a id="\(figure.anchor)"></a>

      ![\(MarkdownEscape.text(figure.alternativeText))](\(MarkdownEscape.destination(figure.path)))

      **\(figure.label).** \(line(figure.caption))
      """
    case .table(let table): self.table(table)
    case .code(let code): self.code(code)
    case .callout(let kind, let title, let prose):
      callout(kind.rawValue, (title.map { "**\(MarkdownEscape.text($0))**\n\n" } ?? "") + body(prose))
    case .question(let question): self.question(question)
    }
  }

  private func table(_ table: BookTable) -> String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let marks = table.columns.map { column in
      switch column.alignment {
      case .leading: ":---"
      case .trailing: "---:"
      case .center: ":---:"
      }
    }
    let rows = table.rows.map { cells in
      row(
        zip(cells, table.columns).map { cell, column in
          column.isCode ? MarkdownEscape.code(cell, inTable: true) : MarkdownEscape.text(cell)
        })
    }
    return """
      <a id="\(table.anchor)"></a>

      **\(table.label).** \(line(table.caption))

      \(([row(table.columns.map { MarkdownEscape.text($0.title) }), row(marks)] + rows).joined(separator: "\n"))
      """
  }

  private func code(_ code: CodeBlock) -> String {
    let fence = MarkdownEscape.fence(for: code.text)
    let text = code.text.hasSuffix("\n") ? code.text : code.text + "\n"
    let block = "\(fence)\(code.language)\n\(text)\(fence)"
    if code.isFolded {
      return "<details>\n<summary>\(HTMLText.escape(code.title ?? "Code"))</summary>\n\n\(block)\n\n</details>"
    }
    return code.title.map { "**\(MarkdownEscape.text($0))**\n\n\(block)" } ?? block
  }

  private func question(_ question: BookQuestion) -> String {
    let points = question.points > 0 ? " (\(Points.text(question.points)))" : ""
    var parts = [
      "<a id=\"\(question.anchor)\"></a>\n\n### \(question.label): \(MarkdownEscape.text(question.title))\(points)"
    ]
    let prompt = body(question.prompt)
    if !prompt.isEmpty { parts.append(quoted(prompt)) }
    parts.append(question.answer.map(body) ?? callout("warning", MarkdownEscape.text(question.invitation)))
    return parts.joined(separator: "\n\n")
  }

  private func notice(_ notice: BookChapter.Notice) -> String {
    var parts = ["**\(MarkdownEscape.text(notice.title))**"]
    if !notice.text.isEmpty { parts.append(notice.text) }
    if let error = notice.error {
      let fence = MarkdownEscape.fence(for: error)
      parts.append("\(fence)\n\(error.trimmed())\n\(fence)")
    }
    parts.append(notice.advice)
    return callout("warning", parts.joined(separator: "\n\n"))
  }

  private func completeness() -> String {
    var lines = [
      "<a id=\"completeness\"></a>\n\n## Completeness\n", "| Chapter | Question | Points | State |",
      "| :--- | :--- | ---: | :--- |",
    ]
    for row in book.answers {
      let points = row.question.points > 0 ? Points.number(row.question.points) : "–"
      lines.append(
        "| \(MarkdownEscape.text(row.chapterTitle)) | \(MarkdownEscape.text(row.question.title)) | \(points) | \(row.state.rawValue) |"
      )
    }
    return lines.joined(separator: "\n") + "\n\n" + Completeness.summary(of: book.answers)
  }

  private func callout(_ kind: String, _ text: String) -> String {
    "> [!\(kind.uppercased())]\n" + quoted(text)
  }

  private func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> " + $0 }
      .joined(separator: "\n")
  }

  /// A text without blank lines at its ends.
  private func body(_ prose: Prose) -> String {
    let lines = prose.markdown.split(separator: "\n", omittingEmptySubsequences: false)
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
    guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return lines[first...last].joined(separator: "\n")
  }

  /// A text on one line, for captions.
  private func line(_ prose: Prose) -> String {
    body(prose).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }
}
