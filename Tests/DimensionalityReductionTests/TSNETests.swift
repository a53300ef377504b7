import DimensionalityReduction
import Foundation
import LinearAlgebra
import Testing

@Suite struct TSNETests {
  private static let clusters = PlantedClusters(points: 240, columns: 10, clusters: 4)

  private static func settings(perplexity: Double = 15, threads: Int = 2) -> TSNESettings {
    var settings = TSNESettings()
    settings.perplexity = perplexity
    settings.threads = threads
    return settings
  }

  @Test func `a map of iris is no worse than scikit-learn's and openTSNE's`() throws {
    struct PCAGolden: Decodable { let data: [[Float]] }
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/pca.json")
    let golden = try JSONDecoder().decode([String: PCAGolden].self, from: Data(contentsOf: file))
    let iris = Matrix(try #require(golden["iris"]).data)
    let map = try TSNE(fitting: iris)
    let quality = MapQuality(of: map.embedding, data: iris)
    for (name, peer) in TSNEGolden.shared.iris {
      #expect(map.klDivergence <= peer.divergence + 0.001, "\(name)")
      #expect(quality.trustworthiness >= peer.trustworthiness - 0.003, "\(name)")
      #expect(quality.preserved >= peer.preserved - 0.02, "\(name)")
    }
  }

  @Test func `points of one cluster are each other's nearest in the map`() throws {
    let map = try TSNE(fitting: Self.clusters.data, settings: Self.settings()).embedding
    let neighbours = NearestNeighbours(of: map, count: 1, threads: 1).indices
    for (point, nearest) in neighbours.enumerated() {
      #expect(Self.clusters.labels[point] == Self.clusters.labels[Int(nearest)])
    }
  }

  @Test func `the map has the same bits with any number of threads`() throws {
    let one = try TSNE(fitting: Self.clusters.data, settings: Self.settings(threads: 1))
    for threads in [2, 3, 8] {
      let other = try TSNE(fitting: Self.clusters.data, settings: Self.settings(threads: threads))
      #expect(other.embedding == one.embedding)
      #expect(other.klDivergence == one.klDivergence)
      #expect(other.curve == one.curve)
    }
  }

  @Test func `the divergence falls once nothing is exaggerated`() throws {
    let map = try TSNE(fitting: Self.clusters.data, settings: Self.settings())
    #expect(map.curve.map(\.iteration) == Array(stride(from: 50, through: 750, by: 50)))
    let late = map.curve.filter { $0.iteration > 250 }.map(\.klDivergence)
    #expect(zip(late, late.dropFirst()).allSatisfy { $0 > $1 - 1e-4 })
    #expect(late[0] > late.last!)
    #expect(map.curve.last?.klDivergence == map.klDivergence)
  }

  @Test func `the map does not depend on the scale of the data`() throws {
    let map = try TSNE(fitting: Self.clusters.data, settings: Self.settings())
    // The last would overflow the squares, and the sum of two, of what is not scaled first.
    for scale in [0x1p-90, 0x1p90, 0x1p125] as [Float] {
      let scaled = Matrix(
        rows: 240, columns: 10, elements: Self.clusters.data.elements.map { $0 * scale })
      let other = try TSNE(fitting: scaled, settings: Self.settings())
      #expect(other.embedding == map.embedding)
    }
  }

  @Test func `equal points are mapped, close to each other`() throws {
    let twice = Matrix(rows: 240, columns: 10, elements: (0..<240).flatMap { Self.clusters.data.row($0 / 2) })
    let map = try TSNE(fitting: twice, settings: Self.settings()).embedding
    #expect(map.isFinite)
    for pair in stride(from: 0, to: 240, by: 2) {
      let (dx, dy) = (map[pair, 0] - map[pair + 1, 0], map[pair, 1] - map[pair + 1, 1])
      #expect(dx * dx + dy * dy < 4)
    }
  }

  @Test func `points that are all equal spread evenly`() throws {
    let map = try TSNE(
      fitting: Matrix(rows: 40, columns: 3, elements: [Float](repeating: 7, count: 120)),
      settings: Self.settings(perplexity: 5))
    #expect(map.embedding.isFinite)
    #expect(map.klDivergence.isFinite)
  }

  @Test func `four points and one column are enough`() throws {
    let map = try TSNE(fitting: Matrix([[0], [1], [10], [11]]), settings: Self.settings(perplexity: 1.2))
    #expect(map.embedding.isFinite)
  }

  @Test func `what cannot be mapped is refused`() {
    let data = Self.clusters.data
    func refuses(_ data: Matrix, _ error: ReductionError, _ change: (inout TSNESettings) -> Void = { _ in }) {
      var settings = TSNESettings()
      change(&settings)
      #expect(throws: error) { try TSNE(fitting: data, settings: settings) }
    }
    refuses(Matrix([[1, 2], [3, 4], [5, 6]]), .data("needs at least four points, found 3"))
    refuses(Matrix(rows: 9, columns: 0), .data("needs points of at least one column, found none"))
    for bad in [Float.nan, .infinity] {
      var broken = data
      broken[7, 3] = bad
      refuses(broken, .data("has an element that is infinite or not a number"))
    }
    refuses(
      data,
      .parameter(
        "perplexity", "must be less than a third of the points, found 80.0 for 240 points: lower it, or map more points"
      )
    ) { $0.perplexity = 80 }
    refuses(data, .parameter("perplexity", "must be at least 1, found 0.5")) { $0.perplexity = 0.5 }
    refuses(data, .parameter("early_exaggeration", "must be at least 1, found 0.0")) { $0.earlyExaggeration = 0 }
    refuses(data, .parameter("learning_rate", "must be above 0, found -1.0")) { $0.learningRate = -1 }
    refuses(data, .parameter("n_iter", "must not be negative, found -1")) { $0.iterations = -1 }
    refuses(data, .parameter("threads", "must be at least 1, found 0")) { $0.threads = 0 }
    refuses(data, .parameter("theta", "must be above 0 and at most 1, found 0.0")) {
      $0.repulsion = .barnesHut(angle: 0)
    }
  }

  @Test func `a map that flies apart is an error`() {
    var settings = Self.settings()
    settings.learningRate = 1e300
    #expect(throws: ReductionError.data("the map diverged in iteration 1: lower learning_rate")) {
      try TSNE(fitting: Self.clusters.data, settings: settings)
    }
  }

  @Test func `what the progress throws stops the work`() {
    struct Cancelled: Error {}
    var seen: [TSNE.Progress] = []
    #expect(throws: Cancelled.self) {
      try TSNE(fitting: Self.clusters.data, settings: Self.settings()) { progress in
        seen.append(progress)
        if progress.iteration == 3 { throw Cancelled() }
      }
    }
    #expect(seen.map(\.iteration) == [0, 0, 1, 2, 3])
    #expect(seen.map(\.stage) == [.neighbours, .layout, .layout, .layout, .layout])
    #expect(seen.last?.fraction == 3.0 / 750)

    seen = []
    #expect(throws: Cancelled.self) {
      try TSNE(fitting: Self.clusters.data, settings: Self.settings()) { progress in
        seen.append(progress)
        throw Cancelled()
      }
    }
    #expect(seen.map(\.stage) == [.neighbours])
  }
}
