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
