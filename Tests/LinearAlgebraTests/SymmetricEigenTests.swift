import LinearAlgebra
import Testing

@Suite struct SymmetricEigenTests {
  @Test(arguments: [1, 2, 3, 10, 57])
  func `vectors are orthonormal and rebuild the matrix`(size: Int) {
    var random = SeededRandom(seed: UInt64(size))
    var matrix = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0...i {
        matrix[i * size + j] = random.nextDouble() - 0.5
        matrix[j * size + i] = matrix[i * size + j]
      }
    }
    let eigen = SymmetricEigen(matrix, size: size)
    #expect(eigen.values == eigen.values.sorted(by: >))
    for i in 0..<size {
      for j in 0..<size {
        var rebuilt = 0.0
        var inner = 0.0
        for k in 0..<size {
          rebuilt += eigen.values[k] * eigen.vectors[k * size + i] * eigen.vectors[k * size + j]
          inner += eigen.vectors[i * size + k] * eigen.vectors[j * size + k]
        }
        #expect(abs(rebuilt - matrix[i * size + j]) < 1e-12)
        #expect(abs(inner - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func `equal eigenvalues, zeros and blocks are no trouble`() {
    #expect(SymmetricEigen([Double](repeating: 0, count: 16), size: 4).values == [0, 0, 0, 0])
    let blocks = SymmetricEigen([2, 1, 0, 0, 1, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3], size: 4)
    #expect(zip(blocks.values, [3, 3, 3, 1]).allSatisfy { abs($0 - $1) < 1e-14 })
    let ones = SymmetricEigen([Double](repeating: 1, count: 36), size: 6)
    #expect(abs(ones.values[0] - 6) < 1e-13)
    #expect(ones.values.dropFirst().allSatisfy { abs($0) < 1e-13 })
  }
}
