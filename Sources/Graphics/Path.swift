/// A drawn outline: lines, curves and arcs, in points.
public struct Path: Sendable, Equatable {
  /// One step of the pen.
  public enum Element: Sendable, Equatable {
    /// Lifts the pen and sets it down.
    case move(Point)
    /// A straight line.
    case line(Point)
    /// A cubic Bézier curve by its two control points and its end.
    case curve(Point, Point, to: Point)
    /// An arc of a circle, angles in radians, clockwise from the x axis.
    case arc(center: Point, radius: Double, from: Double, to: Double)
    /// A line back to the last move.
    case close
  }

  /// The steps in order.
  public private(set) var elements: [Element] = []

  /// An empty outline.
  public init() {}

  /// A line through points.
  public init(_ points: [Point], closed: Bool = false) {
    for (index, point) in points.enumerated() { elements.append(index == 0 ? .move(point) : .line(point)) }
    if closed { elements.append(.close) }
  }

  /// The outline of a rectangle.
  public init(_ r: Rectangle) {
    self.init(
      [Point(r.minX, r.minY), Point(r.maxX, r.minY), Point(r.maxX, r.maxY), Point(r.minX, r.maxY)], closed: true)
  }

  /// A full circle.
  public init(center: Point, radius: Double) {
    elements = [.move(Point(center.x + radius, center.y)), .arc(center: center, radius: radius, from: 0, to: 2 * .pi)]
    elements.append(.close)
  }

  /// Adds a step.
  public mutating func append(_ element: Element) { elements.append(element) }

  /// Adds another outline.
  public mutating func append(_ path: Path) { elements += path.elements }
}
