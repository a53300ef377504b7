/// Keeps the highest of many scores, in O(n log k).
///
/// A heap with the worst of the kept at its root. Among equal scores the lower row is the better, so the result does
/// not depend on the order of the offers.
struct BestOf {
  typealias Entry = (row: Int, score: Float)

  private let limit: Int
  private var heap: [Entry] = []

  /// - Parameter limit: How many to keep.
  init(limit: Int) {
    self.limit = limit
    heap.reserveCapacity(min(limit, 1_024))
  }

  /// What was kept, best first.
  var sorted: [Entry] {
    heap.sorted { Self.isWorse($1, $0) }
  }

  /// What a score must exceed to be kept if its row is a later one.
  var threshold: Float { heap.count < limit ? -.infinity : heap[0].score }

  /// Keeps a row if it is among the best so far.
  mutating func offer(_ row: Int, _ score: Float) {
    let entry = (row: row, score: score)
    if heap.count < limit {
      heap.append(entry)
      siftUp(from: heap.count - 1)
    } else if limit > 0, Self.isWorse(heap[0], entry) {
      heap[0] = entry
      siftDown(from: 0)
    }
  }

  private static func isWorse(_ a: Entry, _ b: Entry) -> Bool {
    a.score != b.score ? a.score < b.score : a.row > b.row
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isWorse(heap[child], heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && Self.isWorse(heap[child], heap[worst]) {
        worst = child
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
