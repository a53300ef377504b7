/// A Markdown document as values: what every output is written from.
package struct MarkdownDocument: Sendable, Equatable {
  /// The blocks, in reading order.
  package var blocks: [MarkdownBlock] = []
  /// The footnotes that the text refers to, in the order of their first mention.
  package var footnotes: [[MarkdownBlock]] = []
}

/// A block of Markdown.
package indirect enum MarkdownBlock: Sendable, Equatable {
  case paragraph([Inline])
  case heading(MarkdownHeading)
  case quote([MarkdownBlock])
  /// A quotation that begins with `[!NOTE]` and the like.
  case alert(kind: String, [MarkdownBlock])
  case list(MarkdownList)
  case code(language: String, text: String)
  /// A formula on its own line, as TeX.
  case math(String)
  case table(MarkdownTable)
  case rule
}

/// A heading, with the place in its source.
package struct MarkdownHeading: Sendable, Equatable {
  package var level: Int
  package var content: [Inline]
  /// The line and column where it starts, counted from one.
  package var line: Int
  package var column: Int
  /// Whether it stands in the document itself and not within a quotation or a list.
  package var isTopLevel: Bool
  /// The identifier that links point to.
  package var id: String?
  /// The number before the text.
  package var number: String?

  /// The text without its markup.
  package var plainText: String { content.map(\.plainText).joined() }
}

/// A list and its items.
package struct MarkdownList: Sendable, Equatable {
  /// One item; `isDone` is set for the items of a task list.
  package struct Item: Sendable, Equatable {
    package var isDone: Bool?
    package var blocks: [MarkdownBlock]
  }

  /// The first number of an ordered list.
  package var start: Int?
  package var isTight: Bool
  package var items: [Item]
}

/// A table written in Markdown.
package struct MarkdownTable: Sendable, Equatable {
  /// How a column is set.
  package enum Alignment: Sendable, Equatable { case none, left, center, right }

  package var alignments: [Alignment]
  package var header: [[Inline]]
  package var rows: [[[Inline]]]
}

/// A piece of running text.
package indirect enum Inline: Sendable, Equatable {
  case text(String)
  case softBreak
  case lineBreak
  case code(String)
  /// A formula within the line, as TeX.
  case math(String)
  case emphasis([Inline])
  case strong([Inline])
  case strikethrough([Inline])
  case link(url: String, title: String, [Inline])
  case image(url: String, title: String, [Inline])
  /// A mention of the footnote with this position, counted from one.
  case footnote(Int)

  /// The text without its markup.
  package var plainText: String {
    switch self {
    case .text(let text), .code(let text), .math(let text): text
    case .softBreak, .lineBreak: " "
    case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content),
      .image(_, _, let content):
      content.map(\.plainText).joined()
    case .footnote: ""
    }
  }
}
