extension AttentionMap {
  /// The most that can flow from each unit at the last layer to each at the first, through all layers.
  ///
  /// The layers are a graph: an edge from unit i above a layer to unit j below it carries at most Ã[i, j], `rollout()`'s mixing
  /// of attention and residual connection. Where rollout multiplies along paths, a flow is as wide as its narrowest edge.
  ///
  /// - Returns: `[last][first]`, from 0 to 1. Abnar and Zuidema 2020, §3.
  /// - Complexity: A maximum flow for each pair of units, each of a few passes over layers · count² edges.
  public func maximumFlow() -> [[Double]] {
    let network = network
    return units.indices.map { flows(from: $0, network) }
  }

  /// The same from one unit at the last layer.
  public func maximumFlow(from top: Int) -> [Double] { flows(from: top, network) }

  private var network: LayeredNetwork {
    LayeredNetwork(layers: layers, count: count, capacities: (0..<layers).flatMap { mixing($0).joined() })
  }

  private func flows(from top: Int, _ network: LayeredNetwork) -> [Double] {
    units.indices.map { bottom in
      var network = network
      return network.maximumFlow(from: top, to: bottom)
    }
  }
}

/// Layers of nodes, each joined to the one below, and the flow through them by Dinitz's algorithm.
private struct LayeredNetwork {
  let layers: Int
  let count: Int
  /// What each edge can still carry downwards, `[layer][node above][node below]`; layer 0 is the lowest.
  var down: [Double]
  /// What each edge carries, and can be sent back up.
  var up: [Double]
  /// Steps from the source by edges with room, or -1; a node is its level · count + its place.
  var depths: [Int] = []
  /// The edge of each node that is tried next: those down first, then those up.
  var next: [Int] = []

  /// Less than this is rounding.
  static let least = 1e-12

  init(layers: Int, count: Int, capacities: [Double]) {
    (self.layers, self.count, down) = (layers, count, capacities)
    up = Array(repeating: 0, count: capacities.count)
  }

  mutating func maximumFlow(from top: Int, to bottom: Int) -> Double {
    let source = layers * count + top
    var total = 0.0
    while findDepths(from: source, to: bottom) {
      next = Array(repeating: 0, count: depths.count)
      total += push(.infinity, from: source, to: bottom)
    }
    return total
  }

  /// The node that an edge leads to, the edge, and whether it leads down; nil where the node has no such edge.
  private func edge(_ number: Int, of node: Int) -> (target: Int, index: Int, isDown: Bool)? {
    let (level, place) = node.quotientAndRemainder(dividingBy: count)
    if number < count {
      if level == 0 { return nil }
      return ((level - 1) * count + number, ((level - 1) * count + place) * count + number, true)
    }
    if level == layers { return nil }
    let above = number - count
    return ((level + 1) * count + above, (level * count + above) * count + place, false)
  }

  private func room(_ edge: (target: Int, index: Int, isDown: Bool)) -> Double {
    edge.isDown ? down[edge.index] : up[edge.index]
  }

  /// Breadth first; false where the sink cannot be reached.
  private mutating func findDepths(from source: Int, to sink: Int) -> Bool {
    depths = Array(repeating: -1, count: (layers + 1) * count)
    depths[source] = 0
    var queue = [source]
    var head = 0
    while head < queue.count, depths[sink] < 0 {
      let node = queue[head]
      head += 1
      for number in 0..<(2 * count) {
        guard let edge = edge(number, of: node), depths[edge.target] < 0, room(edge) > Self.least else { continue }
        depths[edge.target] = depths[node] + 1
        queue.append(edge.target)
      }
    }
    return depths[sink] >= 0
  }

  /// Sends up to `limit` on by edges that lead one step further from the source; what it could send.
  private mutating func push(_ limit: Double, from node: Int, to sink: Int) -> Double {
    if node == sink { return limit }
    var sent = 0.0
    while next[node] < 2 * count {
      if let edge = edge(next[node], of: node), depths[edge.target] == depths[node] + 1, room(edge) > Self.least {
        let part = push(min(limit - sent, room(edge)), from: edge.target, to: sink)
        down[edge.index] += edge.isDown ? -part : part
        up[edge.index] += edge.isDown ? part : -part
        sent += part
        if limit - sent <= Self.least { return sent }
      }
      next[node] += 1
    }
    return sent
  }
}
