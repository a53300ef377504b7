import DimensionalityReduction
import LinearAlgebra
import Testing

@Suite struct BarnesHutTests {
  /// Points in clumps of several sizes, as a map has them; every seventh twice in one place.
  private static func places(_ points: Int) -> Matrix {
    var random = SeededRandom(seed: 3)
    var rows: [[Float]] = []
    for point in 0..<points {
      let middle = Float(point % 5) * 12
      let place = [middle + random.nextFloat() * 8, middle * middle / 20 + random.nextFloat() * 5]
      rows.append(point % 7 == 6 ? rows[point - 1] : place)
    }
    return Matrix(rows)
  }

  @Test(arguments: [1, 12, 13, 500])
  func `every point is in one leaf, inside the boxes of all nodes above`(points: Int) {
    let layout = Layout(places: Self.places(points))
    var tree = QuadTree(points: points)
    tree.build(layout)
    #expect(Set(tree.order.elements).count == points)
    var covered = 0
    for (index, node) in tree.nodes.enumerated() {
      let range = Int(node.start)..<Int(node.end)
      let xs = range.map { layout.x[Int(tree.order[$0])] }
      let ys = range.map { layout.y[Int(tree.order[$0])] }
      #expect(xs.min() == node.lowX && xs.max() == node.highX && ys.min() == node.lowY && ys.max() == node.highY)
      #expect(abs(node.x - xs.reduce(0, +) / Float(xs.count)) < 1e-3)
      let moments = zip(xs, ys).reduce(into: (xx: Float(0), xy: Float(0), yy: Float(0))) { sums, point in
        let (dx, dy) = (point.0 - node.x, point.1 - node.y)
        sums = (sums.xx + dx * dx, sums.xy + dx * dy, sums.yy + dy * dy)
      }
      let size = 1e-3 * (1 + moments.xx + moments.yy)
      #expect(abs(node.xx - moments.xx) < size && abs(node.xy - moments.xy) < size && abs(node.yy - moments.yy) < size)
      if node.isLeaf {
        #expect(Int(node.start) == covered && Int(node.next) == index + 1)
        covered = Int(node.end)
      }
    }
    #expect(covered == points)
    #expect(tree.nodes[0].next == tree.nodes.count)
  }

  @Test(arguments: [(0.5, 0.002), (0.3, 0.0006), (0.2, 0.00012)] as [(Float, Double)])
  func `the forces approach the clear formula's as the angle narrows`(angle: Float, tolerance: Double) {
    let places = Self.places(2_000)
    let clear = ClearTSNE.repulsion(of: places)
    for kernels in RepulsionKernels.available {
      var repulsion = BarnesHutRepulsion(points: 2_000, angle: angle, kernels: kernels)
      let similarity = repulsion.compute(Layout(places: places), threads: 2)
      #expect(abs(similarity / clear.similarity - 1) < tolerance)
      let strongest = clear.force.map { max(abs($0.x), abs($0.y)) }.max()!
      for point in 0..<2_000 {
        #expect(abs(Double(repulsion.forceX[point]) - clear.force[point].x) < tolerance * strongest)
        #expect(abs(Double(repulsion.forceY[point]) - clear.force[point].y) < tolerance * strongest)
      }
    }
  }

  @Test func `points that are all in one place do not repel`() {
    let layout = Layout(places: Matrix(rows: 50, columns: 2))
    var repulsion = BarnesHutRepulsion(points: 50, angle: 0.5, kernels: .best)
    #expect(repulsion.compute(layout, threads: 1) == 50 * 49)
    #expect(repulsion.forceX.elements.allSatisfy { $0 == 0 })
  }

  @Test func `a map by groups is as good as the exact one, with the same bits on any number of threads`() throws {
    let data = PlantedClusters(points: 900, columns: 12, clusters: 9).data
    func map(_ repulsion: TSNESettings.Repulsion, threads: Int) throws -> TSNE {
      var settings = TSNESettings()
      settings.repulsion = repulsion
      settings.threads = threads
      return try TSNE(fitting: data, settings: settings)
    }
    let one = try map(.barnesHut(angle: 0.5), threads: 1)
    #expect(abs(one.klDivergence - (try map(.exact, threads: 2)).klDivergence) < 0.02)
    for threads in [2, 3, 8] { #expect(try map(.barnesHut(angle: 0.5), threads: threads).embedding == one.embedding) }
  }
}
