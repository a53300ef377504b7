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
    /// The box around the points, not the square they were found in.
    package var lowX: Float
    package var lowY: Float
    package var highX: Float
    package var highY: Float

    /// The longer side of the box.
    package var extent: Float { max(highX - lowX, highY - lowY) }
    package var count: Int { Int(end - start) }
  }

  /// Up to as many points share a leaf.
  package static let leafSize = 12

  /// All nodes; the first holds every point.
  package private(set) var nodes: [Node] = []
  /// The points in the tree's order: who they are, and where.
  package let order: Buffer<UInt32>
  package let x: Buffer<Float>
  package let y: Buffer<Float>

  private let codes: Buffer<UInt32>
  private let spareOrder: Buffer<UInt32>
  private let spareCodes: Buffer<UInt32>

  /// A tree for as many points; it holds nothing before the first `build`.
  package init(points: Int) {
    order = Buffer(repeating: 0, count: points)
    x = Buffer(repeating: 0, count: points)
    y = Buffer(repeating: 0, count: points)
    codes = Buffer(repeating: 0, count: points)
    spareOrder = Buffer(repeating: 0, count: points)
    spareCodes = Buffer(repeating: 0, count: points)
  }

  /// Sorts the points of a map in.
  package mutating func build(_ layout: Layout) {
    sort(layout)
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
    let differing = codes[start] ^ codes[end - 1]
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
    nodes[index] = node
    return sum
  }

  /// The first point after `first` in another quarter, found by halving.
  private func endOfQuarter(from first: Int, _ end: Int, _ shift: UInt32) -> Int {
    let quarter = codes[first] >> shift
    var (low, high) = (first + 1, end)
    while low < high {
      let middle = (low + high) / 2
      if codes[middle] >> shift == quarter { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Puts the points in the order of their codes; of equal codes the first point comes first.
  private func sort(_ layout: Layout) {
    var (lowX, lowY) = (Float.infinity, Float.infinity)
    var (highX, highY) = (-Float.infinity, -Float.infinity)
    for point in 0..<layout.count {
      lowX = min(lowX, layout.x[point])
      lowY = min(lowY, layout.y[point])
      highX = max(highX, layout.x[point])
      highY = max(highY, layout.y[point])
    }
    let extent = max(highX - lowX, highY - lowY)
    let scale = extent > 0 ? 65535 / extent : 0
    for point in 0..<layout.count {
      let column = UInt32((layout.x[point] - lowX) * scale)
      let row = UInt32((layout.y[point] - lowY) * scale)
      codes[point] = Self.spread(min(column, 65535)) | Self.spread(min(row, 65535)) << 1
      order[point] = UInt32(point)
    }
    // Four passes by a byte each end where they began.
    for shift in stride(from: UInt32(0), to: 32, by: 16) {
      Self.pass(codes, order, to: spareCodes, spareOrder, shift)
      Self.pass(spareCodes, spareOrder, to: codes, order, shift + 8)
    }
    for place in 0..<order.count {
      x[place] = layout.x[Int(order[place])]
      y[place] = layout.y[Int(order[place])]
    }
  }

  private static func pass(
    _ codes: Buffer<UInt32>, _ order: Buffer<UInt32>, to newCodes: Buffer<UInt32>, _ newOrder: Buffer<UInt32>,
    _ shift: UInt32
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { starts in
      starts.initialize(repeating: 0)
      for code in codes.elements { starts[Int(code >> shift & 255) + 1] += 1 }
      for digit in 1..<257 { starts[digit] += starts[digit - 1] }
      for place in 0..<codes.count {
        let digit = Int(codes[place] >> shift & 255)
        newCodes[starts[digit]] = codes[place]
        newOrder[starts[digit]] = order[place]
        starts[digit] += 1
      }
    }
  }

  /// The bits of a number of 16 bits, with a 0 before each.
  private static func spread(_ value: UInt32) -> UInt32 {
    var value = (value | value << 8) & 0x00FF_00FF
    value = (value | value << 4) & 0x0F0F_0F0F
    value = (value | value << 2) & 0x3333_3333
    return (value | value << 1) & 0x5555_5555
  }
}
