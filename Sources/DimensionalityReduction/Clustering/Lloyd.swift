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

  /// Draws points to start from: each with a chance in proportion to its squared distance from those drawn before.
  ///
  /// - Returns: The points; `nil` when fewer are different.
  static func seeds(_ data: Matrix, _ count: Int, _ random: inout SeededRandom) -> [Int]? {
    var chosen = [Int(random.nextDouble() * Double(data.rows))]
    var nearest = [Double](repeating: .infinity, count: data.rows)
    while chosen.count < count {
      let last = data.row(chosen.last!).map { Double($0) }
      for point in 0..<data.rows { nearest[point] = min(nearest[point], data.squaredDistance(point, to: last[...])) }
      let total = nearest.reduce(0, +)
      guard total > 0 else { return nil }
      var rest = random.nextDouble() * total
      var next: Int?
      for (point, distance) in nearest.enumerated() where distance > 0 {
        next = point
        rest -= distance
        if rest < 0 { break }
      }
      chosen.append(next!)
    }
    return chosen
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
      var best = 0
      var least = Double.infinity
      for cluster in 0..<clusters {
        let distance = data.squaredDistance(point, to: centre(cluster))
        if distance < least { (best, least) = (cluster, distance) }
      }
      if assignments[point] != best {
        assignments[point] = best
        changed = true
      }
      distances[point] = least
      sizes[best] += 1
    }
    return changed
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
