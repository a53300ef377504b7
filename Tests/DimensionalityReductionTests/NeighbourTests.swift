import DimensionalityReduction
import LinearAlgebra
import Testing

/// Neighbours found among rounded points are those that a scan of every distance finds, bit by bit.
@Suite struct NeighbourTests {
  private static let paths = RepulsionKernels.available.map(\.name)

  @Test(arguments: paths, Hostile.allCases)
  func `passing over points by their integers changes nothing`(path: String, data: Hostile) throws {
    let kernels = try #require(RepulsionKernels.available.first { $0.name == path })
    let points = data.points
    for count in [1, 20, 90] {
      let scanned = NearestNeighbours(of: points, count: count, threads: 2, kernels: kernels, rounded: false)
      for threads in [1, 3] {
        let found = NearestNeighbours(of: points, count: count, threads: threads, kernels: kernels)
        #expect(found.indices == scanned.indices)
        #expect(found.squaredDistances.map(\.bitPattern) == scanned.squaredDistances.map(\.bitPattern))
      }
    }
  }

  /// Data that are unkind to rounding.
  enum Hostile: CaseIterable {
    case random, clusters, oneColumn, oddColumns, equal, mostlyEqual, oppositePairs, oneFarOff, farFromOrigin
    case tiny, subnormal, huge, lattice, scales

    var points: Matrix {
      switch self {
      case .random: Self.random(700, 33) { _, value in value }
      case .clusters: PlantedClusters(points: 700, columns: 12, clusters: 9).data
      case .oneColumn: Self.random(700, 1) { _, value in value }
      case .oddColumns: Self.random(333, 7) { _, value in value }
      case .equal: Matrix(rows: 200, columns: 5, elements: [Float](repeating: 0.3, count: 1000))
      // More equal points than there is room for, and a few besides.
      case .mostlyEqual: Self.random(1_500, 4) { row, value in row.isMultiple(of: 50) ? value : 0.25 }
      case .oppositePairs: Self.random(700, 20) { row, value in row.isMultiple(of: 2) ? abs(value) : -abs(value) }
      case .oneFarOff: Self.random(700, 9) { row, value in row == 350 ? 3e4 : value }
      case .farFromOrigin: Self.random(700, 9) { _, value in 1000 + value }
      case .tiny: Self.random(400, 9) { _, value in value * 0x1p-30 }
      case .subnormal: Self.random(400, 9) { _, value in value * 0x1p-130 }
      case .huge: Self.random(400, 9) { _, value in value * 0x1p66 }
      // Many distances are equal.
      case .lattice: Self.random(700, 3) { _, value in (value * 2).rounded() }
      case .scales: Self.random(700, 16) { row, value in value / Float(1 << (row % 20)) }
      }
    }

    private static func random(_ rows: Int, _ columns: Int, _ change: (Int, Float) -> Float) -> Matrix {
      var random = SeededRandom(seed: 11)
      return Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { change($0 / columns, random.nextFloat() * 2 - 1) })
    }
  }
}
