import LinearAlgebra
import Testing

@Suite struct ColumnBlocksTests {
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
    let packed = PackedRows(matrix, rows: 0..<count, kernels: kernels)
    var products = [Float](repeating: .nan, count: count * packed.paddedCount)
    packed.products(of: 0..<count, into: &products)
    for row in 0..<count {
      for other in 0..<count {
        let expected = zip(matrix.row(row), matrix.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(products[row * packed.paddedCount + other] - expected) < 1e-5)
      }
    }
  }

  @Test(arguments: VectorKernels.available.map(\.name), [1, 4, 13, 100])
  func `products of pairs have the same bits as packed ones`(path: String, columns: Int) throws {
    let kernels = try #require(VectorKernels.available.first { $0.name == path })
    var random = SeededRandom(seed: 5)
    let matrix = Matrix(
      rows: 90, columns: columns, elements: (0..<90 * columns).map { _ in random.nextFloat() - 0.5 })
    let packed = PackedRows(matrix, rows: 20..<90, kernels: kernels)
    var products = [Float](repeating: .nan, count: packed.paddedCount)
    packed.products(of: 7..<8, into: &products)
    var pairs: [Float] = []
    for count in [0, 1, 15, 16, 17, 70] {
      let others = (20..<20 + count).map { UInt32($0) }
      let row = [UInt32](repeating: 7, count: count)
      for (first, second) in [(row, others), (others, row)] {
        kernels.products(of: first, with: second, in: matrix, into: &pairs)
        #expect(zip(pairs.prefix(count), products).allSatisfy { $0.bitPattern == $1.bitPattern })
      }
    }
  }
}
