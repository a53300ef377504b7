public import LinearAlgebra

/// Clusters of points, each around its mean: k-means.
///
/// Lloyd's algorithm from centres that are drawn far apart (greedy k-means++), started several times over; the start that ends
/// with the least inertia counts. The same data and seed give the same clusters. Clusters are numbered by size, the
/// largest first.
/// Lloyd 1982; Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding".
public struct KMeans: Sendable {
  /// The cluster of each point.
  public let assignments: [Int]
  /// The mean of each cluster's points: `[clusters, columns]`.
  public let centroids: Matrix
  /// The sum of the squared distances of all points to their centroids.
  public let inertia: Double

  /// Finds clusters; none is empty.
  ///
  /// - Parameters:
  ///   - data: `[points, columns]`, finite.
  ///   - clusters: From 1 to the number of different points.
  ///   - seed: Decides the first centres.
  ///   - starts: How many times to begin anew.
  ///   - iterations: The most steps of one start, which mostly settles sooner.
  /// - Complexity: O(points · clusters · columns) a step.
  /// - Throws: `ReductionError`.
  public init(fitting data: Matrix, clusters: Int, seed: UInt64, starts: Int = 10, iterations: Int = 300)
    throws(ReductionError)
  {
    guard data.isFinite else { throw .data("has an element that is infinite or not a number") }
    guard clusters >= 1, clusters <= data.rows else {
      throw .parameter("n_clusters", "must be from 1 to \(data.rows) for \(data.rows) points, found \(clusters)")
    }
    guard starts >= 1 else { throw .parameter("n_init", "must be at least 1, found \(starts)") }
    guard iterations >= 1 else { throw .parameter("max_iter", "must be at least 1, found \(iterations)") }

    var best: Lloyd?
    for start in 0..<starts {
      var random = SeededRandom(seed: seed, stream: UInt64(start))
      guard let centres = Lloyd.seeds(data, clusters, &random) else {
        throw .parameter("n_clusters", "must be at most the number of different points, found \(clusters)")
      }
      var lloyd = Lloyd(data: data, centres: centres)
      lloyd.settle(iterations: iterations)
      if lloyd.inertia < best?.inertia ?? .infinity { best = lloyd }
    }
    // A float's square is finite in double, so that the first start at least was better than none.
    self.init(best!, columns: data.columns)
  }

  /// Numbers the clusters by size.
  private init(_ best: Lloyd, columns: Int) {
    let clusters = best.sizes.count
    let order = (0..<clusters).sorted {
      best.sizes[$0] != best.sizes[$1] ? best.sizes[$0] > best.sizes[$1] : $0 < $1
    }
    var number = [Int](repeating: 0, count: clusters)
    for (position, cluster) in order.enumerated() { number[cluster] = position }
    assignments = best.assignments.map { number[$0] }
    centroids = Matrix(
      rows: clusters, columns: columns,
      elements: order.flatMap { cluster in
        best.centres[cluster * columns..<(cluster + 1) * columns].map { Float($0) }
      })
    inertia = best.inertia
  }

  /// The members of a cluster, the one nearest to its centroid first: what to name a cluster by.
  ///
  /// - Parameter data: What was fitted.
  public func members(of cluster: Int, in data: Matrix) -> [Int] {
    precondition(data.rows == assignments.count && data.columns == centroids.columns, "the data that was fitted")
    let centre = centroids.row(cluster).map { Double($0) }
    return assignments.indices.filter { assignments[$0] == cluster }
      .map { (point: $0, distance: data.squaredDistance($0, to: centre[...])) }
      .sorted { ($0.distance, $0.point) < ($1.distance, $1.point) }
      .map(\.point)
  }
}
