import DimensionalityReduction
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct PCATests {
  private struct Golden: Decodable {
    let data: [[Float]]
    let mean: [Double]
    let components: [[Float]]
    let variance: [Double]
    let ratio: [Double]
    let projection: [[Float]]
  }

  private static let golden: [String: Golden] = {
    try! JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: fixture("pca.json")))
  }()

  @Test(arguments: golden.keys.sorted())
  func `components, shares and signs are scikit-learn's`(name: String) throws {
    let golden = try #require(Self.golden[name])
    let data = Matrix(golden.data)
    let pca = try PCA(fitting: data, components: golden.components.count)
    #expect(isClose(pca.mean, golden.mean, 1e-6))
    #expect(isClose(pca.components.elements, golden.components.flatMap { $0 }, 2e-6))
    #expect(isClose(pca.explainedVariance, golden.variance, 1e-6))
    #expect(isClose(pca.explainedVarianceRatio, golden.ratio, 1e-6))
    #expect(isClose(pca.transform(data).elements, golden.projection.flatMap { $0 }, 1e-5))
  }

  @Test func `data far from the origin has the same components`() throws {
    let golden = try #require(Self.golden["iris"])
    let moved = Matrix(golden.data.map { $0.map { $0 + 1024 } })
    let pca = try PCA(fitting: moved, components: 2)
    #expect(isClose(pca.explainedVarianceRatio, Array(golden.ratio.prefix(2)), 1e-4))
  }

  @Test func `data that does not vary explains nothing`() throws {
    let pca = try PCA(fitting: Matrix([[1, 2], [1, 2], [1, 2]]), components: 2)
    #expect(pca.explainedVarianceRatio == [0, 0])
    #expect(pca.transform(Matrix([[1, 2]])) == Matrix([[0, 0]]))
  }

  @Test func `what cannot be fitted is refused`() {
    let data = Matrix([[1, 2, 3], [4, 5, 7]])
    #expect(throws: ReductionError.data("needs at least two points, found 1")) {
      try PCA(fitting: Matrix([[1, 2]]), components: 1)
    }
    for count in [0, 3] {
      #expect(
        throws: ReductionError.parameter(
          "n_components", "must be from 1 to 2 for 2 points of 3 columns, found \(count)")
      ) { try PCA(fitting: data, components: count) }
    }
    #expect(throws: ReductionError.self) { try PCA(fitting: Matrix([[1, .nan], [1, 2]]), components: 1) }
  }

  private func isClose<Value: BinaryFloatingPoint>(_ a: [Value], _ b: [Value], _ tolerance: Value) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
  }
}
