import DimensionalityReduction
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct KMeansTests {
  private struct Golden: Decodable {
    struct Run: Decodable {
      let clusters: Int
      let inertia: Double
      let sizes: [Int]
    }
    let iris: [Run]
  }

  private static func fixture<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: TestSupport.fixture(name)))
  }

  @Test func `the clusters of iris are scikit-learn's`() throws {
    struct PCAGolden: Decodable { let data: [[Float]] }
    let golden: [String: PCAGolden] = try Self.fixture("pca.json")
    let iris = Matrix(try #require(golden["iris"]).data)
    let peer: Golden = try Self.fixture("kmeans.json")
    for run in peer.iris {
      let means = try KMeans(fitting: iris, clusters: run.clusters, seed: 1)
      #expect(means.inertia <= run.inertia * 1.001)
      #expect((0..<run.clusters).map { cluster in means.assignments.count { $0 == cluster } } == run.sizes)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `planted clusters are found, with their means`(seed: UInt64) throws {
    let planted = PlantedClusters(points: 250, columns: 6, clusters: 5)
    let means = try KMeans(fitting: planted.data, clusters: 5, seed: seed)
    #expect(Set(zip(means.assignments, planted.labels).map { "\($0) \($1)" }).count == 5)
    for cluster in 0..<5 {
      let members = means.assignments.indices.filter { means.assignments[$0] == cluster }
      for column in 0..<6 {
        let mean = members.reduce(0) { $0 + planted.data[$1, column] } / Float(members.count)
        #expect(abs(means.centroids[cluster, column] - mean) < 1e-5)
      }
    }
  }

  @Test func `the same seed gives the same clusters, the largest first`() throws {
    let data = PlantedClusters(points: 300, columns: 3, clusters: 4, spread: 2).data
    let one = try KMeans(fitting: data, clusters: 7, seed: 5)
    let two = try KMeans(fitting: data, clusters: 7, seed: 5)
    #expect(one.assignments == two.assignments && one.centroids == two.centroids && one.inertia == two.inertia)
    let sizes = (0..<7).map { cluster in one.assignments.count { $0 == cluster } }
    #expect(sizes == sizes.sorted(by: >))
  }

  @Test func `every point is with the nearest centroid`() throws {
    let data = PlantedClusters(points: 300, columns: 2, clusters: 4, spread: 2).data
    let means = try KMeans(fitting: data, clusters: 9, seed: 2)
    func distance(_ point: Int, _ cluster: Int) -> Float {
      (0..<2).reduce(0) {
        let difference = data[point, $1] - means.centroids[cluster, $1]
        return $0 + difference * difference
      }
    }
    for point in 0..<300 {
      let own = distance(point, means.assignments[point])
      for cluster in 0..<9 { #expect(own <= distance(point, cluster) + 1e-4) }
    }
  }

  @Test func `as many clusters as different points leave none empty and nothing over`() throws {
    let data = Matrix([[0, 0], [0, 0], [0, 0], [5, 1], [5, 1], [9, 9]])
    let means = try KMeans(fitting: data, clusters: 3, seed: 8)
    #expect(means.assignments == [0, 0, 0, 1, 1, 2])
    #expect(means.centroids == Matrix([[0, 0], [5, 1], [9, 9]]))
    #expect(means.inertia == 0)
  }

  @Test func `a cluster that nobody is nearest to gets the point furthest from its own`() {
    var lloyd = Lloyd(data: Matrix([[0], [1], [2], [50], [51], [90]]), centres: [0, 0, 0])
    lloyd.settle(iterations: 100)
    #expect(lloyd.sizes.sorted() == [1, 2, 3])
    #expect(lloyd.inertia == 2.5)
    // Two equal points and two centres on them: one point has to go to the other.
    var equal = Lloyd(data: Matrix([[4], [4]]), centres: [0, 1])
    equal.settle(iterations: 100)
    #expect(equal.sizes == [1, 1])
    #expect(equal.centres == [4, 4])
  }

  @Test func `one cluster is the mean`() throws {
    let means = try KMeans(fitting: Matrix([[1, 2], [3, 6]]), clusters: 1, seed: 0)
    #expect(means.centroids == Matrix([[2, 4]]))
    #expect(means.inertia == 10)
  }

  @Test func `members are listed from the middle outwards`() throws {
    let data = Matrix([[0], [1], [2.5], [100], [101]])
    let means = try KMeans(fitting: data, clusters: 2, seed: 0)
    #expect(means.members(of: 0, in: data) == [1, 0, 2])
    #expect(means.members(of: 1, in: data) == [3, 4])
  }

  @Test func `what cannot be clustered is refused`() {
    let data = Matrix([[1, 2], [1, 2], [3, 4]])
    for clusters in [0, 4] {
      #expect(
        throws: ReductionError.parameter("n_clusters", "must be from 1 to 3 for 3 points, found \(clusters)")
      ) { try KMeans(fitting: data, clusters: clusters, seed: 0) }
    }
    #expect(
      throws: ReductionError.parameter("n_clusters", "must be at most the number of different points, found 3")
    ) { try KMeans(fitting: data, clusters: 3, seed: 0) }
    #expect(throws: ReductionError.data("has an element that is infinite or not a number")) {
      try KMeans(fitting: Matrix([[1], [.nan]]), clusters: 1, seed: 0)
    }
    #expect(throws: ReductionError.parameter("n_init", "must be at least 1, found 0")) {
      try KMeans(fitting: data, clusters: 1, seed: 0, starts: 0)
    }
    #expect(throws: ReductionError.parameter("max_iter", "must be at least 1, found 0")) {
      try KMeans(fitting: data, clusters: 1, seed: 0, iterations: 0)
    }
  }
}
