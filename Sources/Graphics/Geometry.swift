/// A place, in points (1/72 in), x to the right and y downwards.
public struct Point: Sendable, Hashable {
  /// To the right.
  public var x: Double
  /// Downwards on a canvas; upwards in the data of a plot.
  public var y: Double

  /// A place.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// Width and height, in points (1/72 in).
public struct Size: Codable, Sendable, Hashable {
  private enum CodingKeys: String, CodingKey { case width, height }

  /// Width in points.
  public var width: Double
  /// Height in points.
  public var height: Double

  /// A size in points.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// An upright rectangle, in points.
public struct Rectangle: Sendable, Hashable {
  /// Left edge.
  public var x: Double
  /// Top edge.
  public var y: Double
  /// Width, not negative.
  public var width: Double
  /// Height, not negative.
  public var height: Double

  /// A rectangle by its upper left corner and its sides.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Left edge.
  public var minX: Double { x }
  /// Right edge.
  public var maxX: Double { x + width }
  /// Upper edge.
  public var minY: Double { y }
  /// Lower edge.
  public var maxY: Double { y + height }
  /// Half way across.
  public var midX: Double { x + width / 2 }
  /// Half way down.
  public var midY: Double { y + height / 2 }

  /// What is left when each edge moves inwards.
  public func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rectangle {
    Rectangle(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }

  /// Whether two rectangles share an area; a common edge is not one.
  public func intersects(_ other: Rectangle) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// Whether another rectangle lies inside, edges included, up to a tolerance.
  public func contains(_ other: Rectangle, tolerance: Double = 1e-6) -> Bool {
    other.minX >= minX - tolerance && other.maxX <= maxX + tolerance && other.minY >= minY - tolerance
      && other.maxY <= maxY + tolerance
  }

  /// Whether a point lies inside, edges included.
  public func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }
}
