internal import Foundation
package import LinearAlgebra

/// One start of k-means: clusters and their means improve in turn until nothing moves.
package struct Lloyd {
  package let data: Matrix
  /// `[clusters, columns]`, row by row.
  package private(set) var centres: [Double]
  package private(set) var assignments: [Int]
  package private(set) var sizes: [Int]
  /// The sum of the squared distances to the centres; 0 before the first step.
  package private(set) var inertia = 0.0

  private let clusters: Int
  private var distances: [Double]

  /// - Parameter centres: Which points to start from.
  package init(data: Matrix, centres: [Int]) {
    self.data = data
    self.centres = centres.flatMap { data.row($0).map { Double($0) } }
    clusters = centres.count
    assignments = [Int](repeating: 0, count: data.rows)
    sizes = [Int](repeating: 0, count: centres.count)
    distances = [Double](repeating: 0, count: data.rows)
  }

  /// Draws points to start from: each with a chance in proportion to its squared distance from those drawn before. Of a
  /// few candidates for each the one stays that leaves all points nearest (greedy k-means++).
  ///
  /// - Returns: The points; `nil` when fewer are different.
  static func seeds(_ data: Matrix, _ count: Int, _ random: inout SeededRandom) -> [Int]? {
    let candidates = 2 + Int(log(Double(count)))
    var chosen = [Int(random.nextDouble() * Double(data.rows))]
    var nearest = distances(data, to: chosen[0], within: [Double](repeating: .infinity, count: data.rows))
    while chosen.count < count {
      guard nearest.total > 0 else { return nil }
      let trials = (0..<candidates).map { _ in
        let point = draw(nearest.each, total: nearest.total, random.nextDouble())
        return (point: point, nearest: distances(data, to: point, within: nearest.each))
      }
      let best = trials.min { $0.nearest.total < $1.nearest.total }!
      chosen.append(best.point)
      nearest = best.nearest
    }
    return chosen
  }

  /// A point with a chance in proportion to its share of the total.
  private static func draw(_ shares: [Double], total: Double, _ uniform: Double) -> Int {
    var rest = uniform * total
    var drawn = 0
    for (point, share) in shares.enumerated() where share > 0 {
      drawn = point
      rest -= share
      if rest < 0 { break }
    }
    return drawn
  }

  /// Every point's squared distance to one of them, where that is less than what is known.
  private static func distances(_ data: Matrix, to chosen: Int, within known: [Double]) -> (
    each: [Double], total: Double
  ) {
    let centre = data.row(chosen).map { Double($0) }
    let each = known.indices.map { min(known[$0], data.squaredDistance($0, to: centre[...])) }
    return (each, each.reduce(0, +))
  }

  /// Steps until no point changes its cluster.
  package mutating func settle(iterations: Int) {
    _ = assign()
    for _ in 0..<iterations {
      fillEmpty()
      move()
      if !assign() { break }
    }
    // Stopped in between, or by points exactly between two centres, a cluster may have just lost its last point.
    if fillEmpty() { move() }
    inertia = assignments.indices.reduce(0) { $0 + data.squaredDistance($1, to: centre(assignments[$1])) }
  }

  /// Gives every point to its nearest centre, of equally near ones to the first.
  ///
  /// - Returns: Whether any changed.
  private mutating func assign() -> Bool {
    var changed = false
    sizes = [Int](repeating: 0, count: clusters)
    for point in assignments.indices {
      let (best, least) = nearest(point)
      if assignments[point] != best {
        assignments[point] = best
        changed = true
      }
      distances[point] = least
      sizes[best] += 1
    }
    return changed
  }

  /// The centre nearest to a point, and its squared distance.
  private func nearest(_ point: Int) -> (cluster: Int, distance: Double) {
    data.withUnsafeRow(point) { row in
      centres.withUnsafeBufferPointer { centres in
        var best = (cluster: 0, distance: Double.infinity)
        for cluster in 0..<clusters {
          var sum = 0.0
          for column in row.indices {
            let difference = Double(row[column]) - centres[cluster * row.count + column]
            sum += difference * difference
          }
          if sum < best.distance { best = (cluster, sum) }
        }
        return best
      }
    }
  }

  /// Gives every empty cluster the point that is furthest from its centre, among clusters that can spare one.
  ///
  /// - Returns: Whether any was empty.
  @discardableResult
  private mutating func fillEmpty() -> Bool {
    var filled = false
    for empty in 0..<clusters where sizes[empty] == 0 {
      var furthest: Int?
      for point in assignments.indices where sizes[assignments[point]] > 1 {
        if furthest.map({ distances[point] > distances[$0] }) ?? true { furthest = point }
      }
      guard let furthest else { break }
      sizes[assignments[furthest]] -= 1
      sizes[empty] = 1
      assignments[furthest] = empty
      distances[furthest] = 0
      filled = true
    }
    return filled
  }

  /// Moves every centre to the mean of its points.
  private mutating func move() {
    let columns = data.columns
    centres = [Double](repeating: 0, count: clusters * columns)
    for (point, cluster) in assignments.enumerated() {
      data.withUnsafeRow(point) { row in
        for column in row.indices { centres[cluster * columns + column] += Double(row[column]) }
      }
    }
    for cluster in 0..<clusters {
      for column in 0..<columns { centres[cluster * columns + column] /= Double(sizes[cluster]) }
    }
  }

  private func centre(_ cluster: Int) -> ArraySlice<Double> {
    centres[cluster * data.columns..<(cluster + 1) * data.columns]
  }
}

extension Matrix {
  /// The squared distance of a row to a point.
  func squaredDistance(_ row: Int, to point: ArraySlice<Double>) -> Double {
    withUnsafeRow(row) { row in
      point.withUnsafeBufferPointer { point in
        var sum = 0.0
        for column in row.indices {
          let difference = Double(row[column]) - point[column]
          sum += difference * difference
        }
        return sum
      }
    }
  }
}
