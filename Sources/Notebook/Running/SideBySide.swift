import Basics
import Foundation
import Synchronization

/// Runs jobs on threads of their own, as many at a time as memory and width allow, in order of the list.
struct SideBySide {
  /// How much memory the jobs that run together may take, in bytes; one job runs whatever it takes.
  let memory: Int
  /// How many jobs may run together.
  let width: Int

  /// The results of the jobs that ran, in the order of the list.
  ///
  /// - Parameter body: The job; calling its second argument keeps further jobs from starting.
  func map<Result: Sendable>(
    _ chapters: [PreparedChapter], _ body: @escaping @Sendable (PreparedChapter, () -> Void) -> Result
  ) -> [Result] {
    let board = Board<Result>(count: chapters.count)
    for (index, chapter) in chapters.enumerated() {
      guard board.waitForRoom(chapter.memory, within: memory, width) else { break }
      let work: @Sendable () -> Void = {
        let result = body(chapter) { board.stop() }
        board.finish(index, result, chapter.memory)
      }
      // Without room for a thread, one after the other.
      if !WorkerThread.start(work) { work() }
    }
    return board.waitForAll()
  }

  /// What the threads share.
  private final class Board<Result: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var results: [Result?]
    private var running = 0
    private var used = 0
    private var isStopped = false

    init(count: Int) { results = Array(repeating: nil, count: count) }

    func waitForRoom(_ need: Int, within memory: Int, _ width: Int) -> Bool {
      condition.lock()
      defer { condition.unlock() }
      while !isStopped, running > 0, running >= width || used + need > memory { condition.wait() }
      if isStopped { return false }
      running += 1
      used += need
      return true
    }

    func stop() {
      condition.lock()
      isStopped = true
      condition.unlock()
    }

    func finish(_ index: Int, _ result: Result, _ need: Int) {
      condition.lock()
      results[index] = result
      running -= 1
      used -= need
      condition.broadcast()
      condition.unlock()
    }

    func waitForAll() -> [Result] {
      condition.lock()
      defer { condition.unlock() }
      while running > 0 { condition.wait() }
      return results.compactMap { $0 }
    }
  }
}
