/// The columns of a matrix cut into a fixed number of blocks, the same for any number of threads.
///
/// A dot product is the sum of the blocks' sums in the order of the blocks. Which thread computed which block then
/// leaves no trace in the result, where a cut by thread would change the last bits with the number of threads.
package struct ColumnBlocks: Sendable, Equatable {
  /// Where each block starts, and the end of the last one; multiples of 16.
  package let bounds: [Int]

  /// Two blocks, and more where each has three cache lines or more: a block's sum is exchanged, and costs what it costs
  /// however short the block.
  ///
  /// - Parameters:
  ///   - columns: A multiple of 16, at least 16: whole cache lines.
  ///   - limit: How many blocks at most.
  package init(columns: Int, limit: Int = 8) {
    precondition(columns >= 16 && columns % 16 == 0, "rows of whole cache lines")
    let lines = columns / 16
    let count = min(limit, max(min(2, lines), lines / 3))
    bounds = (0...count).map { $0 * lines / count * 16 }
  }

  /// The number of blocks.
  package var count: Int { bounds.count - 1 }

  /// The blocks of one of several threads; as even as blocks allow, empty for threads beyond their number.
  package func share(of thread: Int, among threads: Int) -> Range<Int> {
    thread * count / threads..<(thread + 1) * count / threads
  }

  /// The columns of some blocks.
  package func columns(of blocks: Range<Int>) -> Range<Int> {
    bounds[blocks.lowerBound]..<bounds[blocks.upperBound]
  }
}
