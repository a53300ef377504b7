/// Finds the links and images of a document.
enum LinkVisitor {
  /// A link or an image.
  struct Link {
    var url: String
    var isImage: Bool
    /// What it says, without markup.
    var text: String
  }

  /// All of them, in the order of the text.
  static func links(in document: MarkdownDocument) -> [Link] {
    (document.blocks + document.footnotes.joined()).flatMap(links)
  }

  private static func links(_ block: MarkdownBlock) -> [Link] {
    switch block {
    case .paragraph(let content): links(content)
    case .heading(let heading): links(heading.content)
    case .quote(let blocks), .alert(_, let blocks): blocks.flatMap(links)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(links) }
    case .table(let table): (table.header + table.rows.joined()).flatMap(links)
    case .code, .math, .rule: []
    }
  }

  private static func links(_ inlines: [Inline]) -> [Link] {
    inlines.flatMap { inline -> [Link] in
      switch inline {
      case .link(let url, _, let content): [Link(url: url, isImage: false, text: "")] + links(content)
      case .image(let url, _, let content):
        [Link(url: url, isImage: true, text: content.map(\.plainText).joined())] + links(content)
      case .emphasis(let content), .strong(let content), .strikethrough(let content): links(content)
      default: []
      }
    }
  }
}
