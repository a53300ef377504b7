extension ChapterDocument {
  /// The chapter by itself as Markdown: `chapter.md`, with figures numbered within the chapter.
  ///
  /// References between chapters and written answers belong to the stitched report and are named, not resolved.
  public var markdown: String {
    var text = ["# \(title)"]
    if !summary.isEmpty { text.append(summary) }
    let figures = blocks.compactMap { if case .figure(let figure) = $0 { figure.id } else { nil } }
    let tables = blocks.compactMap { if case .table(let table) = $0 { table.id } else { nil } }
    for block in blocks {
      switch block {
      case .markdown(let prose): text.append(prose)
      case .figure(let figure):
        text.append("![\(Self.plain(figure.alternativeText))](\(figure.file))")
        text.append("**Figure \((figures.firstIndex(of: figure.id) ?? 0) + 1).** \(figure.caption)")
      case .table(let table):
        text.append("**Table \((tables.firstIndex(of: table.id) ?? 0) + 1).** \(table.caption)")
        text.append(Self.markdown(table))
      case .code(let code):
        let fence = String(repeating: "`", count: max(3, Self.longestRun(of: "`", in: code.text) + 1))
        if let title = code.title { text.append(title + ":") }
        text.append("\(fence)\(code.language)\n\(code.text)\n\(fence)")
      case .callout(let callout):
        let lines = ((callout.title.map { "**\($0)** " } ?? "") + callout.text).split(
          separator: "\n", omittingEmptySubsequences: false)
        text.append(
          (["> [!\(callout.kind.rawValue.uppercased())]"] + lines.map { "> \($0)" }).joined(separator: "\n"))
      case .question(let id):
        guard let question = questions.first(where: { $0.id == id }) else { continue }
        text.append("**\(question.title)** \(question.prompt)")
      }
    }
    var whole = text.joined(separator: "\n\n") + "\n"
    for (index, id) in figures.enumerated() {
      whole.replace("{{figure:\(slug)/\(id)}}", with: "Figure \(index + 1)")
    }
    for (index, id) in tables.enumerated() {
      whole.replace("{{table:\(slug)/\(id)}}", with: "Table \(index + 1)")
    }
    return whole
  }

  private static func markdown(_ table: TableBlock) -> String {
    let rules = table.columns.map { column in
      switch column.alignment {
      case .leading: ":---"
      case .trailing: "---:"
      case .center: ":---:"
      }
    }
    let rows = table.rows.map { row in zip(row, table.columns).map { $1.isCode ? code($0) : plain($0) } }
    return ([table.columns.map { plain($0.title) }, rules] + rows)
      .map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }

  private static func code(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return text.isEmpty
      ? "" : fence + padding + text.replacing("|", with: "\\|").replacing("\n", with: " ") + padding + fence
  }

  private static func plain(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\`*_{}[]<>#|~$!".contains(character) { escaped.append("\\") }
      escaped.append(character.isNewline ? " " : character)
    }
    return escaped
  }

  private static func longestRun(of mark: Character, in text: String) -> Int {
    var longest = 0
    var run = 0
    for character in text {
      run = character == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
