/// A matrix as colours.
public struct Heatmap: Codable, Sendable {
  private enum CodingKeys: String, CodingKey {
    case values, rowLabels, columnLabels, rowTitle, columnTitle, scale, range, colorBar, colorBarIsBelow, numbers
    case leastNumber, texts, cells, leavesMissingBlank
  }

  /// How a cell's shape is chosen.
  public enum Cells: String, Codable, Sendable {
    /// As high as wide.
    case square
    /// Whatever fills the panel.
    case fill
  }

  /// Values, row by row from the top; one that is not a number is missing and drawn grey.
  public var values: [[Double]]
  /// Names of the rows; empty for none.
  public var rowLabels: [String]
  /// Names of the columns; empty for none.
  public var columnLabels: [String]
  /// What the rows are.
  public var rowTitle: String?
  /// What the columns are.
  public var columnTitle: String?
  /// Colours; the theme's sequential ones unless said.
  public var scale: ColorScale?
  /// Values at the ends of the colours; taken from the data unless said.
  public var range: ClosedRange<Double>?
  /// What the colours measure, at their bar; none leaves the bar out.
  public var colorBar: String?
  /// Whether the bar lies below the matrix; it stands right of it unless said.
  public var colorBarIsBelow: Bool?
  /// How numbers are written into cells; none leaves them out, as do cells too small for them.
  public var numbers: NumberFormat?
  /// Numbers smaller than this, whatever their sign, are not written: they would be read as findings.
  public var leastNumber: Double?
  /// Texts for the cells in the place of numbers, row by row, empty where nothing is to stand.
  public var texts: [[String]]?
  /// Whether cells without a value are left blank, as between two parts of a matrix; they are grey unless said.
  public var leavesMissingBlank: Bool?
  /// Shape of the cells.
  public var cells: Cells

  /// A matrix as colours.
  public init(
    _ values: [[Double]], rowLabels: [String] = [], columnLabels: [String] = [], rowTitle: String? = nil,
    columnTitle: String? = nil, scale: ColorScale? = nil, range: ClosedRange<Double>? = nil, colorBar: String? = nil,
    colorBarIsBelow: Bool? = nil, numbers: NumberFormat? = nil, leastNumber: Double? = nil, texts: [[String]]? = nil,
    cells: Cells = .square, leavesMissingBlank: Bool? = nil
  ) {
    self.values = values
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.scale = scale
    self.range = range
    self.colorBar = colorBar
    self.colorBarIsBelow = colorBarIsBelow
    self.numbers = numbers
    self.leastNumber = leastNumber
    self.texts = texts
    self.cells = cells
    self.leavesMissingBlank = leavesMissingBlank
  }
}
