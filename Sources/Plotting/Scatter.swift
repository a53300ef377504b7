/// Points in a plane.
public struct Scatter: Codable, Sendable {
  private enum CodingKeys: String, CodingKey { case points, name, ink, marker, size, sizes, labels }

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
  /// for which there is no room at all is left out, and so is one in grey that would have to cover a point or go far away.
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
