import DimensionalityReduction
import Foundation
import LinearAlgebra
import Testing

/// Each stage of t-SNE against the clear formula, on every path of this processor.
@Suite struct TSNEStageTests {
  private static let paths = RepulsionKernels.available.map(\.name)

  private static func kernels(_ path: String) -> RepulsionKernels {
    RepulsionKernels.available.first { $0.name == path }!
  }

  @Test(arguments: paths, [1, 4, 63, 64, 131])
  func `neighbours are the nearest, and the first of equally near ones`(path: String, points: Int) {
    // Few values in few columns: many points are equal, many distances are.
    var random = SeededRandom(seed: 9)
    let data = Matrix(rows: points, columns: 3, elements: (0..<points * 3).map { _ in Float(random.next(below: 3)) })
    let count = min(7, points - 1)
    let found = NearestNeighbours(of: data, count: count, threads: 2, kernels: Self.kernels(path))
    for point in 0..<points {
      let expected = (0..<points).filter { $0 != point }
        .map { other in (distance: Self.squaredDistance(data, point, other), index: UInt32(other)) }
        .sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(count)
      #expect(Array(found.indices[point * count..<(point + 1) * count]) == expected.map(\.index))
      #expect(Array(found.squaredDistances[point * count..<(point + 1) * count]) == expected.map(\.distance))
    }
  }

