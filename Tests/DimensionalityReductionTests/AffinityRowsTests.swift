import DimensionalityReduction
import LinearAlgebra
import Testing

@Suite struct AffinityRowsTests {
  private static let paths = RepulsionKernels.available.map(\.name)

  @Test(arguments: paths)
  func `rows keep their elements in another order, and what fills them up attracts nobody`(path: String) throws {
    let kernels = try #require(RepulsionKernels.available.first { $0.name == path })
    let data = PlantedClusters(points: 300, columns: 6, clusters: 3).data
    let affinities = Affinities(NearestNeighbours(of: data, count: 30, threads: 1), perplexity: 10, threads: 1)
    let rows = AffinityRows(affinities, kernels: kernels, threads: 2)
    #expect(Self.elements(of: rows, order: Array(0..<300)) == Self.elements(of: affinities))

    var random = SeededRandom(seed: 4)
    let order = Array(0..<300).shuffled(using: &random)
    let places = Buffer<UInt32>(repeating: 0, count: 300)
    for (place, point) in order.enumerated() { places[place] = UInt32(point) }
    rows.arrange(places, threads: 2)
    #expect(Self.elements(of: rows, order: order) == Self.elements(of: affinities))
  }

  @Test func `the curve goes through every point once, by ascending codes`() {
    var random = SeededRandom(seed: 5)
    let places = Matrix(rows: 400, columns: 2, elements: (0..<800).map { _ in random.nextFloat() })
    let curve = MortonOrder(points: 400)
    curve.sort(Layout(places: places))
    #expect(Set(curve.order.elements) == Set(0..<400))
    #expect(zip(curve.codes.elements, curve.codes.elements.dropFirst()).allSatisfy { $0 <= $1 })
    // Neighbours on the curve are far nearer to each other than points by chance.
    func mean(_ order: [Int]) -> Float {
      zip(order, order.dropFirst()).reduce(0) { sum, pair in
        let (dx, dy) = (places[pair.0, 0] - places[pair.1, 0], places[pair.0, 1] - places[pair.1, 1])
        return sum + (dx * dx + dy * dy).squareRoot()
      } / 400
    }
    #expect(mean(curve.order.elements.map { Int($0) }) < mean(Array(0..<400)) / 5)
  }

  /// One element, by the data's points.
  private struct Element: Hashable {
    let row: Int
    let column: Int
    let value: Float
  }

  private static func elements(of affinities: Affinities) -> Set<Element> {
    Set(
      (0..<affinities.offsets.count - 1).flatMap { row in
        (affinities.offsets[row]..<affinities.offsets[row + 1]).map {
          Element(row: row, column: Int(affinities.columns[$0]), value: affinities.values[$0])
        }
      })
  }

  private static func elements(of rows: AffinityRows, order: [Int]) -> Set<Element> {
    Set(
      order.indices.flatMap { place in
        (rows.starts[place]..<rows.starts[place + 1]).filter { rows.values[$0] != 0 }.map {
          Element(row: order[place], column: order[Int(rows.columns[$0])], value: rows.values[$0])
        }
      })
  }
}
