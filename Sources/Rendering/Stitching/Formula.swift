/// A formula of the report, as TeX.
package struct Formula: Hashable, Sendable {
  /// The source.
  package var tex: String
  /// Whether it stands on its own line.
  package var isDisplayed: Bool

  /// A formula by its source.
  package init(tex: String, isDisplayed: Bool) {
    self.tex = tex
    self.isDisplayed = isDisplayed
  }

  /// The formulas of a document, in order.
  package static func all(in document: MarkdownDocument) -> [Formula] {
    (document.blocks + document.footnotes.joined()).flatMap(all)
  }

  private static func all(_ block: MarkdownBlock) -> [Formula] {
    switch block {
    case .paragraph(let content): all(content)
    case .heading(let heading): all(heading.content)
    case .quote(let blocks): blocks.flatMap(all)
    case .alert(_, let title, let blocks), .details(let title, _, let blocks): all(title) + blocks.flatMap(all)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(all) }
    case .definitions(let list): list.flatMap { all($0.term) + $0.definitions.joined().flatMap(all) }
    case .table(let table): ([table.caption?.content ?? []] + table.header + table.rows.joined()).flatMap(all)
    case .figure(let figure): all(figure.image.content + figure.caption.content)
    case .math(let formula): [Formula(tex: formula.tex, isDisplayed: true)]
    case .code, .rule, .pageBreak: []
    }
  }

  private static func all(_ inlines: [Inline]) -> [Formula] {
    inlines.flatMap { inline -> [Formula] in
      switch inline {
      case .math(let tex): [Formula(tex: tex, isDisplayed: false)]
      case .emphasis(let content), .strong(let content), .strikethrough(let content), .styled(_, let content),
        .link(_, _, let content):
        all(content)
      case .image(let image): all(image.content)
      default: []
      }
    }
  }
}
