public import Basics

/// One piece of a chapter, in reading order.
///
/// Text is Markdown that the renderer resolves when it stitches: `{{embeddings.neighbours.bad.0.word}}` quotes a value
/// of the results, `{{figure:embeddings/projection}}`, `{{table:embeddings/neighbours}}` and `{{section:embeddings}}`
/// refer to a numbered thing.
public enum Block: Sendable, Equatable {
  /// Prose in GitHub's Markdown; headings in it start at level two, below the chapter's title.
  case markdown(Markdown)
  /// A figure that was drawn into the chapter's folder.
  case figure(FigureBlock)
  /// A numbered table.
  case table(TableBlock)
  /// Source text, shown or folded.
  case code(CodeBlock)
  /// A remark set apart from the prose.
  case callout(Callout)
  /// The formula of a measure, for who asks for it.
  case formula(FormulaBlock)
  /// The place where the written answer to a question of this chapter is stitched in, by the question's id.
  case question(String)
}

/// A drawn figure: its file and everything that a reader who cannot see it needs.
public struct FigureBlock: Codable, Sendable, Equatable {
  /// The name by which prose refers to it, unique within the chapter.
  public var id: String
  /// The PNG file, relative to the chapter's folder.
  public var file: String
  /// The figure as a value in JSON, beside the PNG, from which it can be drawn again.
  public var value: String?
  /// The same drawing as an SVG file, where that is lighter than the PNG: what paper shows.
  public var vector: String?
  /// The same as a WebP file, where that is lighter than the PNG: what a page for browsers shows.
  public var web: String?
  /// The same drawing in inks for a dark screen, a WebP or PNG file of as many pixels.
  public var dark: String?
  /// What it is on a screen, where it is more than an image.
  public var view: FigureView?
  /// The width on paper, in points of 1/72 inch.
  public var width: Double
  /// The height on paper, in points.
  public var height: Double
  /// What the figure shows; the renderer puts the number before it.
  public var caption: Markdown
  /// What a reader who cannot see the figure is told, as plain text.
  public var alternativeText: String

  /// Describes a figure that stands at `file` within the chapter's folder.
  public init(
    id: String, file: String, value: String? = nil, vector: String? = nil, web: String? = nil, dark: String? = nil,
    view: FigureView? = nil, width: Double, height: Double, caption: Markdown, alternativeText: String
  ) {
    self.id = id
    self.file = file
    self.value = value
    self.vector = vector
    self.web = web
    self.dark = dark
    self.view = view
    self.width = width
    self.height = height
    self.caption = caption
    self.alternativeText = alternativeText
  }
}

/// A numbered table of plain text; the renderer escapes every cell.
public struct TableBlock: Codable, Sendable, Equatable {
  /// How a column is set.
  public enum Alignment: String, Codable, Sendable {
    /// Words.
    case leading
    /// Numbers.
    case trailing
    /// Short marks.
    case center
  }

  /// One column: its heading and how its cells are set.
  public struct Column: Codable, Sendable, Equatable {
    /// The heading, as plain text.
    public var title: String
    /// Where the cells stand within the column.
    public var alignment: Alignment
    /// Whether the cells are set as code.
    public var isCode: Bool

    /// A column of text, set to the leading edge unless told otherwise.
    public init(_ title: String, _ alignment: Alignment = .leading, isCode: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isCode = isCode
    }
  }

  /// The name by which prose refers to it, unique within the chapter.
  public var id: String
  /// What the table shows.
  public var caption: Markdown
  /// The columns, left to right.
  public var columns: [Column]
  /// The rows; each has one cell a column.
  public var rows: [[String]]

  /// A table; every row has as many cells as there are columns.
  public init(id: String, caption: Markdown, columns: [Column], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row of table \(id) has another number of cells")
    self.id = id
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }
}

/// The formula of a measure: closed on a screen until a reader opens it.
public struct FormulaBlock: Codable, Sendable, Equatable {
  /// What the formula defines, as plain text: what a reader opens.
  public var title: String
  /// The formula as TeX, without delimiters.
  public var tex: String

  /// A formula with its title.
  public init(title: String, tex: String) {
    self.title = title
    self.tex = tex
  }
}

/// Source text, verbatim.
public struct CodeBlock: Codable, Sendable, Equatable {
  /// The language for highlighting, as in a fenced block's info string.
  public var language: String
  /// The text.
  public var text: String
  /// What the reader opens when the block is folded, and its heading on paper.
  public var title: String?
  /// Whether a screen shows it closed; paper always shows it whole.
  public var isFolded: Bool

  /// Verbatim source text.
  public init(_ text: String, language: String = "", title: String? = nil, isFolded: Bool = false) {
    self.language = language
    self.text = text
    self.title = title
    self.isFolded = isFolded
  }
}

/// A remark set apart from the prose.
public struct Callout: Codable, Sendable, Equatable {
  /// What the remark is for, by GitHub's names.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Worth knowing.
    case note
    /// Makes life easier.
    case tip
    /// Must not be overlooked.
    case important
    /// May mislead the reader who overlooks it.
    case warning
  }

  /// What the remark is for.
  public var kind: Kind
  /// A short heading; the kind's own name without one.
  public var title: String?
  /// The remark.
  public var text: Markdown

  /// A remark.
  public init(_ kind: Kind, title: String? = nil, _ text: Markdown) {
    self.kind = kind
    self.title = title
    self.text = text
  }
}
