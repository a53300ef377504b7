package import Basics

extension TableBlock {
  /// The columns and rows as GitHub's Markdown writes a table; its cells are shown as they are.
  package var markdown: Markdown {
    var writer = MarkdownWriter()
    func row<Cell>(_ cells: [Cell], write: (Cell, Column) -> Void) {
      writer.write(source: "|")
      for (cell, column) in zip(cells, columns) {
        writer.write(source: " ")
        write(cell, column)
        writer.write(source: " |")
      }
    }
    row(columns) { column, _ in writer.write(text: column.title, isCell: true) }
    writer.write(source: "\n")
    row(columns) { column, _ in writer.write(source: column.alignment.mark) }
    for cells in rows {
      writer.write(source: "\n")
      row(cells) { cell, column in
        column.isCode ? writer.write(code: cell, isCell: true) : writer.write(text: cell, isCell: true)
      }
    }
    return writer.markdown
  }
}

extension TableBlock.Alignment {
  /// What says it below the headings of a table.
  fileprivate var mark: String {
    switch self {
    case .leading: ":---"
    case .trailing: "---:"
    case .center: ":---:"
    }
  }
}
