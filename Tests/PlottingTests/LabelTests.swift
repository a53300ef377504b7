import Graphics
import Plotting
import Testing

@Suite struct LabelTests {
  private let bounds = Rectangle(x: 0, y: 0, width: 400, height: 300)

  /// Labels at places drawn from a fixed sequence, in one thick cluster or all over.
  private func requests(_ count: Int, spread: Double, seed: UInt64) -> [LabelPlacer.Request] {
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    return (0..<count).map { _ in
      LabelPlacer.Request(
        anchor: Point(200 + (next() - 0.5) * spread, 150 + (next() - 0.5) * spread * 0.7), radius: 2.5,
        size: Size(width: 20 + next() * 40, height: 9))
    }
  }

  @Test(arguments: [10.0, 60, 380]) func `labels neither overlap nor leave the plot`(spread: Double) {
    for seed in 1...5 {
      let requests = requests(40, spread: spread, seed: UInt64(seed))
      var placer = LabelPlacer(
        bounds: bounds, requests: requests, obstacles: requests.map { (at: $0.anchor, radius: $0.radius, cost: 12) })
      let places = placer.place()
      #expect(places.allSatisfy { $0 != nil })
      for (index, place) in places.enumerated() {
        guard let place else { continue }
        #expect(bounds.contains(place))
        for other in places[..<index] { #expect(!(other?.intersects(place) ?? false)) }
      }
    }
  }

  @Test func `a lone label stands right beside its point`() throws {
    var placer = LabelPlacer(
      bounds: bounds,
      requests: [LabelPlacer.Request(anchor: Point(100, 100), radius: 3, size: Size(width: 30, height: 9))],
      obstacles: [])
    let place = try #require(placer.place()[0])
    #expect(place.minX > 103 && place.minX < 106)
    #expect(abs(place.midY - 100) < 1e-9)
  }

  @Test func `a label at the right edge turns to the left`() throws {
    var placer = LabelPlacer(
      bounds: bounds,
      requests: [LabelPlacer.Request(anchor: Point(395, 100), radius: 3, size: Size(width: 30, height: 9))],
      obstacles: [])
    #expect(try #require(placer.place()[0]).midX < 390)
  }

  @Test func `a label wider than the plot is left out`() {
    var placer = LabelPlacer(
      bounds: bounds,
      requests: [LabelPlacer.Request(anchor: Point(200, 100), radius: 3, size: Size(width: 500, height: 9))],
      obstacles: [])
    #expect(placer.place() == [nil])
  }

  @Test func `labels avoid points where there is room`() throws {
    let anchor = Point(200, 150)
    let wall = (0..<10).map { (at: Point(206 + Double($0) * 4, 150.0), radius: 2.0, cost: 12.0) }
    var placer = LabelPlacer(
      bounds: bounds, requests: [LabelPlacer.Request(anchor: anchor, radius: 3, size: Size(width: 30, height: 9))],
      obstacles: wall)
    let place = try #require(placer.place()[0])
    for point in wall { #expect(!place.contains(point.at)) }
  }

  @Test func `a line to a label runs through no other point where there is another way`() throws {
    // A label that no near place takes, since all are covered: its line has to go out between points.
    let anchor = Point(200, 150)
    var ring: [(at: Point, radius: Double, cost: Double)] = []
    for x in stride(from: 150.0, through: 250, by: 5) {
      for y in stride(from: 120.0, through: 180, by: 5) where abs(x - 200) > 7 || abs(y - 150) > 7 {
        // A lane of free ground leads down and to the right.
        if abs((y - 150) - (x - 200)) < 6, x > 200 { continue }
        ring.append((Point(x, y), 1.5, 12))
      }
    }
    let request = LabelPlacer.Request(anchor: anchor, radius: 2, size: Size(width: 40, height: 9))
    var placer = LabelPlacer(bounds: bounds, requests: [request], obstacles: ring)
    let place = try #require(placer.place()[0])
    let end = LabelPlacer.nearest(in: place, to: anchor)
    let pierced = ring.count { point in
      (0...400).contains { step in
        let t = Double(step) / 400
        let (x, y) = (anchor.x + (end.x - anchor.x) * t - point.at.x, anchor.y + (end.y - anchor.y) * t - point.at.y)
        return x * x + y * y < point.radius * point.radius
      }
    }
    #expect(pierced == 0)
  }

  @Test func `a label does not stand nearer to another label's point than to its own`() throws {
    let requests = [
      LabelPlacer.Request(anchor: Point(100, 100), radius: 3, size: Size(width: 40, height: 9)),
      LabelPlacer.Request(anchor: Point(104, 106), radius: 3, size: Size(width: 40, height: 9)),
    ]
    var placer = LabelPlacer(
      bounds: bounds, requests: requests, obstacles: requests.map { (at: $0.anchor, radius: $0.radius, cost: 12) })
    let places = try placer.place().map { try #require($0) }
    func distance(_ place: Rectangle, _ request: LabelPlacer.Request) -> Double {
      let near = LabelPlacer.nearest(in: place, to: request.anchor)
      return
        ((near.x - request.anchor.x) * (near.x - request.anchor.x)
        + (near.y - request.anchor.y) * (near.y - request.anchor.y)).squareRoot()
    }
    #expect(distance(places[0], requests[0]) <= distance(places[0], requests[1]))
    #expect(distance(places[1], requests[1]) <= distance(places[1], requests[0]))
  }

  @Test func `the name of a region lies over its place, and a cheap label is left out in a crowd`() throws {
    let crowd = (0..<40).flatMap { x in
      (0..<30).map { (at: Point(Double(x) * 10, Double($0) * 10), radius: 4.5, cost: 6.0) }
    }
    let requests = [
      LabelPlacer.Request(anchor: Point(200, 150), radius: 0, size: Size(width: 80, height: 12), isCentred: true),
      LabelPlacer.Request(anchor: Point(100, 100), radius: 3, size: Size(width: 40, height: 9), limit: 5),
      LabelPlacer.Request(anchor: Point(100, 200), radius: 3, size: Size(width: 40, height: 9)),
    ]
    var placer = LabelPlacer(bounds: bounds, requests: requests, obstacles: crowd)
    let places = placer.place()
    #expect(try #require(places[0]).contains(Point(200, 150)))
    #expect(places[1] == nil && places[2] != nil)
  }

  @Test func `names at the ends of lines keep their distance and their order`() {
    for wanted in [[10.0, 11, 12], [50, 50, 50, 50], [0, 99, 100, 100], [5, 60]] {
      let places = LineEnds.spread(wanted, apart: 9, within: 0...100)
      for (place, next) in zip(places, places.dropFirst()) { #expect(next - place >= 9 - 1e-9) }
      #expect(places.allSatisfy { $0 >= -1e-9 && $0 <= 100 + 1e-9 })
    }
    #expect(LineEnds.spread([5, 60], apart: 9, within: 0...100) == [5, 60])
  }
}
