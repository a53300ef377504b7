import LinearAlgebra
import Testing

@Suite struct ProductFilterTests {
  /// The products of all rows, as `PackedRows` sums them.
  private func products(_ matrix: Matrix) -> [[Float]] {
    let packed = PackedRows(matrix, rows: 0..<matrix.rows)
    var products = [Float](repeating: 0, count: matrix.rows * packed.paddedCount)
    packed.products(of: 0..<matrix.rows, into: &products)
    return (0..<matrix.rows).map { Array(products[$0 * packed.paddedCount..<$0 * packed.paddedCount + matrix.rows]) }
  }

  /// Which rows are marked with each row where its limit is some product of its own, and how many that are not should be.
  private func mark(
    _ matrix: Matrix, _ kernels: ProductFilterKernels, _ products: [[Float]], limits: [Float]
  ) throws -> (marked: Int, missed: Int, needed: Int) {
    let filter = try #require(
      ProductFilter(matrix, count: matrix.rows, asked: matrix.rows, threads: 2, kernels: kernels))
    let all = 0..<matrix.rows
    var marks = ProductFilter.Marks()
    filter.mark(all, with: all, above: limits, in: &marks)
    var (marked, missed, needed) = (0, 0, 0)
    for row in all {
      var found: [UInt32] = []
      #expect(marks.find(row, atMost: .max, into: &found))
      #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 } && found.allSatisfy { $0 < matrix.rows })
      let above = all.filter { products[row][$0] > limits[row] }
      marked += found.count
      missed += Set(above).subtracting(found.map(Int.init)).count
      needed += above.count
    }
    // The same where the limit of either row of a pair counts.
    var (first, second): ([UInt32], [UInt32]) = ([], [])
    filter.mark(all, with: all, above: limits, orAbove: limits, in: &marks)
    #expect(marks.findPairs(atMost: .max, into: &first, &second))
    #expect(first.count >= marked)
    var isMarked = [Bool](repeating: false, count: matrix.rows * matrix.rows)
    for (row, other) in zip(first, second) { isMarked[Int(row) * matrix.rows + Int(other)] = true }
    for row in all {
      for other in all where products[row][other] > min(limits[row], limits[other]) {
        missed += isMarked[row * matrix.rows + other] ? 0 : 1
      }
    }
    return (marked, missed, needed)
  }

  @Test(arguments: ProductFilterKernels.available.map(\.name))
  func `of a million pairs none above its limit is passed over, and few others are looked at`(name: String) throws {
    let kernels = try #require(ProductFilterKernels.available.first { $0.name == name })
    var random = SeededRandom(seed: 11)
    // Twelve uniform numbers have nearly a normal sum.
    let elements = (0..<1_003 * 100).map { _ in (0..<12).reduce(Float(-6)) { sum, _ in sum + random.nextFloat() } }
    let matrix = Matrix(rows: 1_003, columns: 100, elements: elements)
    let products = products(matrix)
    let found = try mark(matrix, kernels, products, limits: products.map { $0.sorted()[1_003 - 20].nextDown })
    #expect(found.needed == 20 * 1_003 && found.missed == 0)
    #expect(found.marked < 2 * found.needed)
  }

  @Test(arguments: ProductFilterKernels.available.map(\.name), [1, 3, 4, 37, 300, 1_024])
  func `rows made to be rounded badly are never passed over`(name: String, columns: Int) throws {
    let kernels = try #require(ProductFilterKernels.available.first { $0.name == name })
    var random = SeededRandom(seed: 12)
    var all: [[Float]] = []
    for scale in [1, 0x1p-24, 0x1p-29, 0x1p-31, 0x1p-38, 0x1p-126, 0x1p-149, 0x1p+23] as [Float] {
      var rows = [[Float](repeating: 0, count: columns)]
      for sign in [1, -1] as [Float] {
        // A peak, beside which all others lose nearly half a step, up or down; and rows along what they lose.
        for lost in [0.499, 0.501, 0.25, 1.499, 1e-3] as [Float] {
          rows.append((0..<columns).map { $0 == 0 ? 127 * scale : lost * scale * sign })
          rows.append((0..<columns).map { $0 == 0 ? 63 * scale * sign : lost * scale })
        }
        rows.append([Float](repeating: scale * sign, count: columns))
        rows.append((0..<columns).map { $0 == 0 ? 0 : scale * sign })
        rows.append((0..<columns).map { _ in (random.nextFloat() - 0.5) * scale })
      }
      all += rows
      try check(Matrix(rows), kernels)
    }
    try check(Matrix(all), kernels)
  }

  /// Puts each row's limit just below each of some products in turn.
  private func check(_ matrix: Matrix, _ kernels: ProductFilterKernels) throws {
    let products = products(matrix)
    let sorted = products.map { $0.sorted() }
    for rank in stride(from: 0, to: matrix.rows, by: max(3, matrix.rows / 9)) {
      let found = try mark(matrix, kernels, products, limits: sorted.map { $0[rank].nextDown })
      #expect(found.needed >= matrix.rows && found.missed == 0)
    }
  }

  @Test(arguments: ProductFilterKernels.available.map(\.name))
  func `any part of the rows is marked as in the whole`(name: String) throws {
    let kernels = try #require(ProductFilterKernels.available.first { $0.name == name })
    var random = SeededRandom(seed: 13)
    let matrix = Matrix(rows: 300, columns: 10, elements: (0..<3_000).map { _ in random.nextFloat() - 0.5 })
    let filter = try #require(ProductFilter(matrix, count: 290, asked: 101, threads: 1, kernels: kernels))
    var (whole, part) = (ProductFilter.Marks(), ProductFilter.Marks())
    filter.mark(0..<101, with: 0..<290, above: [Float](repeating: 0.5, count: 101), in: &whole)
    filter.mark(96..<101, with: 128..<290, above: [Float](repeating: 0.5, count: 5), in: &part)
    for place in 0..<5 {
      var (all, some): ([UInt32], [UInt32]) = ([], [])
      #expect(whole.find(96 + place, atMost: 290, into: &all) && part.find(place, atMost: 290, into: &some))
      #expect(all.filter { $0 >= 128 } == some && !some.isEmpty)
      #expect(!part.find(place, atMost: some.count - 1, into: &some))
    }
    // Without a limit nothing is left out, itself included.
    filter.mark(0..<101, with: 0..<290, above: [Float](repeating: -.infinity, count: 101), in: &whole)
    var all: [UInt32] = []
    #expect(whole.find(100, atMost: 290, into: &all) && all == Array(0..<290))
  }

  @Test func `there is no filter where its bound would not hold`() {
    for element in [Float.infinity, .nan, 0x1.8p30, -0x1.8p30] {
      let matrix = Matrix([[1, 2], [3, element]])
      #expect(ProductFilter(matrix, count: 2, asked: 2, threads: 1) == nil)
      #expect((ProductFilter(matrix, count: 1, asked: 1, threads: 1) == nil) == ProductFilterKernels.available.isEmpty)
    }
    #expect(ProductFilter(Matrix(rows: 3, columns: 1_025), count: 3, asked: 3, threads: 1) == nil)
    #expect(ProductFilter(Matrix(rows: 3, columns: 0), count: 3, asked: 3, threads: 1) == nil)
    #expect(ProductFilter(Matrix(rows: 3, columns: 3), count: 3, asked: 3, threads: 1, kernels: nil) == nil)
  }
}
