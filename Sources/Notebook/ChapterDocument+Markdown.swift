public import Basics

extension ChapterDocument {
  /// The chapter by itself: `chapter.md`, with figures numbered within the chapter.
  ///
  /// References between chapters and written answers belong to the stitched report and are named, not resolved.
  public var markdown: Markdown {
    var parts: [Markdown] = ["# \(title)"]
    if !summary.isEmpty { parts.append(summary) }
    parts += substitutions
    let figures = blocks.compactMap { if case .figure(let figure) = $0 { figure.id } else { nil } }
    let tables = blocks.compactMap { if case .table(let table) = $0 { table.id } else { nil } }
    for block in blocks {
      switch block {
      case .markdown(let prose): parts.append(prose)
      case .figure(let figure):
        parts.append("![\(figure.alternativeText)](\(destination: figure.file))")
        parts.append("**Figure \((figures.firstIndex(of: figure.id) ?? 0) + 1).** \(figure.caption)")
      case .table(let table):
        parts.append("**Table \((tables.firstIndex(of: table.id) ?? 0) + 1).** \(table.caption)")
        parts.append(table.markdown)
      case .code(let code):
        if let title = code.title { parts.append("\(title):") }
        parts.append(Markdown(codeBlock: code.text, language: code.language))
      case .callout(let callout):
        let text: Markdown = callout.title.map { "**\($0)** \(callout.text)" } ?? callout.text
        parts.append("> [!\(markdown: callout.kind.rawValue.uppercased())]\n\(text.quoted)")
      case .formula(let formula): parts.append("\(formula.title):\n\n$$\(markdown: formula.tex)$$")
      case .question(let id):
        guard let question = questions.first(where: { $0.id == id }) else { continue }
        parts.append("**\(question.title)** \(question.prompt)")
      }
    }
    if !conclusion.isEmpty { parts.append(conclusion) }
    var whole = parts.joined(separator: "\n\n").source + "\n"
    for (index, id) in figures.enumerated() {
      whole.replace("{{figure:\(slug)/\(id)}}", with: "Figure \(index + 1)")
    }
    for (index, id) in tables.enumerated() {
      whole.replace("{{table:\(slug)/\(id)}}", with: "Table \(index + 1)")
    }
    return Markdown(source: whole)
  }
}
