/// Many small matrices in rows and columns under one scale of colours, as the heads of a transformer's layers.
public struct HeatmapGrid: Codable, Sendable {
  private enum CodingKeys: String, CodingKey {
    case matrices, rowHeadings, columnHeadings, rowTitle, columnTitle, scale, range, colorBar
  }

  /// The matrices, row by row of the grid; each is rows of values, missing where not a number.
  public var matrices: [[[[Double]]]]
  /// Headings left of the rows of the grid; empty for none.
  public var rowHeadings: [String]
  /// Headings above the columns of the grid; empty for none.
  public var columnHeadings: [String]
  /// What the rows of the grid are.
  public var rowTitle: String?
  /// What the columns of the grid are.
  public var columnTitle: String?
  /// Colours; the theme's sequential ones unless said.
  public var scale: ColorScale?
  /// Values at the ends of the colours; taken from all matrices unless said.
  public var range: ClosedRange<Double>?
  /// What the colours measure, beside their bar; none leaves the bar out.
  public var colorBar: String?

  /// Many small matrices, `[gridRow][gridColumn][row][column]`.
  public init(
    _ matrices: [[[[Double]]]], rowHeadings: [String] = [], columnHeadings: [String] = [], rowTitle: String? = nil,
    columnTitle: String? = nil, scale: ColorScale? = nil, range: ClosedRange<Double>? = nil, colorBar: String? = nil
  ) {
    self.matrices = matrices
    self.rowHeadings = rowHeadings
    self.columnHeadings = columnHeadings
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.scale = scale
    self.range = range
    self.colorBar = colorBar
  }
}
