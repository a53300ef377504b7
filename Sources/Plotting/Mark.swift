/// Something drawn between axes.
public enum Mark: Sendable {
  /// Points.
  case scatter(Scatter)
  /// A line through points.
  case line(Line)
  /// Bars of categories.
  case bars(Bars)

  /// Points, with labels at some of them.
  public static func scatter(
    _ points: [Point], name: String? = nil, ink: Ink = .automatic, marker: Marker? = nil, size: Double = 5,
    labels: [Int: String] = [:]
  ) -> Mark {
    .scatter(Scatter(points, name: name, ink: ink, marker: marker, size: size, labels: labels))
  }

  /// A line through points.
  public static func line(
    _ points: [Point], name: String? = nil, ink: Ink = .automatic, markers: Bool? = nil
  ) -> Mark {
    .line(Line(points, name: name, ink: ink, markers: markers))
  }

  /// A line through values at 1, 2, 3 …
  public static func line(_ values: [Double], name: String? = nil, ink: Ink = .automatic, markers: Bool? = nil) -> Mark
  {
    .line(values.enumerated().map { Point(Double($0 + 1), $1) }, name: name, ink: ink, markers: markers)
  }

  /// One bar for each label.
  public static func bars(
    _ labels: [String], _ heights: [Double], direction: Bars.Direction = .vertical, values: NumberFormat? = nil,
    ink: Ink = .automatic
  ) -> Mark {
    .bars(
      Bars(labels: labels, series: [Bars.Series(nil, heights, ink: ink)], direction: direction, values: values))
  }
}

/// The colour of a mark.
public enum Ink: Sendable, Hashable {
  /// The next colour of the theme's palette.
  case automatic
  /// A colour of the theme's palette, from 0, the same in all panels.
  case series(Int)
  /// Grey, for what gives context.
  case muted
  /// A colour of one's own.
  case color(Color)
}

/// The shape of a point, so that colour is never alone in telling series apart.
public enum Marker: Int, Sendable, CaseIterable {
  /// ●
  case circle
  /// ■
  case square
  /// ▲
  case triangle
  /// ◆
  case diamond
  /// ▼
  case triangleDown
  /// ✚
  case plus
  /// ★
  case star
  /// ⬟
  case pentagon
}

/// Points in a plane.
public struct Scatter: Sendable {
  /// Places in data units.
  public var points: [Point]
  /// Name in the legend.
  public var name: String?
  /// Colour.
  public var ink: Ink
  /// Shape; the theme's next unless said, circles where muted.
  public var marker: Marker?
  /// Diameter in points.
  public var size: Double
  /// A diameter for each point, in place of `size`; empty for none.
  public var sizes: [Double]
  /// Labels by the position of their point. They overlap neither each other nor, where there is room, other points; one
  /// for which there is no room at all is left out.
  public var labels: [Int: String]

  /// Points in a plane.
  public init(
    _ points: [Point], name: String? = nil, ink: Ink = .automatic, marker: Marker? = nil, size: Double = 5,
    sizes: [Double] = [], labels: [Int: String] = [:]
  ) {
    self.points = points
    self.name = name
    self.ink = ink
    self.marker = marker
    self.size = size
    self.sizes = sizes
    self.labels = labels
  }
}

/// A line through points, in their order.
public struct Line: Sendable {
  /// Places in data units.
  public var points: [Point]
  /// Name at its end or in the legend.
  public var name: String?
  /// Colour.
  public var ink: Ink
  /// Whether points are marked; unless said, where there are at most 25.
  public var markers: Bool?

  /// A line through points.
  public init(_ points: [Point], name: String? = nil, ink: Ink = .automatic, markers: Bool? = nil) {
    self.points = points
    self.name = name
    self.ink = ink
    self.markers = markers
  }
}

/// Bars of categories, in groups where there are several series.
public struct Bars: Sendable {
  /// Which way bars grow.
  public enum Direction: Sendable {
    /// To the right; the first category is on top.
    case horizontal
    /// Upwards; the first category is on the left.
    case vertical
  }

  /// One bar for each category.
  public struct Series: Sendable {
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
