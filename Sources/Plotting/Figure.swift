public import Basics
public import Graphics

/// A colour, as Graphics has it.
public typealias Color = Graphics.Color
/// Width and height in points (1/72 in).
public typealias Size = Graphics.Size
/// A place: data units in marks, points on paper elsewhere.
public typealias Point = Graphics.Point
/// A picture of straight RGBA.
public typealias Image = Graphics.Image

/// A figure as a value: what it shows, how large it is printed, and the words that go with it.
///
///     let figure = Figure(
///       id: "neighbours",
///       caption: "The five nearest words of each query, by cosine similarity.",
///       alternativeText: "Three panels of bars. The nearest word of bad is terrible (0.66).",
///       size: Size(width: 470, height: 130),
///       panels: neighbours.map { query, found in
///         Panel(
///           query,
///           x: Axis("cosine similarity", limits: 0...1),
///           marks: [.bars(found.map(\.word), found.map(\.similarity), direction: .horizontal, values: .fixed(2))])
///       })
///     let bytes = try figure.png(dpi: 200)
///
/// Panels of one row share the top and bottom of their axes, panels of one column their left and right. Margins are
/// measured from the text, so nothing is clipped; text is at least 7 pt. A panel without data says so; numbers that are
/// not finite are an error, except for missing cells of a heatmap.
public struct Figure: Sendable {
  /// Name of the figure's files: small letters, digits and hyphens.
  public var id: String
  /// The sentence below the figure.
  public var caption: Markdown
  /// What the figure shows, for those who do not see it.
  public var alternativeText: String
  /// Printed size in points.
  public var size: Size
  /// The panels, row by row from the upper left.
  public var panels: [Panel]
  /// Panels beside each other.
  public var columns: Int
  /// Relative widths of the columns; empty for equal ones.
  public var columnWidths: [Double]
  /// Relative heights of the rows; empty for equal ones.
  public var rowHeights: [Double]

  /// The width of text on A4 and two thirds of it.
  public static let defaultSize = Size(width: 470, height: 300)

  /// A figure of several panels.
  ///
  /// - Parameter columns: Panels beside each other; all in one row unless said.
  public init(
    id: String, caption: Markdown, alternativeText: String, size: Size = Figure.defaultSize, panels: [Panel],
    columns: Int? = nil, columnWidths: [Double] = [], rowHeights: [Double] = []
  ) {
    self.id = id
    self.caption = caption
    self.alternativeText = alternativeText
    self.size = size
    self.panels = panels
    self.columns = columns ?? max(1, panels.count)
    self.columnWidths = columnWidths
    self.rowHeights = rowHeights
  }

  /// A figure of one panel.
  public init(
    id: String, caption: Markdown, alternativeText: String, size: Size = Figure.defaultSize, panel: Panel
  ) {
    self.init(id: id, caption: caption, alternativeText: alternativeText, size: size, panels: [panel])
  }
}