  @Test func `affinities are scikit-learn's`() {
    let golden = TSNEGolden.shared
    let data = Matrix(golden.data)
    let neighbours = NearestNeighbours(of: data, count: data.rows - 1, threads: 1)
    let dense = Self.dense(Affinities(neighbours, perplexity: golden.perplexity, threads: 1))
    for (row, expected) in zip(dense, golden.affinities) {
      for (value, expected) in zip(row, expected) { #expect(abs(value - expected) < 1e-6) }
    }
  }

  @Test func `affinities are symmetric and sum to one`() {
    let data = PlantedClusters(points: 300, columns: 8, clusters: 3).data
    let affinities = Affinities(NearestNeighbours(of: data, count: 45, threads: 1), perplexity: 15, threads: 2)
    let dense = Self.dense(affinities)
    for i in dense.indices { for j in 0..<i { #expect(dense[i][j] == dense[j][i]) } }
    #expect(abs(dense.joined().reduce(0, +) - 1) < 1e-5)
  }

  @Test(arguments: [1.5, 5, 20])
  func `a row of affinities has the perplexity asked for`(perplexity: Double) {
    let probabilities = Affinities.conditional((0..<60).map { Double($0 * $0) * 1e-6 }, perplexity: perplexity)
    let entropy = probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    #expect(abs(exp(entropy) - perplexity) < 1e-5)
  }

  @Test(arguments: [1.5, 5, 20])
  func `tangents find the temperature that bisection finds`(perplexity: Double) {
    var random = SeededRandom(seed: 6)
    for scale in [1e-9, 1, 1e9] {
      for _ in 0..<50 {
        let distances = (0..<60).map { _ in random.nextDouble() * scale }.sorted()
        let found = Affinities.conditional(distances, perplexity: perplexity, byTangents: true)
        let clear = Affinities.conditional(distances, perplexity: perplexity)
        #expect(zip(found, clear).allSatisfy { abs($0 - $1) < 1e-7 })
      }
    }
    // A perplexity that no temperature gives.
    let equal = [Double](repeating: 0, count: 30) + [1, 2]
    let found = Affinities.conditional(equal, perplexity: perplexity, byTangents: true)
    let clear = Affinities.conditional(equal, perplexity: perplexity)
    #expect(zip(found, clear).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func `neighbours that are all equally near share alike`() {
    #expect(Affinities.conditional([2, 2, 2, 2], perplexity: 2) == [0.25, 0.25, 0.25, 0.25])
    // Six at distance 0 cannot have a perplexity of 3: they share, the far ones get nothing.
    let duplicates = Affinities.conditional([0, 0, 0, 0, 0, 0, 5, 9], perplexity: 3)
    #expect(duplicates.prefix(6).allSatisfy { abs($0 - 1 / 6) < 1e-6 })
  }

  @Test(arguments: paths, [4, 17, 128, 301])
  func `exact repulsion is the clear formula's`(path: String, points: Int) {
    let places = Self.places(points, width: 80)
    let repulsion = ExactRepulsion(points: points, kernels: Self.kernels(path))
    let similarity = repulsion.compute(Layout(places: places), threads: 2)
    let clear = ClearTSNE.repulsion(of: places)
    #expect(abs(similarity / clear.similarity - 1) < 1e-5)
    for point in 0..<points {
      #expect(abs(Double(repulsion.forceX[point]) - clear.force[point].x) < 1e-5)
      #expect(abs(Double(repulsion.forceY[point]) - clear.force[point].y) < 1e-5)
    }
  }

  @Test func `the clear formula is scikit-learn's`() {
    let golden = TSNEGolden.shared
    let clear = ClearTSNE(affinities: golden.affinities)
    let places = Matrix(golden.places)
    #expect(abs(clear.divergence(of: places) - golden.divergence) < 1e-6)
    for (row, expected) in zip(clear.gradient(at: places), golden.gradient) {
      for (value, expected) in zip(row, expected) { #expect(abs(value - expected) < 1e-7) }
    }
  }

  @Test(arguments: paths)
  func `a step goes down the clear formula's gradient, and the divergence is its own`(path: String) {
    let data = PlantedClusters(points: 90, columns: 6, clusters: 3).data
    let places = Self.places(90, width: 10)
    let kernels = Self.kernels(path)
    let affinities = Affinities(NearestNeighbours(of: data, count: 60, threads: 1), perplexity: 20, threads: 1)
    let rows = AffinityRows(affinities, kernels: kernels, threads: 2)
    let layout = Layout(places: places)
    let (x, y) = (Array(layout.x.elements), Array(layout.y.elements))
    let repulsion = ExactRepulsion(points: 90, kernels: kernels)
    let similarity = repulsion.compute(layout, threads: 1)
    let clear = ClearTSNE(affinities: Self.dense(affinities))
    let divergence = rows.divergence(
      of: layout, negativeEntropy: affinities.negativeEntropy, similarity: similarity, threads: 2)
    #expect(abs(divergence - clear.divergence(of: places)) < 1e-5)
    let rough = rows.roughDivergence(
      of: layout, negativeEntropy: affinities.negativeEntropy, similarity: similarity, kernels: kernels, threads: 2)
    #expect(abs(rough - divergence) < 1e-5)

    GradientDescent(points: 90, kernels: kernels).step(
      layout, rows: rows, repulsion: repulsion, similarity: similarity,
      phase: .init(exaggeration: 1, learningRate: 10, momentum: 0.5), threads: 2)
    for (point, gradient) in clear.gradient(at: places).enumerated() {
      // The first step has a gain of 1.2 or 0.81, by the gradient's sign.
      let (gainX, gainY) = (gradient[0] > 0 ? 1.2 : 0.81, gradient[1] > 0 ? 1.2 : 0.81)
      #expect(abs(Double(layout.x[point] - x[point]) + 10 * gainX * gradient[0]) < 1e-5)
      #expect(abs(Double(layout.y[point] - y[point]) + 10 * gainY * gradient[1]) < 1e-5)
    }
  }

  private static func places(_ points: Int, width: Float) -> Matrix {
    var random = SeededRandom(seed: UInt64(points))
    return Matrix(
      rows: points, columns: 2, elements: (0..<2 * points).map { _ in (random.nextFloat() - 0.5) * width })
  }

  private static func dense(_ affinities: Affinities) -> [[Double]] {
    let points = affinities.offsets.count - 1
    return (0..<points).map { point in
      var row = [Double](repeating: 0, count: points)
      for element in affinities.offsets[point]..<affinities.offsets[point + 1] {
        row[Int(affinities.columns[element])] = Double(affinities.values[element])
      }
      return row
    }
  }

  private static func squaredDistance(_ data: Matrix, _ a: Int, _ b: Int) -> Float {
    (0..<data.columns).reduce(0) { $0 + (data[a, $1] - data[b, $1]) * (data[a, $1] - data[b, $1]) }
  }
}
