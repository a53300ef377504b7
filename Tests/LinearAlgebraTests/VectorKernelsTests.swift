import LinearAlgebra
import Testing

@Suite struct VectorKernelsTests {
  /// Lengths around every multiple of a register and of four of them.
  private static let lengths = [0, 1, 3, 4, 7, 15, 16, 17, 31, 32, 63, 64, 65, 100, 128, 257]

  private func vector(_ count: Int, stream: UInt64) -> [Float] {
    var random = SeededRandom(seed: 1, stream: stream)
    return (0..<count).map { _ in random.nextFloat() * 2 - 1 }
  }

  @Test func `the best path comes first and one runs everywhere`() {
    let names = VectorKernels.available.map(\.name)
    #expect(VectorKernels.path == names[0])
    #expect(["baseline", "neon"].contains(names.last))
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: VectorKernels.available.map(\.name), lengths)
  func `every path computes the same`(path: String, length: Int) throws {
    let kernels = try #require(VectorKernels.available.first { $0.name == path })
    let (x, y) = (vector(length, stream: 1), vector(length, stream: 2))
    let exact = zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(kernels.dot(x, y)) - exact) < 1e-5)

    var sum = y
    sum.withUnsafeMutableBufferPointer { sum in x.withUnsafeBufferPointer { kernels.axpy(0.25, $0, sum) } }
    #expect(zip(sum, zip(x, y)).allSatisfy { abs($0 - (0.25 * $1.0 + $1.1)) < 1e-6 })
    sum.withUnsafeMutableBufferPointer { kernels.scale(-4, $0) }
    #expect(zip(sum, zip(x, y)).allSatisfy { abs($0 + $1.0 + 4 * $1.1) < 1e-5 })
  }

  @Test func `a product with a vector is a dot product a row`() {
    let matrix = Matrix(rows: 5, columns: 37, elements: vector(5 * 37, stream: 3))
    let other = vector(37, stream: 4)
    for kernels in VectorKernels.available {
      #expect(kernels.product(matrix, other) == (0..<5).map { kernels.dot(matrix.row($0), other) })
    }
  }
}
