/// What an answer says, without its headings: the words of each paragraph, and whether there is more than words.
struct AnswerWords {
  /// The text of each block of running text or code, in order.
  private(set) var texts: [String] = []
  /// Whether there is a picture, a formula or a table, which is an answer whatever its words.
  private(set) var hasMore = false

  init(of document: MarkdownDocument) { read(document.blocks) }

  private mutating func read(_ blocks: [MarkdownBlock]) {
    for block in blocks {
      switch block {
      case .paragraph(let content):
        texts.append(content.map(\.plainText).joined())
        read(content)
      case .quote(let blocks): read(blocks)
      case .alert(_, let title, let blocks), .details(let title, _, let blocks):
        read([.paragraph(title)])
        read(blocks)
      case .list(let list): for item in list.items { read(item.blocks) }
      case .definitions(let list): for item in list { read([.paragraph(item.term)] + item.definitions.joined()) }
      case .code(_, let text): texts.append(text)
      case .math, .table, .figure: hasMore = true
      case .heading, .rule, .pageBreak: break
      }
    }
  }

  private mutating func read(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .image, .math, .footnote: hasMore = true
      case .emphasis(let content), .strong(let content), .strikethrough(let content), .styled(_, let content),
        .link(_, _, let content):
        read(content)
      // Signs are words that code alone makes an answer of.
      case .code(let text): if !text.contains(where: { $0.isLetter || $0.isNumber }) { hasMore = true }
      case .text, .softBreak, .lineBreak, .anchor: break
      }
    }
  }
}
