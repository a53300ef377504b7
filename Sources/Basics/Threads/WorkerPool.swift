internal import CProcessor
internal import Glibc
internal import Synchronization

/// Threads that stay, for loops too short to start threads for.
///
/// A pass over MiniLM has thirty parallel loops in two milliseconds. Workers that run out of work spin for about a
/// millisecond, then sleep. A worker that wakes is kept off its caller's processor: left to itself, Linux was seen
/// to put both on one for whole passes, since a thread that spins looks as busy as one that works. Tasks are claimed one by
/// one, so a thread that the system takes away delays its own task only, and one that comes late finds the work done. Where
/// a busy neighbour keeps taking threads away, the caller works alone for a while: `Company` says when.
package final class WorkerPool: Sendable {
  /// How many threads work, the caller's included.
  package let count: Int
  private let shared = Shared()
  private let threads: [SystemThread]

  /// - Parameter count: At least 1; 1 starts no thread.
  package init(_ count: Int) {
    precondition(count >= 1, "a pool of at least one thread")
    self.count = count
    // Without a thread the others, at least the caller, do its work.
    threads = (1..<max(count, 1)).compactMap { [shared] worker in SystemThread.start { shared.work(as: worker) } }
  }

  deinit {
    shared.stop()
    for thread in threads { thread.join() }
  }

  /// Calls `body` once for each task from 0 on, on any thread and in any order, and returns when all are done.
  ///
  /// Not to be called from within itself.
  ///
  /// - Parameter body: Takes the task and the worker's number, below `count`; safe to be called from several threads at once.
  package func forEach(_ tasks: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
    if threads.isEmpty || tasks < 2 {
      for task in 0..<tasks { body(task, 0) }
      return
    }
    withoutActuallyEscaping(body) { shared.run(tasks, threads, $0) }
  }

  /// Splits `0 ..< count` into ranges of one size, the last one maybe smaller, and calls `body` once for each.
  package func forEachRange(of count: Int, size: Int, _ body: (_ range: Range<Int>, _ worker: Int) -> Void) {
    forEach((count + size - 1) / size) { task, worker in
      body(task * size..<min(count, (task + 1) * size), worker)
    }
  }
}

extension WorkerPool {
  /// What the threads of a pool share.
  ///
  /// `job` is written only while no task is left, and read only by who has claimed one of its tasks, which keeps the writer
  /// waiting: that is what makes this safe to send.
  private final class Shared: @unchecked Sendable {
    /// The tasks that nobody has claimed, below; the number of the job, above, so that a claim on an old job fails.
    private let unclaimed = Atomic<UInt64>(0)
    private let finished = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let isStopping = Atomic<Bool>(false)
    private let callers = Mutex<(jobs: UInt64, placement: Placement, company: Company)>((0, Placement(), Company()))
    private var job: (tasks: Int, body: ((Int, Int) -> Void)?) = (0, nil)
    private let wake = Condition()

    private static let spins = 20_000
    private static let patience = Duration.microseconds(300)

    func run(_ tasks: Int, _ threads: [SystemThread], _ body: @escaping (Int, Int) -> Void) {
      callers.withLock { last in
        let start = ContinuousClock.now
        guard last.company.isWanted else {
          for task in 0..<tasks { body(task, 0) }
          return last.company.note(time: ContinuousClock.now - start, waited: .zero)
        }
        last.placement.keepOff(threads)
        last.jobs += 1
        job = (tasks, body)
        finished.store(0, ordering: .relaxed)
        unclaimed.store(last.jobs << 32 | UInt64(tasks), ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake.wakeAll() }
        let own = claimTasks(as: 0)
        let end = ContinuousClock.now
        var waits = 0
        while finished.load(ordering: .acquiring) < tasks {
          waits += 1
          if waits < Self.spins { processor_pause() } else { sched_yield() }
        }
        job.body = nil
        // As long as a few of the caller's own tasks is no wait for a thread that was taken away.
        let (time, waited) = (ContinuousClock.now - start, ContinuousClock.now - end)
        let isLate = waited > max(Self.patience, (end - start) * 3 / max(own, 1))
        last.company.note(time: time, waited: isLate ? waited : .zero)
      }
    }

    func work(as worker: Int) {
      while !isStopping.load(ordering: .relaxed) {
        if hasTasks {
          claimTasks(as: worker)
          continue
        }
        var waits = 0
        while waits < Self.spins, !hasTasks {
          processor_pause()
          waits += 1
        }
        if waits == Self.spins { sleep() }
      }
    }

    func stop() {
      isStopping.store(true, ordering: .sequentiallyConsistent)
      wake.wakeAll()
    }

    private var hasTasks: Bool { unclaimed.load(ordering: .sequentiallyConsistent) & 0xFFFF_FFFF != 0 }

    /// - Returns: How many tasks this thread did.
    @discardableResult
    private func claimTasks(as worker: Int) -> Int {
      var done = 0
      while true {
        let state = unclaimed.load(ordering: .acquiring)
        let left = Int(state & 0xFFFF_FFFF)
        if left == 0 { return done }
        let claim = unclaimed.compareExchange(expected: state, desired: state - 1, ordering: .acquiringAndReleasing)
        guard claim.exchanged else { continue }
        job.body!(job.tasks - left, worker)
        finished.add(1, ordering: .acquiringAndReleasing)
        done += 1
      }
    }

    private func sleep() {
      sleepers.add(1, ordering: .sequentiallyConsistent)
      wake.sleep { !hasTasks && !isStopping.load(ordering: .sequentiallyConsistent) }
      sleepers.subtract(1, ordering: .sequentiallyConsistent)
    }
  }
}
