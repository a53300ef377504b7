package import LinearAlgebra

/// The nearest other points of every point, found exactly.
///
/// Squared distances are sums of squared differences, not differences of squared lengths: equal points are at distance 0
/// and data far from the origin keeps its digits. Among equally near points the first come first. Where points can be
/// rounded to integers (`RoundedPoints`), only those that may be among the nearest are computed; what is found has the
/// same bits.
/// Complexity: O(points² · columns).
package struct NearestNeighbours: Sendable {
  /// How many neighbours each point has.
  package let count: Int
  /// The positions of the neighbours, nearest first: `[points, count]`.
  package let indices: [UInt32]
  /// Their squared distances: `[points, count]`.
  package let squaredDistances: [Float]

  /// - Parameters:
  ///   - data: `[points, columns]`, finite.
  ///   - count: Less than the number of points.
  ///   - rounded: Whether rounded points may serve to pass over others.
  ///   - progress: Called on this thread now and then with the share of points that are done.
  package init(
    of data: Matrix, count: Int, threads: Int, kernels: RepulsionKernels, rounded: Bool = true,
    progress: (Double) throws -> Void
  ) rethrows {
    precondition(count >= 0 && count < data.rows, "neighbours are other points")
    self.count = count
    let points = data.rows
    let indices = Buffer<UInt32>(repeating: 0, count: points * count)
    let distances = Buffer<Float>(repeating: 0, count: points * count)
    let filter = rounded && count > 0 ? RoundedPoints(data, kernels: kernels) : nil
    let exact = DistanceScan(data, kernels: kernels)
    let size = 64
    let scratch = (0..<max(threads, 1)).map { _ in
      (exact.scratch(), filter?.scratch(queries: size, neighbours: count))
    }

    @Sendable func find(_ queries: Range<Int>, _ thread: Int) {
      func keep(_ query: Int, _ nearest: some Collection<Neighbour>) {
        for (rank, neighbour) in nearest.enumerated() {
          indices[query * count + rank] = neighbour.index
          distances[query * count + rank] = neighbour.distance
        }
      }
      if let filter, filter.find(queries, count: count, data, scratch[thread].1!, found: keep) { return }
      exact.find(queries, count: count, data, scratch[thread].0, found: keep)
    }
    // Between rounds there is time to cancel.
    let round = 4096
    for start in stride(from: 0, to: points, by: round) {
      try progress(Double(start) / Double(points))
      Blocks.forEachRange(of: min(round, points - start), size: size, threads: threads) { queries, thread in
        find(start + queries.lowerBound..<start + queries.upperBound, thread)
      }
    }
    self.indices = Array(indices.elements)
    squaredDistances = Array(distances.elements)
  }
}

extension NearestNeighbours {
  /// Finds them without a word in between.
  package init(
    of data: Matrix, count: Int, threads: Int, kernels: RepulsionKernels = .best, rounded: Bool = true
  ) {
    self.init(of: data, count: count, threads: threads, kernels: kernels, rounded: rounded) { _ in }
  }
}

/// A point, and how far it is.
struct Neighbour {
  var distance: Float
  var index: UInt32

  /// Whether it comes before another: nearer, or as near and earlier.
  static func isNearer(_ a: Neighbour, _ b: Neighbour) -> Bool {
    a.distance < b.distance || a.distance == b.distance && a.index < b.index
  }
}
