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

  @Test func `names at the ends of lines keep their distance and their order`() {
    for wanted in [[10.0, 11, 12], [50, 50, 50, 50], [0, 99, 100, 100], [5, 60]] {
      let places = LineEnds.spread(wanted, apart: 9, within: 0...100)
      for (place, next) in zip(places, places.dropFirst()) { #expect(next - place >= 9 - 1e-9) }
      #expect(places.allSatisfy { $0 >= -1e-9 && $0 <= 100 + 1e-9 })
    }
    #expect(LineEnds.spread([5, 60], apart: 9, within: 0...100) == [5, 60])
  }
}
