package import Graphics

#if canImport(Glibc)
  internal import Glibc
#endif

/// Finds places for the labels of points, so that no two labels overlap and few points are covered.
///
/// Each label tries places on rings around its point, the nearest first, and takes the cheapest: distance costs, covering
/// points costs more, a line to the point that runs through another costs as much, covering a label or leaving the bounds is not
/// allowed. Labels in the thick of it choose first, and all
/// choose again twice, knowing the others. Nothing is drawn by lot: the same input gives the same places.
package struct LabelPlacer {
  /// A label that looks for a place.
  package struct Request {
    /// The middle of the point.
    package var anchor: Point
    /// How far the point's marker reaches.
    package var radius: Double
    /// Size of the label.
    package var size: Size
    /// Whether the label stands over its place rather than beside it, as the name of a region does.
    package var isCentred: Bool
    /// What the label may cost at most; where every place costs more, it is left out.
    package var limit: Double

    package init(anchor: Point, radius: Double, size: Size, isCentred: Bool = false, limit: Double = .infinity) {
      self.anchor = anchor
      self.radius = radius
      self.size = size
      self.isCentred = isCentred
      self.limit = limit
    }
  }

  private let bounds: Rectangle
  private let requests: [Request]
  private var taken: [Rectangle?]
  private let obstacles: [(at: Point, radius: Double, cost: Double)]
  private var buckets: [[Int]]
  private let columns: Int
  private static let bucket = 16.0

  /// - Parameters:
  ///   - bounds: Where labels may stand.
  ///   - obstacles: Markers, with what covering one costs: about 1 for context, 10 for what matters.
  package init(
    bounds: Rectangle, requests: [Request], obstacles: [(at: Point, radius: Double, cost: Double)]
  ) {
    self.bounds = bounds
    self.requests = requests
    self.obstacles = obstacles
    taken = Array(repeating: nil, count: requests.count)
    columns = max(1, Int(bounds.width / LabelPlacer.bucket) + 1)
    let rows = max(1, Int(bounds.height / LabelPlacer.bucket) + 1)
    buckets = Array(repeating: [], count: columns * rows)
    for (index, obstacle) in obstacles.enumerated() {
      let r = Rectangle(
        x: obstacle.at.x - obstacle.radius, y: obstacle.at.y - obstacle.radius, width: 2 * obstacle.radius,
        height: 2 * obstacle.radius)
      for bucket in bucketsTouched(by: r) { buckets[bucket].append(index) }
    }
  }

  /// - Returns: A place for each request; none where there is no room at all.
  package mutating func place() -> [Rectangle?] {
    let crowding = requests.map { request in
      requests.reduce(0) {
        $0 + (abs($1.anchor.x - request.anchor.x) < 50 && abs($1.anchor.y - request.anchor.y) < 20 ? 1 : 0)
      }
    }
    let order = requests.indices.sorted { first, second in
      // Large names first: whatever is small finds room around them.
      if requests[first].isCentred != requests[second].isCentred { return requests[first].isCentred }
      return (crowding[second], first) < (crowding[first], second)
    }
    for _ in 0..<3 {
      for index in order {
        taken[index] = nil
        taken[index] = best(for: index)
      }
    }
    return taken
  }

  private static let rings = [1.0, 3, 6, 10, 15, 21, 28, 36, 46, 58, 72, 90, 115, 150, 200]

  // Right first, then the other sides, then corners and what lies between.
  private static let directions: [(x: Double, y: Double, cost: Double)] = (0..<16).map { step in
    let angle = Double(step) * .pi / 8
    let cost = step == 0 ? 0.0 : step == 8 ? 0.6 : step % 4 == 0 ? 0.4 : step % 2 == 0 ? 0.5 : 0.8
    return (cos(angle), sin(angle), cost)
  }

  private func best(for index: Int) -> Rectangle? {
    let request = requests[index]
    var found: (cost: Double, place: Rectangle)?
    for ring in LabelPlacer.rings {
      let distanceCost = ring * 0.35
      if let found, found.cost <= distanceCost { break }
      for direction in LabelPlacer.directions {
        let (w, h) = (request.size.width, request.size.height)
        let (reachX, reachY) =
          request.isCentred ? (ring - 1, ring - 1) : (request.radius + ring + w / 2, request.radius + ring + h / 2)
        let center = Point(request.anchor.x + direction.x * reachX, request.anchor.y + direction.y * reachY)
        let place = Rectangle(x: center.x - w / 2, y: center.y - h / 2, width: w, height: h)
        guard bounds.contains(place) else { continue }
        var cost = distanceCost + direction.cost
        if let found, cost >= found.cost { continue }
        if overlapsLabel(place, besides: index) { continue }
        if !request.isCentred { cost += strayed(place, from: index) }
        if let found, cost >= found.cost { continue }
        // The name of a region lies over points of it wherever it stands near them.
        cost += covered(by: place) * (request.isCentred ? 0.1 : 1)
        if ring > 4, !request.isCentred {
          cost += crossings(from: request.anchor, to: place, besides: index)
          if let found, cost >= found.cost { continue }
          cost += pierced(from: request.anchor, to: place)
        }
        if found.map({ cost < $0.cost }) ?? true { found = (cost, place) }
      }
    }
    return found.flatMap { $0.cost > request.limit ? nil : $0.place }
  }

  private func overlapsLabel(_ place: Rectangle, besides index: Int) -> Bool {
    for (other, rectangle) in taken.enumerated() where other != index {
      if let rectangle, rectangle.intersects(place) { return true }
    }
    return false
  }

  private func covered(by place: Rectangle) -> Double {
    var cost = 0.0
    var counted: Set<Int> = []
    for bucket in bucketsTouched(by: place) {
      for index in buckets[bucket] {
        let (at, radius, price) = obstacles[index]
        let dx = max(place.minX - at.x, 0, at.x - place.maxX)
        let dy = max(place.minY - at.y, 0, at.y - place.maxY)
        if dx * dx + dy * dy < radius * radius, counted.insert(index).inserted { cost += price }
      }
    }
    return cost
  }

  // A leader line through another label would read as that label's.
  private func crossings(from anchor: Point, to place: Rectangle, besides index: Int) -> Double {
    let end = LabelPlacer.nearest(in: place, to: anchor)
    var cost = 0.0
    for (other, rectangle) in taken.enumerated() where other != index {
      guard let rectangle else { continue }
      let crosses = (1..<12).contains { step in
        let t = Double(step) / 12
        return rectangle.contains(Point(anchor.x + (end.x - anchor.x) * t, anchor.y + (end.y - anchor.y) * t))
      }
      if crosses { cost += 15 }
    }
    return cost
  }

  // A label that is nearer to another label's point than to its own would be read as that one's.
  private func strayed(_ place: Rectangle, from index: Int) -> Double {
    func distance(_ request: Request) -> Double {
      let near = LabelPlacer.nearest(in: place, to: request.anchor)
      let (dx, dy) = (near.x - request.anchor.x, near.y - request.anchor.y)
      return (dx * dx + dy * dy).squareRoot() - request.radius
    }
    let own = distance(requests[index])
    let isNearer = requests.indices.contains { $0 != index && !requests[$0].isCentred && distance(requests[$0]) < own }
    return isNearer ? 6 : 0
  }

  // A leader line through a point would read as that point's.
  private func pierced(from anchor: Point, to place: Rectangle) -> Double {
    let end = LabelPlacer.nearest(in: place, to: anchor)
    let (dx, dy) = (end.x - anchor.x, end.y - anchor.y)
    let squared = dx * dx + dy * dy
    guard squared > 0 else { return 0 }
    let box = Rectangle(
      x: min(anchor.x, end.x), y: min(anchor.y, end.y), width: abs(dx), height: abs(dy))
    var hit: Set<Int> = []
    for bucket in bucketsTouched(by: box) {
      for index in buckets[bucket] {
        let (at, radius, _) = obstacles[index]
        // The line begins at its own point, and points that lie on that are not to be told from it anyway.
        guard (at.x - anchor.x) * (at.x - anchor.x) + (at.y - anchor.y) * (at.y - anchor.y) > 1 else { continue }
        let along = min(1, max(0, ((at.x - anchor.x) * dx + (at.y - anchor.y) * dy) / squared))
        let (x, y) = (anchor.x + along * dx - at.x, anchor.y + along * dy - at.y)
        if x * x + y * y < (radius + 0.5) * (radius + 0.5) { hit.insert(index) }
      }
    }
    return hit.reduce(0) { $0 + 4 + obstacles[$1].cost / 2 }
  }

  /// The place in a rectangle that is nearest to a point.
  package static func nearest(in r: Rectangle, to p: Point) -> Point {
    Point(min(max(p.x, r.minX), r.maxX), min(max(p.y, r.minY), r.maxY))
  }

  private func bucketsTouched(by r: Rectangle) -> [Int] {
    func slot(_ value: Double, _ count: Int) -> Int { min(max(Int(value / LabelPlacer.bucket), 0), count - 1) }
    let rows = buckets.count / columns
    var result: [Int] = []
    for row in slot(r.minY - bounds.minY, rows)...slot(r.maxY - bounds.minY, rows) {
      for column in slot(r.minX - bounds.minX, columns)...slot(r.maxX - bounds.minX, columns) {
        result.append(row * columns + column)
      }
    }
    return result
  }
}
