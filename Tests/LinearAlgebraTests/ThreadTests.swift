import Glibc
import LinearAlgebra
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

  @Test func `columns are cut into whole cache lines, each with one owner`() {
    #expect(ColumnBlocks(columns: 112).bounds == [0, 48, 112])
    #expect(ColumnBlocks(columns: 16).bounds == [0, 16])
    for columns in stride(from: 16, through: 2_000, by: 16) {
      let cut = ColumnBlocks(columns: columns)
      #expect(cut.bounds.allSatisfy { $0 % 16 == 0 })
      for threads in 1...8 {
        #expect((0..<threads).flatMap { Array(cut.share(of: $0, among: threads)) } == Array(0..<cut.count))
      }
    }
  }
}

@Suite struct PackedRowsTests {
  @Test(arguments: VectorKernels.available.map(\.name), [1, 5, 32, 71])
  func `every product of rows is their dot product`(path: String, count: Int) throws {
    let kernels = try #require(VectorKernels.available.first { $0.name == path })
    var random = SeededRandom(seed: 4)
    let matrix = Matrix(rows: count, columns: 13, elements: (0..<count * 13).map { _ in random.nextFloat() - 0.5 })
    let packed = PackedRows(matrix, count: count, kernels: kernels)
    var products = [Float](repeating: .nan, count: count * packed.paddedCount)
    packed.products(of: 0..<count, into: &products)
    for row in 0..<count {
      for other in 0..<count {
        let expected = zip(matrix.row(row), matrix.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(products[row * packed.paddedCount + other] - expected) < 1e-5)
      }
    }
  }
}
