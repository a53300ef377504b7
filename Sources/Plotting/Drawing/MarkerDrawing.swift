internal import Graphics

#if canImport(Glibc)
  internal import Glibc
#endif

extension Marker {
  /// The outline of a marker with about the area of a circle of a diameter.
  func path(at p: Point, diameter: Double) -> Path {
    let r = diameter / 2
    func polygon(_ corners: Int, _ radius: Double, _ start: Double) -> Path {
      Path(
        (0..<corners).map { corner in
          let angle = start + Double(corner) * 2 * .pi / Double(corners)
          return Point(p.x + radius * cos(angle), p.y + radius * sin(angle))
        }, closed: true)
    }
    switch self {
    case .circle: return Path(center: p, radius: r)
    case .square: return polygon(4, r * 1.25, .pi / 4)
    case .diamond: return polygon(4, r * 1.3, 0)
    case .triangle: return polygon(3, r * 1.4, -.pi / 2)
    case .triangleDown: return polygon(3, r * 1.4, .pi / 2)
    case .pentagon: return polygon(5, r * 1.15, -.pi / 2)
    case .star:
      return Path(
        (0..<10).map { corner in
          let radius = corner % 2 == 0 ? r * 1.5 : r * 0.65
          let angle = -.pi / 2 + Double(corner) * .pi / 5
          return Point(p.x + radius * cos(angle), p.y + radius * sin(angle))
        }, closed: true)
    case .plus:
      let (far, near) = (r * 1.2, r * 0.42)
      let corners: [(Double, Double)] = [
        (-near, -far), (near, -far), (near, -near), (far, -near), (far, near), (near, near), (near, far), (-near, far),
        (-near, near), (-far, near), (-far, -near), (-near, -near),
      ]
      return Path(corners.map { Point(p.x + $0.0, p.y + $0.1) }, closed: true)
    }
  }
}
