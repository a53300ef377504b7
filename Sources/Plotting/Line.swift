/// A line through points, in their order.
public struct Line: Codable, Sendable {
  private enum CodingKeys: String, CodingKey { case points, name, ink, markers }

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
