/// Bars of categories, in groups where there are several series.
public struct Bars: Codable, Sendable {
  private enum CodingKeys: String, CodingKey { case labels, series, direction, values }

  /// Which way bars grow.
  public enum Direction: String, Codable, Sendable {
    /// To the right; the first category is on top.
    case horizontal
    /// Upwards; the first category is on the left.
    case vertical
  }

  /// One bar for each category.
  public struct Series: Codable, Sendable {
    private enum CodingKeys: String, CodingKey { case name, values, ink }

    /// Name in the legend.
    public var name: String?
    /// One length for each category.
    public var values: [Double]
    /// Colour.
    public var ink: Ink

    /// One bar for each category.
    public init(_ name: String? = nil, _ values: [Double], ink: Ink = .automatic) {
      self.name = name
      self.values = values
      self.ink = ink
    }
  }

  /// Names of the categories.
  public var labels: [String]
  /// The bars.
  public var series: [Series]
  /// Which way bars grow.
  public var direction: Direction
  /// How values are written at the bars' ends; none leaves them out, as does too little room.
  public var values: NumberFormat?

  /// Bars of categories.
  public init(
    labels: [String], series: [Series], direction: Direction = .vertical, values: NumberFormat? = nil
  ) {
    self.labels = labels
    self.series = series
    self.direction = direction
    self.values = values
  }
}
