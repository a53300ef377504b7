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
    case .quote(let blocks): blocks.flatMap(links)
    case .alert(_, let title, let blocks), .details(let title, _, let blocks): links(title) + blocks.flatMap(links)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(links) }
    case .definitions(let list): list.flatMap { links($0.term) + $0.definitions.joined().flatMap(links) }
    case .table(let table): ([table.caption?.content ?? []] + table.header + table.rows.joined()).flatMap(links)
    case .figure(let figure): links([.image(figure.image)] + figure.caption.content)
    case .code, .math, .rule, .pageBreak: []
    }
  }

  private static func links(_ inlines: [Inline]) -> [Link] {
    inlines.flatMap { inline -> [Link] in
      switch inline {
      case .link(let url, _, let content): [Link(url: url, isImage: false, text: "")] + links(content)
      case .image(let image):
        [Link(url: image.url, isImage: true, text: image.alternativeText)] + links(image.content)
      case .emphasis(let content), .strong(let content), .strikethrough(let content), .styled(_, let content):
        links(content)
      default: []
      }
    }
  }
}
