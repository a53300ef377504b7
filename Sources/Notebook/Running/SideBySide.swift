import Basics
import Foundation

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
    let board = Monitor(Board<Result>(results: Array(repeating: nil, count: chapters.count)))
    for (index, chapter) in chapters.enumerated() {
      let hasRoom = board.wait { [memory, width] board -> Bool? in
        if board.isStopped { return false }
        guard board.running == 0 || (board.running < width && board.used + chapter.memory <= memory) else { return nil }
        board.running += 1
        board.used += chapter.memory
        return true
      }
      guard hasRoom else { break }
      let work: @Sendable () -> Void = {
        let result = body(chapter) { board.update { $0.isStopped = true } }
        board.update { board in
          board.results[index] = result
          board.running -= 1
          board.used -= chapter.memory
        }
      }
      // Without room for a thread, one after the other.
      if !SystemThread.detach(work) { work() }
    }
    return board.wait { $0.running == 0 ? $0.results.compactMap { $0 } : nil }
  }

  /// What the threads share.
  private struct Board<Result> {
    var results: [Result?]
    var running = 0
    var used = 0
    var isStopped = false
  }
}
