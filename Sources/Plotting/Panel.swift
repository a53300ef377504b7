/// One plot of a figure, with its title.
public struct Panel: Sendable {
  /// What a panel holds.
  public enum Content: Sendable {
    /// Marks between axes.
    case plot(Plot)
    /// A matrix as colours.
    case heatmap(Heatmap)
    /// Many small matrices in rows and columns.
    case grid(HeatmapGrid)
    /// Rows of text, numbers and bars.
    case table(Table)
    /// Two columns of tokens joined by weighted lines.
    case arcs(Arcs)
    /// A text several times over, its words shaded.
    case shaded(ShadedText)
    /// A picture.
    case picture(Picture)
  }

  /// Set above the panel; a title too long for `titleLines` ends in an ellipsis.
  public var title: String?
  /// The most lines that the title takes: two unless said.
  public var titleLines = 2
  /// What it shows.
  public var content: Content

  /// A panel of given content.
  public init(_ title: String?, _ content: Content) {
    self.title = title
    self.content = content
  }

  /// A panel of given content without a title.
  public init(_ content: Content) { self.init(nil, content) }

  /// A panel of marks between axes.
  public init(
    _ title: String? = nil, x: Axis = Axis(), y: Axis = Axis(), marks: [Mark], legend: Legend = .automatic,
    annotations: [Annotation] = [], equalAspect: Bool = false
  ) {
    self.init(
      title,
      .plot(Plot(x: x, y: y, marks: marks, legend: legend, annotations: annotations, equalAspect: equalAspect)))
  }
}

/// Marks between two axes.
public struct Plot: Codable, Sendable {
  private enum CodingKeys: String, CodingKey { case x, y, marks, legend, annotations, equalAspect }

  /// The level axis.
  public var x: Axis
  /// The upright axis.
  public var y: Axis
  /// What is drawn, in this order.
  public var marks: [Mark]
  /// Where the names of series stand.
  public var legend: Legend
  /// Notes and reference lines.
  public var annotations: [Annotation]
  /// Whether a unit is as long on both axes, as a map needs.
  public var equalAspect: Bool

  /// Marks between two axes.
  public init(
    x: Axis = Axis(), y: Axis = Axis(), marks: [Mark], legend: Legend = .automatic, annotations: [Annotation] = [],
    equalAspect: Bool = false
  ) {
    self.x = x
    self.y = y
    self.marks = marks
    self.legend = legend
    self.annotations = annotations
    self.equalAspect = equalAspect
  }
}

/// Where the names of series stand.
public enum Legend: String, Codable, Sendable {
  /// At the ends of lines where every mark is a line, otherwise above the plot.
  case automatic
  /// Above the plot.
  case above
  /// Nowhere.
  case none
}

/// A note within a plot, at a place in data units.
public enum Annotation: Sendable {
  /// A text beside a place.
  case text(String, at: Point)
  /// A large text over a place or near it, wherever it covers least: the name of a region of a map.
  case heading(String, at: Point, ink: Ink)
  /// A level line through a value, named at its right end.
  case horizontalLine(Double, String? = nil)
  /// An upright line through a value, named at its top.
  case verticalLine(Double, String? = nil)
}
