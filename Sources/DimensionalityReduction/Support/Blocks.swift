internal import Dispatch
internal import Synchronization

/// Work in numbered blocks, shared among threads.
///
/// What a block computes depends on its number alone, and whoever adds the blocks' results up does so in the order of
/// their numbers: so the number of threads changes the time and nothing else.
enum Blocks {
  /// Calls a closure once for each block, on up to `threads` threads, and returns when all are done.
  ///
  /// - Parameter body: Receives the block and the number of the thread, from 0, for scratch space that blocks may share
  ///   one after the other.
  static func forEach(_ count: Int, threads: Int, _ body: @Sendable (_ block: Int, _ thread: Int) -> Void) {
    let threads = min(threads, count)
    guard threads > 1 else {
      for block in 0..<count { body(block, 0) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        guard block < count else { return }
        body(block, thread)
      }
    }
  }

  /// Splits `0 ..< count` into blocks of one size (the last may be smaller) and calls a closure with each range.
  static func forEachRange(
    of count: Int, size: Int, threads: Int, _ body: @Sendable (_ range: Range<Int>, _ thread: Int) -> Void
  ) {
    forEach((count + size - 1) / size, threads: threads) { block, thread in
      body(block * size..<min(count, (block + 1) * size), thread)
    }
  }
}
