/// Repulsion that takes far groups of points as one, O(points · log points).
///
/// Points near each other share one walk through the tree, and so one list of what repels them: groups far from all of
/// them (extent less than `angle` times the distance) by their middle and their second moments, all others point by
/// point. With the moments an angle of 0.5 leaves 0.03 to 0.06 percent of the forces as the root mean square error, and
/// as the greatest up to 0.4 percent of the strongest; the lists are read sixteen entries at a time.
/// Barnes 1990, "A modified tree code: don't laugh; it runs"; van der Maaten 2014, "Accelerating t-SNE using tree-based
/// algorithms".
package struct BarnesHutRepulsion: Repulsion {
  package let forceX: Buffer<Float>
  package let forceY: Buffer<Float>
  private let similarity: Buffer<Float>
  private let kernels: RepulsionKernels
  private let angle: Float
  private var tree: QuadTree
  private var groups: [Int32] = []
  private var scratch: [Scratch] = []

  /// Up to as many points share a walk.
  private static let groupSize = 96

  /// What one thread needs: who repels a group, and the forces on it.
  private struct Scratch: Sendable {
    let x: Buffer<Float>
    let y: Buffer<Float>
    /// x, y, weight, and the squared distances from the middle of each far group.
    let cells: [Buffer<Float>]
    let force: Buffer<Float>
  }

  package init(points: Int, angle: Float, kernels: RepulsionKernels) {
    forceX = Buffer(repeating: 0, count: points)
    forceY = Buffer(repeating: 0, count: points)
    similarity = Buffer(repeating: 0, count: points)
    self.kernels = kernels
    self.angle = angle
    tree = QuadTree(points: points)
  }

  package mutating func compute(_ layout: Layout, threads: Int) -> Double {
    tree.build(layout)
    findGroups()
    while scratch.count < threads {
      func floats(_ count: Int) -> Buffer<Float> { Buffer(repeating: 0, count: count) }
      let count = layout.count
      scratch.append(
        Scratch(
          x: floats(count), y: floats(count), cells: (0..<6).map { _ in floats(count) }, force: floats(3 * count)))
    }
    let this = self
    Blocks.forEachRange(of: groups.count, size: 4, threads: threads) { range, thread in
      for group in range { this.repel(group, this.scratch[thread]) }
    }
    // Every point met itself, with a similarity of 1.
    return similarity.elements.reduce(-Double(layout.count)) { $0 + Double($1) }
  }

  private mutating func findGroups() {
    groups.removeAll(keepingCapacity: true)
    var node = 0
    while node < tree.nodes.count {
      if tree.nodes[node].count <= Self.groupSize || tree.nodes[node].isLeaf {
        groups.append(Int32(node))
        node = Int(tree.nodes[node].next)
      } else {
        node += 1
      }
    }
  }

  /// Computes the forces on the points of one group.
  private func repel(_ group: Int, _ scratch: Scratch) {
    let targets = tree.nodes[Int(groups[group])]
    let (points, cells) = gather(targets, scratch)
    let (start, count) = (Int(targets.start), targets.count)
    let (fx, fy, z) = (scratch.force.base, scratch.force.base + count, scratch.force.base + 2 * count)
    fx.update(repeating: 0, count: 3 * count)
    let (x, y) = (tree.x.base + start, tree.y.base + start)
    kernels.table.pointee.repel(x, y, count, scratch.x.base, scratch.y.base, points, fx, fy, z)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: 6) { groups in
      for part in 0..<6 {
        // Up to a whole register, groups that weigh and spread nothing.
        (scratch.cells[part].base + cells).update(repeating: 0, count: 16)
        groups[part] = UnsafePointer(scratch.cells[part].base)
      }
      kernels.table.pointee.repel_groups(x, y, count, groups.baseAddress!, cells, fx, fy, z)
    }
    for target in 0..<count {
      let point = Int(tree.order[start + target])
      forceX[point] = fx[target]
      forceY[point] = fy[target]
      similarity[point] = z[target]
    }
  }

  /// Walks the tree for one group and lists the points and the far groups that repel it.
  private func gather(_ targets: QuadTree.Node, _ scratch: Scratch) -> (points: Int, cells: Int) {
    var (points, cells) = (0, 0)
    let farness = angle * angle
    let (cellX, cellY, weight) = (scratch.cells[0].base, scratch.cells[1].base, scratch.cells[2].base)
    let (xx, xy, yy) = (scratch.cells[3].base, scratch.cells[4].base, scratch.cells[5].base)
    tree.nodes.withUnsafeBufferPointer { nodes in
      var index = 0
      while index < nodes.count {
        let node = nodes[index]
        let dx = max(0, max(targets.lowX - node.x, node.x - targets.highX))
        let dy = max(0, max(targets.lowY - node.y, node.y - targets.highY))
        if node.extent * node.extent < farness * (dx * dx + dy * dy) {
          cellX[cells] = node.x
          cellY[cells] = node.y
          weight[cells] = Float(node.count)
          xx[cells] = node.xx
          xy[cells] = node.xy
          yy[cells] = node.yy
          cells += 1
        } else if node.isLeaf {
          (scratch.x.base + points).update(from: tree.x.base + Int(node.start), count: node.count)
          (scratch.y.base + points).update(from: tree.y.base + Int(node.start), count: node.count)
          points += node.count
        } else {
          index += 1
          continue
        }
        index = Int(node.next)
      }
    }
    return (points, cells)
  }
}
