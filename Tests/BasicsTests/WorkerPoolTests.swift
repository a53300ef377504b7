import Basics
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

  @Test func `who is kept waiting works alone, longer each time that a trial fails`() {
    var company = Company()
    func work(_ pieces: Int, waiting: Int) {
      for _ in 0..<pieces { company.note(time: .milliseconds(1), waited: .microseconds(waiting)) }
    }
    work(1_000, waiting: 100)
    #expect(company.isWanted)
    for rest in [50, 100, 200, 400, 800, 1_600, 1_600] {
      work(12, waiting: 500)
      #expect(!company.isWanted)
      work(rest - 1, waiting: 0)
      #expect(!company.isWanted)
      work(1, waiting: 0)
      #expect(company.isWanted)
    }
    // Once they are good company again, it forgets.
    work(50, waiting: 0)
    work(12, waiting: 500)
    work(50, waiting: 0)
    #expect(company.isWanted)
  }
}
