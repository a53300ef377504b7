/// A binary tree with the words as leaves in which frequent words lie near the root: what hierarchical softmax predicts
/// its way through.
///
/// A word is predicted by the inner nodes from the root to its leaf: at each, whether the way turns left or right. The
/// tree is the one that gensim builds from the same counts in the same order, so that codes and points are gensim's then.
/// Words that occur equally often gensim orders by an unstable sort, `Vocabulary` by their bytes: among those, codes
/// differ. Huffman 1952; Morin and Bengio 2005; Mikolov et al. 2013, §2.1.
package struct HuffmanTree: Sendable {
  /// Where each word's way starts in `points` and `labels`, and the end of the last one's.
  package let bounds: [UInt32]
  /// The inner nodes on each word's way from the root, by the order in which they were made.
  package let points: [UInt32]
  /// 1 where the way turns left (gensim's code 0), -1 where it turns right.
  package let labels: [Int8]

  /// - Parameter counts: How often each word occurs; at least one.
  package init(counts: [Int]) {
    let leaves = counts.count
    var nodes = counts.map { Node(count: $0) }
    var heap = SmallestFirst(Array(counts.indices)) { nodes[$0].count < nodes[$1].count }
    nodes.reserveCapacity(2 * leaves - 1)
    while heap.count > 1 {
      let (left, right) = (heap.pop(), heap.pop())
      nodes.append(Node(count: nodes[left].count + nodes[right].count, left: left, right: right))
      heap.push(nodes.count - 1)
    }
    // A node was made after those under it, so walking backwards meets each parent before its children.
    var turns = [(parent: Int, label: Int8)](repeating: (-1, 0), count: nodes.count)
    var depths = [Int](repeating: 0, count: nodes.count)
    for node in stride(from: nodes.count - 1, through: leaves, by: -1) {
      for (child, label) in [(nodes[node].left, Int8(1)), (nodes[node].right, -1)] {
        turns[child] = (node, label)
        depths[child] = depths[node] + 1
      }
    }
    let ends = depths.prefix(leaves).reduce(into: [0]) { $0.append($0.last! + $1) }
    var points = [UInt32](repeating: 0, count: ends.last!)
    var labels = [Int8](repeating: 0, count: ends.last!)
    for leaf in 0..<leaves {
      var node = leaf
      for step in stride(from: ends[leaf + 1] - 1, through: ends[leaf], by: -1) {
        points[step] = UInt32(turns[node].parent - leaves)
        labels[step] = turns[node].label
        node = turns[node].parent
      }
    }
    bounds = ends.map { UInt32($0) }
    self.points = points
    self.labels = labels
  }

  /// Where a word's way lies in `points` and `labels`.
  package func way(to word: Int) -> Range<Int> { Int(bounds[word])..<Int(bounds[word + 1]) }

  private struct Node {
    var count: Int
    var left = -1
    var right = -1
  }
}

/// A heap whose smallest element comes first, and among equals the one that Python's `heapq` would give.
private struct SmallestFirst<Element> {
  private var elements: [Element]
  private let precedes: (Element, Element) -> Bool

  init(_ elements: [Element], by precedes: @escaping (Element, Element) -> Bool) {
    self.elements = elements
    self.precedes = precedes
    for position in (0..<elements.count / 2).reversed() { sink(position) }
  }

  var count: Int { elements.count }

  mutating func push(_ element: Element) {
    elements.append(element)
    rise(elements.count - 1, to: 0)
  }

  mutating func pop() -> Element {
    let last = elements.removeLast()
    guard let first = elements.first else { return last }
    elements[0] = last
    sink(0)
    return first
  }

  /// Lets the element move down to a leaf, smaller children moving up, and from there up to where it belongs.
  private mutating func sink(_ start: Int) {
    var position = start
    while 2 * position + 1 < elements.count {
      let (left, right) = (2 * position + 1, 2 * position + 2)
      let child = right < elements.count && !precedes(elements[left], elements[right]) ? right : left
      elements.swapAt(position, child)
      position = child
    }
    rise(position, to: start)
  }

  private mutating func rise(_ start: Int, to top: Int) {
    var position = start
    while position > top, precedes(elements[position], elements[(position - 1) / 2]) {
      elements.swapAt(position, (position - 1) / 2)
      position = (position - 1) / 2
    }
  }
}
