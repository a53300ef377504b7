/// The points of a map in nested squares, each with the middle of its points.
///
/// Points are sorted along a Z-shaped curve, so that every square is a range of them; squares that do not split their
/// points are left out. Nodes are stored parents first: a node's descendants follow it up to `next`, and a walk that
/// passes over a node goes on there.
/// Complexity: O(points) to build.
package struct QuadTree: Sendable {
  package struct Node: Sendable {
    /// Which points, in the tree's order.
    package var start: Int32
    package var end: Int32
    /// The node after the last descendant.
    package var next: Int32
    package var isLeaf: Bool
    /// The middle of the points.
    package var x: Float
    package var y: Float
    /// The sums of (x − middle)², (x − middle)(y − middle) and (y − middle)² over the points.
    package var xx: Float = 0
    package var xy: Float = 0
    package var yy: Float = 0
    /// The box around the points, not the square they were found in.
    package var lowX: Float
    package var lowY: Float
    package var highX: Float
    package var highY: Float

    /// The longer side of the box.
    package var extent: Float { max(highX - lowX, highY - lowY) }
    package var count: Int { Int(end - start) }

    /// Adds points of one place to the squared distances from the middle.
    fileprivate mutating func spread(over px: Float, _ py: Float, weight: Float) {
      let (dx, dy) = (px - x, py - y)
      xx += weight * dx * dx
      xy += weight * dx * dy
      yy += weight * dy * dy
    }
  }

  /// Up to as many points share a leaf.
  package static let leafSize = 12

  /// All nodes; the first holds every point.
  package private(set) var nodes: [Node] = []
  /// The points in the tree's order: who they are, and where.
  package var order: Buffer<UInt32> { curve.order }
  package let x: Buffer<Float>
  package let y: Buffer<Float>

  private let curve: MortonOrder

  /// A tree for as many points; it holds nothing before the first `build`.
  package init(points: Int) {
    curve = MortonOrder(points: points)
    x = Buffer(repeating: 0, count: points)
    y = Buffer(repeating: 0, count: points)
  }

  /// Sorts the points of a map in.
  package mutating func build(_ layout: Layout) {
    curve.sort(layout)
    for place in 0..<order.count {
      x[place] = layout.x[Int(order[place])]
      y[place] = layout.y[Int(order[place])]
    }
    nodes.removeAll(keepingCapacity: true)
    _ = addNode(0, order.count)
  }

  /// Adds the node of a range of points and its descendants.
  ///
  /// - Returns: The sums of the points' coordinates.
  private mutating func addNode(_ start: Int, _ end: Int) -> (x: Double, y: Double) {
    let index = nodes.count
    var node = Node(
      start: Int32(start), end: Int32(end), next: 0, isLeaf: true, x: 0, y: 0,
      lowX: .infinity, lowY: .infinity, highX: -.infinity, highY: -.infinity)
    var sum = (x: 0.0, y: 0.0)
    nodes.append(node)
    let differing = curve.codes[start] ^ curve.codes[end - 1]
    if end - start <= Self.leafSize || differing == 0 {
      for point in start..<end {
        let (px, py) = (x[point], y[point])
        sum.x += Double(px)
        sum.y += Double(py)
        node.lowX = min(node.lowX, px)
        node.lowY = min(node.lowY, py)
        node.highX = max(node.highX, px)
        node.highY = max(node.highY, py)
      }
    } else {
      node.isLeaf = false
      // The two bits that hold the first difference name the quarters of the smallest square around all points.
      let shift = UInt32((31 - differing.leadingZeroBitCount) & ~1)
      var first = start
      while first < end {
        let last = endOfQuarter(from: first, end, shift)
        let child = nodes.count
        let part = addNode(first, last)
        sum.x += part.x
        sum.y += part.y
        node.lowX = min(node.lowX, nodes[child].lowX)
        node.lowY = min(node.lowY, nodes[child].lowY)
        node.highX = max(node.highX, nodes[child].highX)
        node.highY = max(node.highY, nodes[child].highY)
        first = last
      }
    }
    node.x = Float(sum.x / Double(end - start))
    node.y = Float(sum.y / Double(end - start))
    node.next = Int32(nodes.count)
    if node.isLeaf {
      for point in start..<end { node.spread(over: x[point], y[point], weight: 1) }
    } else {
      var child = index + 1
      while child < nodes.count {
        node.spread(over: nodes[child].x, nodes[child].y, weight: Float(nodes[child].count))
        node.xx += nodes[child].xx
        node.xy += nodes[child].xy
        node.yy += nodes[child].yy
        child = Int(nodes[child].next)
      }
    }
    nodes[index] = node
    return sum
  }

  /// The first point after `first` in another quarter, found by halving.
  private func endOfQuarter(from first: Int, _ end: Int, _ shift: UInt32) -> Int {
    let quarter = curve.codes[first] >> shift
    var (low, high) = (first + 1, end)
    while low < high {
      let middle = (low + high) / 2
      if curve.codes[middle] >> shift == quarter { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
