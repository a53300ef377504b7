import LinearAlgebra
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  @Test(arguments: [1, 2, 5]) func `every task is done once, by a worker of the pool`(threads: Int) {
    let pool = WorkerPool(threads)
    for tasks in [0, 1, 2, 7, 300] {
      let done = Mutex([Int](repeating: 0, count: tasks))
      pool.forEach(tasks) { task, worker in
        #expect((0..<threads).contains(worker))
        done.withLock { $0[task] += 1 }
      }
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } })
    }
    let ranges = Mutex<[Range<Int>]>([])
    pool.forEachRange(of: 10, size: 4) { range, _ in ranges.withLock { $0.append(range) } }
    #expect(ranges.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } } == [0..<4, 4..<8, 8..<10])
  }

  @Test func `who was kept waiting works alone, longer each time that it happens at once`() {
    var company = Company()
    var now = ContinuousClock.now
    func wait(_ milliseconds: Int) {
      company.waited(until: now + .milliseconds(milliseconds), since: now, after: .microseconds(50))
      now += .milliseconds(milliseconds)
    }
    func isAlone(after milliseconds: Int = 0) -> Bool { !company.isWanted(at: now + .milliseconds(milliseconds)) }
    #expect(!isAlone())
    wait(0)
    #expect(!isAlone())
    for rest in [10, 20, 40, 80, 160, 320, 640, 640] {
      wait(3)
      #expect(isAlone(after: rest - 1))
      now += .milliseconds(rest)
      #expect(!isAlone())
    }
    // Left in peace for long, it forgets.
    now += .seconds(2)
    wait(3)
    #expect(isAlone(after: 9))
    #expect(!isAlone(after: 10))
  }

  @Test func `a wait as long as a task is none`() {
    var company = Company()
    let now = ContinuousClock.now
    company.waited(until: now + .milliseconds(3), since: now, after: .milliseconds(2))
    let isWanted = company.isWanted(at: now + .milliseconds(3))
    #expect(isWanted)
  }
}
