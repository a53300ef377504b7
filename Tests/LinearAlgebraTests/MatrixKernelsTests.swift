import Foundation
import LinearAlgebra
import Testing

/// Every table that this processor can run against plain loops in double precision.
@Suite struct MatrixKernelsTests {
  /// Numbers from -1 to 1 that are the same everywhere.
  static func numbers(_ count: Int, _ seed: Int) -> [Float] {
    (0..<count).map { index in
      var x = UInt64(truncatingIfNeeded: index &* 0x9E37_79B9 &+ seed &* 7919 &+ 1)
      x = (x ^ (x >> 15)) &* 0x2C1B_3C6D_9C5F_0D4B
      return Float((x >> 40) & 0xFFFF) / 32768 - 1
    }
  }

  @Test(arguments: MatrixKernels.available.indices)
  func `products of every shape are right`(table: Int) {
    let kernels = MatrixKernels.available[table]
    for (rows, columns, inner) in [
      (1, 1, 1), (2, 3, 5), (5, 31, 7), (7, 33, 64), (14, 32, 16), (15, 65, 40), (29, 96, 3), (61, 7, 130),
    ] {
      let a = Self.numbers(rows * inner, 1)
      let b = Self.numbers(columns * inner, 2)
      let bias = Self.numbers(columns, 3)
      let residual = Self.numbers(rows * columns, 4)
      let found = kernels.product(a, b, rows: rows, columns: columns, inner: inner, bias: bias, residual: residual)
      for row in 0..<rows {
        for column in 0..<columns {
          var expected = Double(bias[column]) + Double(residual[row * columns + column])
          for k in 0..<inner { expected += Double(a[row * inner + k]) * Double(b[column * inner + k]) }
          #expect(abs(Double(found[row * columns + column]) - expected) < 1e-4)
        }
      }
    }
  }

  @Test(arguments: MatrixKernels.available.indices)
  func `softmax, layer norm and activations are right from one number to many`(table: Int) {
    let kernels = MatrixKernels.available[table]
    for count in [1, 2, 3, 4, 7, 8, 15, 16, 17, 33, 100] {
      let x = Self.numbers(count, 5).map { $0 * 30 }
      let peak = x.max()!
      let sum = x.reduce(0.0) { $0 + exp(Double($1 - peak)) }
      let softmax = x.map { exp(Double($0 - peak)) / sum }
      #expect(Self.difference(kernels.softmax(x), softmax) < 1e-6)

      let (weight, bias) = (Self.numbers(count, 6), Self.numbers(count, 7))
      let mean = x.reduce(0.0) { $0 + Double($1) } / Double(count)
      let variance = x.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(count)
      let norm = x.indices.map {
        (Double(x[$0]) - mean) / sqrt(variance + 1e-5) * Double(weight[$0]) + Double(bias[$0])
      }
      #expect(Self.difference(kernels.layerNorm(x, weight, bias, epsilon: 1e-5), norm) < 1e-5)
      let squares = x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
      let scaled = x.indices.map { Double(x[$0]) / sqrt(squares + 1e-5) * Double(weight[$0]) }
      #expect(Self.difference(kernels.rootMeanSquareNorm(x, weight, epsilon: 1e-5), scaled) < 1e-5)
    }
    let x = (-2000...2000).map { Float($0) / 200 }
    func expected(_ f: (Double) -> Double) -> [Double] { x.map { f(Double($0)) } }
    #expect(Self.difference(kernels.activated(x, .gelu), expected { $0 / 2 * (1 + erf($0 / 2.squareRoot())) }) < 2e-6)
    let tanhGELU = expected { $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }
    #expect(Self.difference(kernels.activated(x, .geluTanh), tanhGELU) < 2e-6)
    #expect(Self.difference(kernels.activated(x, .relu), expected { max($0, 0) }) == 0)
    #expect(Self.difference(kernels.activated(x, .quickGELU), expected { $0 / (1 + exp(-1.702 * $0)) }) < 2e-6)
    #expect(Self.difference(kernels.activated(x, .silu), expected { $0 / (1 + exp(-$0)) }) < 2e-6)
  }

  @Test func `a softmax of hidden and of huge scores stays a softmax`() {
    for kernels in MatrixKernels.available {
      #expect(kernels.softmax([0, -.infinity, 0, -.infinity, -.infinity]) == [0.5, 0, 0.5, 0, 0])
      #expect(kernels.softmax([1e30, -1e30, 0]) == [1, 0, 0])
    }
  }

  static func difference(_ found: [Float], _ expected: [Double]) -> Double {
    zip(found, expected).map { $0.isFinite ? abs(Double($0) - $1) : .infinity }.max() ?? 0
  }
}
