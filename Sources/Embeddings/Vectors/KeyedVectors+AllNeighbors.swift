internal import LinearAlgebra

extension KeyedVectors {
  /// The nearest words of every word, exactly: `mostSimilar(to:)` for all rows at once.
  ///
  /// All cosines of a few rows at a time are one matrix product, O(words² · vectorSize) in all. Similarities agree with
  /// `mostSimilar` to rounding and do not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - topN: How many neighbours of each word; fewer where there are no more.
  ///   - restrictVocabulary: Ask about and look at this many of the most frequent words only.
  ///   - threads: How many threads to use.
  /// - Returns: For each word its neighbours, nearest first, equal ones in the order of the vocabulary.
  public func neighborsOfAll(topN: Int = 10, restrictVocabulary: Int? = nil, threads: Int = 1) -> [[Neighbor]] {
    let count = min(self.count, max(restrictVocabulary ?? self.count, 0))
    let limit = max(topN, 0)
    guard count > 0 else { return [] }
    let packed = PackedRows(normalized, count: count)
    let blockRows = 24
    let blocks = (count + blockRows - 1) / blockRows
    var found = [[BestOf.Entry]](repeating: [], count: count)
    found.withUnsafeMutableBufferPointer { found in
      nonisolated(unsafe) let found = found
      ThreadTeam.run(max(1, min(threads, blocks))) { thread in
        var products = [Float](repeating: 0, count: blockRows * packed.paddedCount)
        // Every thread's blocks are its own, and so are its rows of `found`.
        for block in stride(from: thread, to: blocks, by: max(1, min(threads, blocks))) {
          let rows = block * blockRows..<min((block + 1) * blockRows, count)
          packed.products(of: rows, into: &products)
          products.withUnsafeBufferPointer { products in
            for row in rows {
              let first = (row - rows.lowerBound) * packed.paddedCount
              found[row] = Self.best(
                of: UnsafeBufferPointer(rebasing: products[first..<first + count]), except: row, limit)
            }
          }
        }
      }
    }
    return found.map { $0.map { Neighbor(word: words[$0.row], similarity: $0.score) } }
  }

  private static func best(of scores: UnsafeBufferPointer<Float>, except own: Int, _ limit: Int) -> [BestOf.Entry] {
    guard limit > 0 else { return [] }
    var best = BestOf(limit: limit)
    // Later rows win only when they are better, so most are passed over by one comparison.
    var worst = -Float.infinity
    for row in scores.indices where scores[row] > worst && row != own {
      best.offer(row, scores[row])
      worst = best.threshold
    }
    return best.sorted
  }
}
