import Basics
import Glibc
import Synchronization
import Testing

@Suite struct ThreadTests {
  @Test(arguments: [1, 2, 3, 8]) func `nobody passes a barrier before all are there`(threads: Int) {
    let barrier = Barrier()
    let arrived = Atomic<Int>(0)
    let early = Atomic<Int>(0)
    ThreadTeam.run(threads) { _ in
      for turn in 1...300 {
        arrived.add(1, ordering: .relaxed)
        barrier.wait(for: threads)
        if arrived.load(ordering: .relaxed) != turn * threads { early.add(1, ordering: .relaxed) }
        barrier.wait(for: threads)
      }
    }
    #expect(early.load(ordering: .relaxed) == 0)
    #expect(arrived.load(ordering: .relaxed) == 300 * threads)
  }

  @Test func `who comes late to a barrier is noticed`() {
    let barrier = Barrier()
    ThreadTeam.run(2) { thread in
      if thread == 1 { usleep(50_000) }
      barrier.wait(for: 2)
    }
    #expect(barrier.takeSlept() > .milliseconds(10))
    #expect(barrier.takeSlept() == .zero)
  }

  @Test func `every member of a team runs once`() {
    let seen = Mutex<[Int]>([])
    ThreadTeam.run(5) { thread in seen.withLock { $0.append(thread) } }
    #expect(seen.withLock { $0.sorted() } == [0, 1, 2, 3, 4])
  }

  @Test func `a part of a work ends with the whole, and the whole not with a part`() {
    let whole = Cancellation()
    let (part, other) = (Cancellation(partOf: whole), Cancellation(partOf: whole))
    part.cancel()
    #expect(part.isCancelled && !whole.isCancelled && !other.isCancelled)
    other.saving { #expect(other.isSaving && whole.isSaving && !part.isSaving) }
    #expect(!whole.isSaving)
    whole.cancel()
    #expect(other.isCancelled)
    #expect(throws: CancellationError.self) { try other.check() }
  }
}
