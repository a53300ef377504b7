import Embeddings
import LinearAlgebra
import Testing

/// The search for the largest products beside all products, sorted.
@Suite struct LargestProductsTests {
  private typealias Found = [[(row: Int, score: Float)]]

  private func bruteForce(_ rows: Matrix, count: Int, asked: Int, limit: Int) -> Found {
    let packed = PackedRows(rows, rows: 0..<count)
    var products = [Float](repeating: 0, count: packed.paddedCount)
    return (0..<asked).map { row in
      packed.products(of: row..<row + 1, into: &products)
      let others = (0..<count).filter { $0 != row && products[$0] > -.infinity }
      let least = others.map { products[$0] }.sorted(by: >).prefix(limit).last ?? 0
      let sorted = others.filter { products[$0] >= least }.sorted { (products[$1], $0) < (products[$0], $1) }
      return sorted.prefix(limit).map { (row: $0, score: products[$0]) }
    }
  }

  private func isSame(_ a: Found, _ b: Found) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { a, b in
        a.count == b.count
          && zip(a, b).allSatisfy { $0.row == $1.row && $0.score.bitPattern == $1.score.bitPattern }
      }
  }

  /// Rows of which chance, or whoever means harm, made many alike.
  private static let hostile: [String: @Sendable (Int, inout SeededRandom) -> [Float]] = [
    "random": { _, random in (0..<20).map { _ in random.nextFloat() - 0.5 } },
    "equal": { _, _ in (0..<20).map { Float($0) / 64 } },
    "opposite": { row, _ in (0..<20).map { row % 2 == 0 ? Float($0) : -Float($0) } },
    "one element each": { row, _ in (0..<20).map { $0 == row % 20 ? 1 : 0 } },
    "groups": { row, random in (0..<20).map { Float(($0 * (row % 7) + 3) % 11) + random.nextFloat() * 1e-3 } },
    "the same direction": { row, _ in (0..<20).map { Float($0) * Float(row + 1) } },
    "ever better": { row, random in (0..<20).map { _ in (random.nextFloat() + 1) * Float(row) } },
    "zeros": { row, random in (0..<20).map { _ in row % 3 == 0 ? 0 : random.nextFloat() - 0.5 } },
    "all zeros": { _, _ in [Float](repeating: 0, count: 20) },
    "subnormal": { _, random in (0..<20).map { _ in (random.nextFloat() - 0.5) * 0x1p-140 } },
    "tiny": { _, random in (0..<20).map { _ in (random.nextFloat() - 0.5) * 0x1p-60 } },
    "huge": { _, random in (0..<20).map { _ in (random.nextFloat() - 0.5) * 0x1p29 } },
    "beyond the filter": { _, random in (0..<20).map { _ in (random.nextFloat() - 0.5) * 0x1p60 } },
    "near overflow": { _, random in (0..<20).map { _ in (random.nextFloat() - 0.5) * 0x1p127 } },
    "all sizes": { row, random in
      (0..<20).map { _ in (random.nextFloat() - 0.5) * Float(sign: .plus, exponent: row % 150 - 120, significand: 1) }
    },
  ]

  @Test(arguments: hostile.keys.sorted())
  func `the largest products are those of all products, bit for bit`(kind: String) throws {
    let make = try #require(Self.hostile[kind])
    var random = SeededRandom(seed: 21)
    let rows = Matrix((0..<2_501).map { make($0, &random) })
    let normalized = KeyedVectors(vocabulary: Vocabulary(words: (0..<2_501).map { "w\($0)" })!, vectors: rows)
      .normalized
    for matrix in [rows, normalized] {
      let expected = bruteForce(matrix, count: 2_501, asked: 2_501, limit: 10)
      for kernels in ProductFilterKernels.available.map(Optional.some) + [nil] {
        // All rows are paired, some are held against all.
        for asked in [2_501, 400] {
          let search = LargestProducts(matrix, count: 2_501, asked: asked, limit: 10, filterKernels: kernels)
          #expect(
            isSame(search.find(threads: 2), Array(expected.prefix(asked))), "\(kernels?.name ?? "no filter"), \(asked)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func `threads, limits and parts change nothing else`(threads: Int) {
    var random = SeededRandom(seed: 22)
    let rows = Matrix(rows: 7_000, columns: 13, elements: (0..<7_000 * 13).map { _ in random.nextFloat() - 0.5 })
    for (count, asked, limit) in [
      (7_000, 7_000, 1), (7_000, 100, 90), (2_500, 2_500, 300), (3_000, 1, 4), (5_000, 5_000, 11),
    ] {
      let expected = bruteForce(rows, count: count, asked: asked, limit: limit)
      #expect(isSame(LargestProducts(rows, count: count, asked: asked, limit: limit).find(threads: threads), expected))
    }
  }
}
