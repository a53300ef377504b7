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
  /// A quotation that begins with `[!NOTE]` and the like; without a title of its own it is called by its kind.
  case alert(kind: String, title: [Inline], [MarkdownBlock])
  case list(MarkdownList)
  /// Terms, each with what it means.
  case definitions([MarkdownDefinition])
  /// Blocks that open and close on a screen, below a line that is always shown; on paper all is shown.
  case details(summary: [Inline], isOpen: Bool, [MarkdownBlock])
  case code(language: String, text: String)
  case math(DisplayedFormula)
  case table(MarkdownTable)
  /// A numbered picture.
  case figure(MarkdownFigure)
  case rule
  /// Where a page of paper ends; never within another block.
  case pageBreak
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

/// A term, and its definitions.
package struct MarkdownDefinition: Sendable, Equatable {
  package var term: [Inline]
  package var definitions: [[MarkdownBlock]]
}

/// The number and the caption of a picture or a table that somebody put into a text.
package struct MarkdownCaption: Sendable, Equatable {
  /// “Figure 2”.
  package var label: String
  /// What links point to.
  package var anchor: String
  package var content: [Inline]
}

/// A picture with a number and a caption.
package struct MarkdownFigure: Sendable, Equatable {
  package var image: MarkdownImage
  package var caption: MarkdownCaption
}

/// A picture.
package struct MarkdownImage: Sendable, Equatable {
  /// A length on the page: a share of the text's width from 0 to 1, or points.
  package enum Length: Sendable, Equatable {
    case share(Double)
    case points(Double)
  }

  /// Where it lies, percent-encoded, from the report.
  package var url: String
  package var title: String
  /// What it shows, for those who cannot see it.
  package var content: [Inline]
  /// How wide it is to be; without this, as its pixels say.
  package var width: Length?
  package var height: Length?

  /// What it shows, without markup.
  package var alternativeText: String { content.map(\.plainText).joined() }
}

/// A table written in Markdown.
package struct MarkdownTable: Sendable, Equatable {
  /// How a column is set.
  package enum Alignment: Sendable, Equatable { case none, left, center, right }

  package var alignments: [Alignment]
  package var header: [[Inline]]
  package var rows: [[[Inline]]]
  /// Its number and caption, where it has been given one.
  package var caption: MarkdownCaption?
}

/// How a stretch of text differs from the text around it, by the element that GitHub knows for it.
package enum InlineStyle: String, Sendable, Equatable, CaseIterable {
  case `subscript` = "sub"
  case superscript = "sup"
  case underline = "ins"
  case keyboard = "kbd"
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
  case styled(InlineStyle, [Inline])
  case link(url: String, title: String, [Inline])
  case image(MarkdownImage)
  /// A place that links point to.
  case anchor(String)
  /// A mention of the footnote with this position, counted from one.
  case footnote(Int)

  /// The text without its markup.
  package var plainText: String {
    switch self {
    case .text(let text), .code(let text), .math(let text): text
    case .softBreak, .lineBreak: " "
    case .emphasis(let content), .strong(let content), .strikethrough(let content), .styled(_, let content),
      .link(_, _, let content):
      content.map(\.plainText).joined()
    case .image(let image): image.alternativeText
    case .footnote, .anchor: ""
    }
  }
}
