internal import Basics
internal import LinearAlgebra
internal import Synchronization

/// For each row the other rows whose products with it are largest, each pair of rows being looked at once for both.
///
/// Rows are cut into parts, and threads claim tiles, a part beside a part: first every part beside itself, then beside the
/// next one, and so on, so that what the worst kept product of a row is rises for all rows alike. What is kept does not
/// depend on the order in which tiles are done.
struct PairedProducts {
  private let rows: Matrix
  private let count: Int
  private let kernels: VectorKernels
  private let filter: ProductFilter
  /// What is kept for the rows of each part.
  private let kept: [Monitor<[BestOf]>]

  /// Rows of a part, whole panels and whole tiles of every filter: their bytes, and the marks of a tile, stay in the second
  /// cache.
  private static let partRows = 1_152

  /// Rows that are multiplied with all of a part at once.
  private static let group = 24

  /// - Parameter filter: Made of the same rows, all of which may be asked about.
  init(_ rows: Matrix, limit: Int, kernels: VectorKernels, filter: ProductFilter) {
    precondition(filter.count == filter.asked, "every row is looked at for every other")
    (self.rows, self.count, self.kernels, self.filter) = (rows, filter.count, kernels, filter)
    kept = stride(from: 0, to: filter.count, by: Self.partRows).map { first in
      Monitor((first..<min(first + Self.partRows, filter.count)).map { _ in BestOf(limit: limit) })
    }
  }

  /// - Returns: For each row what was kept, largest first, equal ones by row.
  func find(threads: Int) -> [[BestOf.Entry]] {
    let parts = kept.count
    let tiles = parts * (parts + 1) / 2
    let claimed = Atomic<Int>(0)
    ThreadTeam.run(min(threads, tiles)) { _ in
      var desk = Desk()
      while true {
        let tile = claimed.add(1, ordering: .relaxed).oldValue
        guard tile < tiles else { return }
        let (distance, part) = tile.quotientAndRemainder(dividingBy: parts)
        if distance == 0 {
          multiply(part, with: part, at: &desk)
        } else {
          compare(part, with: (part + distance) % parts, at: &desk)
        }
      }
    }
    return kept.flatMap { $0.update { $0.map { $0.sorted } } }
  }

  /// What one thread works with.
  private struct Desk {
    var marks = ProductFilter.Marks()
    var (first, second): ([UInt32], [UInt32]) = ([], [])
    var products: [Float] = []
  }

  private func range(_ part: Int) -> Range<Int> {
    part * Self.partRows..<min((part + 1) * Self.partRows, count)
  }

  /// What a product of each row of a part must reach to be kept, in any order of rows.
  private func limits(_ part: Int) -> [Float] {
    kept[part].update { $0.map { $0.threshold.nextDown } }
  }

  /// Offers the pairs of two parts that the filter leaves, or all where it leaves too many.
  private func compare(_ part: Int, with other: Int, at desk: inout Desk) {
    let (rows, others) = (range(part), range(other))
    filter.mark(rows, with: others, above: limits(part), orAbove: limits(other), in: &desk.marks)
    guard
      desk.marks.findPairs(atMost: rows.count * others.count / 8, into: &desk.first, &desk.second)
    else {
      return multiply(part, with: other, at: &desk)
    }
    kernels.products(of: desk.first, with: desk.second, in: self.rows, into: &desk.products)
    kept[part].update { kept in
      for (pair, row) in desk.first.enumerated() {
        offer(desk.second[pair], desk.products[pair], to: &kept[Int(row) - rows.lowerBound])
      }
    }
    kept[other].update { kept in
      for (pair, row) in desk.second.enumerated() {
        offer(desk.first[pair], desk.products[pair], to: &kept[Int(row) - others.lowerBound])
      }
    }
  }

  /// Offers a product that is kept by one of a pair's rows, or by none.
  private func offer(_ row: UInt32, _ product: Float, to best: inout BestOf) {
    if product >= best.threshold { best.offer(Int(row), product) }
  }

  /// Offers all pairs of two parts, or those of a part with itself.
  private func multiply(_ part: Int, with other: Int, at desk: inout Desk) {
    let (rows, others) = (range(part), range(other))
    let packed = PackedRows(self.rows, rows: others, kernels: kernels)
    let room = Self.group * packed.paddedCount
    if desk.products.count < room { desk.products = [Float](repeating: 0, count: room) }
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.group) {
      let group = first..<min(first + Self.group, rows.upperBound)
      packed.products(of: group, into: &desk.products)
      desk.products.withUnsafeBufferPointer { products in
        kept[part].update { kept in
          for (place, row) in group.enumerated() {
            let scores = products[place * packed.paddedCount..<place * packed.paddedCount + others.count]
            var worst = kept[row - rows.lowerBound].threshold
            for (candidate, score) in zip(others, UnsafeBufferPointer(rebasing: scores))
            where score >= worst && candidate != row {
              kept[row - rows.lowerBound].offer(candidate, score)
              worst = kept[row - rows.lowerBound].threshold
            }
          }
        }
        guard other != part else { return }
        kept[other].update { kept in
          for (place, row) in group.enumerated() {
            let scores = products[place * packed.paddedCount..<place * packed.paddedCount + others.count]
            for (index, score) in UnsafeBufferPointer(rebasing: scores).enumerated() {
              offer(UInt32(row), score, to: &kept[index])
            }
          }
        }
      }
    }
  }
}
