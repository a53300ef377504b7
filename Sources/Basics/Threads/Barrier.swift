internal import Synchronization

/// Where threads wait for each other, again and again.
///
/// A thread that waits first looks a while, since the others are usually microseconds away, then sleeps until it is
/// woken: on a machine with more threads than processors a waiting thread must not keep the one it waits for from
/// running. It never gives its processor to just anybody, who would keep it for milliseconds. What was written before the
/// barrier is seen by all after it.
package final class Barrier: Sendable {
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let sleptNanoseconds = Atomic<Int>(0)
  private let bed = Condition()

  package init() {}

  /// Waits until so many threads are here, all of which wait for as many.
  package func wait(for threads: Int) {
    guard threads > 1 else { return }
    let current = generation.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == threads {
      arrived.store(0, ordering: .relaxed)
      generation.store(current &+ 1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 { bed.wakeAll() }
      return
    }
    for _ in 0..<100_000 { if generation.load(ordering: .acquiring) != current { return } }
    // Counted before looking once more: either the last thread sees a sleeper, or the sleeper sees the new generation.
    sleepers.add(1, ordering: .sequentiallyConsistent)
    let start = ContinuousClock.now
    bed.sleep { generation.load(ordering: .sequentiallyConsistent) == current }
    sleptNanoseconds.add(Int((ContinuousClock.now - start) / .nanoseconds(1)), ordering: .relaxed)
    sleepers.subtract(1, ordering: .relaxed)
  }

  /// How long threads have slept here, added up, since this was asked last: how late the latest came.
  package func takeSlept() -> Duration {
    .nanoseconds(sleptNanoseconds.exchange(0, ordering: .relaxed))
  }
}
