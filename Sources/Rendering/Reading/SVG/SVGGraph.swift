/// What each element of a drawing draws again by reference, to refuse drawings that never end or grow beyond all measure.
///
/// Ten levels of ten `use` each are ten billion shapes in a file of a kilobyte.
struct SVGGraph {
  /// An element.
  struct Node {
    /// Its own name.
    var id: String?
    /// The elements that it draws, once each.
    var references: [String] = []
    /// The elements that it draws at each of its places.
    var markers: [String] = []
    /// About how many places a path has, at least.
    var places = 0
    /// The elements within it.
    fileprivate var children: [Int] = []
  }

  private var nodes: [Node] = []
  private var path: [Int] = []

  /// The most shapes that a drawing may come to.
  private static let mostShapes = 500_000
  /// The longest chain of references.
  private static let longestChain = 16

  /// How many elements there are.
  var count: Int { nodes.count }

  /// Adds an element within the one that is open.
  mutating func open(_ node: Node) {
    if let parent = path.last { nodes[parent].children.append(nodes.count) }
    path.append(nodes.count)
    nodes.append(node)
  }

  /// Ends the element that is open.
  mutating func close() { path.removeLast() }

  /// Throws a ``SVGDrawing/Fault`` for a drawing that draws itself, or too much.
  func check() throws(SVGDrawing.Fault) {
    var ids: [String: Int] = [:]
    for (index, node) in nodes.enumerated() { if let id = node.id, ids[id] == nil { ids[id] = index } }
    var known: [Cost?] = Array(repeating: nil, count: nodes.count)
    var isOpen = Array(repeating: false, count: nodes.count)
    func cost(_ index: Int, chain: Int) throws(SVGDrawing.Fault) -> Cost {
      if let cost = known[index] { return cost }
      let name = nodes[index].id.map { "“#\($0)”" } ?? "an element"
      guard !isOpen[index] else { throw SVGDrawing.Fault(reason: "\(name) draws itself; export the drawing as PNG") }
      isOpen[index] = true
      var sum = Cost(shapes: 1, chain: 0)
      for child in nodes[index].children { sum.add(try cost(child, chain: chain), times: 1, links: 0) }
      let node = nodes[index]
      for (names, times) in [(node.references, 1), (node.markers, max(1, node.places))] {
        for target in names.compactMap({ ids[$0] }) {
          // Before the target is looked at, since it may refer on and on.
          try Self.check(chain + 1, name)
          sum.add(try cost(target, chain: chain + 1), times: times, links: 1)
        }
      }
      try Self.check(sum.chain, name)
      guard sum.shapes <= Self.mostShapes else {
        throw SVGDrawing.Fault(reason: "comes to more than \(Self.mostShapes) shapes; export it as PNG")
      }
      isOpen[index] = false
      known[index] = sum
      return sum
    }
    if !nodes.isEmpty { _ = try cost(0, chain: 0) }
  }

  private static func check(_ chain: Int, _ name: String) throws(SVGDrawing.Fault) {
    guard chain > longestChain else { return }
    throw SVGDrawing.Fault(
      reason: "\(name) begins or ends a chain of more than \(longestChain) references; export the drawing as PNG")
  }

  /// What an element comes to with all that it holds and draws.
  private struct Cost {
    var shapes: Int
    var chain: Int

    mutating func add(_ other: Cost, times: Int, links: Int) {
      shapes += times * other.shapes
      chain = max(chain, other.chain + links)
    }
  }
}
