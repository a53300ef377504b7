internal import Basics
package import LinearAlgebra
internal import Synchronization

/// For each of some rows the other rows whose products with it are largest, as if every product were worked out.
///
/// Threads claim blocks of rows and hold them against chunks of all rows, in order. What a row's worst kept product is
/// cannot be beaten by most later rows, which a `ProductFilter` tells for a quarter of the work or less; the products of
/// those that are left, and all of a chunk where too many are left, are summed in floats, in the same order of additions
/// either way. Where all rows are asked about, `PairedProducts` looks at each pair once.
package struct LargestProducts {
  private let rows: Matrix
  private let count: Int
  private let asked: Int
  private let limit: Int
  private let kernels: VectorKernels
  private let filterKernels: ProductFilterKernels?

  /// - Parameters:
  ///   - rows: Finite or not: a product that is not a number is never kept, nor is −∞.
  ///   - count: Look among this many of the first rows.
  ///   - asked: Find those of this many.
  ///   - limit: How many to keep for each.
  package init(
    _ rows: Matrix, count: Int, asked: Int, limit: Int, kernels: VectorKernels = .best,
    filterKernels: ProductFilterKernels? = ProductFilterKernels.available.first
  ) {
    (self.rows, self.count, self.asked, self.limit) = (rows, count, asked, limit)
    (self.kernels, self.filterKernels) = (kernels, filterKernels)
  }

  /// Rows of a chunk: their bytes, and the masks of a block, stay in the second cache.
  private static let chunkRows = 1_024

  /// - Returns: For each row asked about what was kept, largest first, equal ones by row.
  package func find(threads: Int) -> [[(row: Int, score: Float)]] {
    guard asked > 0, limit > 0 else { return [[BestOf.Entry]](repeating: [], count: asked) }
    // Packing pays where many rows are asked about; the first chunk is worked out whole.
    let filter =
      asked > 64 && count > 2 * Self.chunkRows
      ? ProductFilter(rows, count: count, asked: asked, threads: threads, kernels: filterKernels) : nil
    if let filter, asked == count {
      return PairedProducts(rows, limit: limit, kernels: kernels, filter: filter).find(threads: threads)
    }
    let blockRows = asked >= threads * 4 * 192 ? 192 : 24
    let blocks = (asked + blockRows - 1) / blockRows
    var found = [[BestOf.Entry]](repeating: [], count: asked)
    found.withUnsafeMutableBufferPointer { found in
      nonisolated(unsafe) let found = found
      let claimed = Atomic<Int>(0)
      ThreadTeam.run(min(threads, blocks)) { _ in
        var block = Block(self, filter)
        // Every block is claimed once, and so are its rows of `found`; a thread that is held up claims fewer.
        while true {
          let number = claimed.add(1, ordering: .relaxed).oldValue
          guard number < blocks else { return }
          let rows = number * blockRows..<min((number + 1) * blockRows, asked)
          for (row, best) in zip(rows, block.find(rows)) { found[row] = best.sorted }
        }
      }
    }
    return found
  }

  /// What one thread works with.
  private struct Block {
    private let search: LargestProducts
    private let filter: ProductFilter?
    private var marks = ProductFilter.Marks()
    /// Rows whose products with each row asked about are still to be summed.
    private var waiting: [[UInt32]] = []
    private var same: [UInt32] = []
    private var products: [Float] = []

    /// Rows that are multiplied with all of a chunk at once.
    private static let group = 24

    init(_ search: LargestProducts, _ filter: ProductFilter?) {
      (self.search, self.filter) = (search, filter)
    }

    /// The best of some rows.
    mutating func find(_ rows: Range<Int>) -> [BestOf] {
      var best = rows.map { _ in BestOf(limit: search.limit) }
      while waiting.count < rows.count { waiting.append([]) }
      for first in stride(from: 0, to: search.count, by: LargestProducts.chunkRows) {
        let chunk = first..<min(first + LargestProducts.chunkRows, search.count)
        let whole = take(marked: chunk, of: rows, &best)
        if !whole.isEmpty { take(all: chunk, of: whole, startingAt: rows.lowerBound, &best) }
      }
      for (place, row) in rows.enumerated() { settle(place, row, &best) }
      return best
    }

    /// Takes what the filter leaves of a chunk.
    ///
    /// - Returns: The rows for which it leaves too much.
    private mutating func take(
      marked chunk: Range<Int>, of rows: Range<Int>, _ best: inout [BestOf]
    ) -> [Int] {
      guard let filter, chunk.lowerBound > 0 else { return Array(rows) }
      filter.mark(rows, with: chunk, above: best.map(\.threshold), in: &marks)
      var whole: [Int] = []
      for (place, row) in rows.enumerated() {
        if marks.find(place, atMost: chunk.count / 8, into: &waiting[place]) {
          // Sixteen sums take as long as one.
          if waiting[place].count >= 16 { settle(place, row, &best) }
        } else {
          settle(place, row, &best)
          whole.append(row)
        }
      }
      return whole
    }

    /// Offers what waits for a row, in order.
    private mutating func settle(_ place: Int, _ row: Int, _ best: inout [BestOf]) {
      guard !waiting[place].isEmpty else { return }
      same.removeAll(keepingCapacity: true)
      same.append(contentsOf: repeatElement(UInt32(row), count: waiting[place].count))
      search.kernels.products(of: same, with: waiting[place], in: search.rows, into: &products)
      var worst = best[place].threshold
      for (other, product) in zip(waiting[place], products) where product > worst && other != row {
        best[place].offer(Int(other), product)
        worst = best[place].threshold
      }
      waiting[place].removeAll(keepingCapacity: true)
    }

    /// Offers all of a chunk to some rows, ascending, of which `best[0]` belongs to row `start`.
    private mutating func take(
      all chunk: Range<Int>, of rows: [Int], startingAt start: Int, _ best: inout [BestOf]
    ) {
      let packed = PackedRows(search.rows, rows: chunk, kernels: search.kernels)
      let room = Self.group * packed.paddedCount
      if products.count < room { products = [Float](repeating: 0, count: room) }
      var next = 0
      while next < rows.count {
        var end = next + 1
        while end < rows.count, end - next < Self.group, rows[end] == rows[end - 1] + 1 { end += 1 }
        packed.products(of: rows[next]..<rows[end - 1] + 1, into: &products)
        products.withUnsafeBufferPointer { products in
          for (place, row) in rows[next..<end].enumerated() {
            let scores = UnsafeBufferPointer(
              rebasing: products[
                place * packed.paddedCount..<place * packed.paddedCount + chunk.count])
            // Later rows win only when they are better, so most are passed over by one comparison.
            var worst = best[row - start].threshold
            for index in scores.indices
            where scores[index] > worst && chunk.lowerBound + index != row {
              best[row - start].offer(chunk.lowerBound + index, scores[index])
              worst = best[row - start].threshold
            }
          }
        }
        next = end
      }
    }
  }
}
