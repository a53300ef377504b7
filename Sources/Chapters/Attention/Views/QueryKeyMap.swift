internal import Basics
internal import DimensionalityReduction
internal import LinearAlgebra
internal import Synchronization

/// Queries and keys of one head in one map, as AttentionViz has them: Yeh et al. 2023.
///
/// Queries and keys lie apart in space, and their lengths differ, though attention asks for neither: softmax stays the same
/// when all keys are moved by one vector, and when queries are made longer by a factor and keys shorter by it. So
///
///     q' = c q,  k' = k / c + t,  c² = spread of k / spread of q,  t so that both have one middle
///
/// after which a query tends to lie near to the keys that it attends to. The map of both is t-SNE.
package struct QueryKeyMap {
  /// The places of the queries, then of the keys; both axes within 0 and 1, in one scale.
  package let points: [(x: Double, y: Double)]

  /// Iterations times pairs of points that may be spent on the maps of all heads: about a second on one processor.
  static let patience = 400_000_000

  /// Whether so few tokens can be mapped at all: t-SNE wants four points.
  static func isPossible(tokens: Int) -> Bool { tokens >= 2 }

  /// Whether the maps of so many heads are quickly made.
  static func areCheap(heads: Int, tokens: Int) -> Bool {
    let settings = TSNESettings()
    return heads * 4 * tokens * tokens * (settings.earlyIterations + settings.iterations) <= patience
  }

  /// Maps one head.
  ///
  /// - Parameters:
  ///   - queries: `[tokens][size]`, at least two.
  ///   - keys: As many.
  package init(queries: [[Float]], keys: [[Float]], seed: Int) throws {
    let (q, k) = Self.aligned(queries, keys)
    var settings = TSNESettings()
    settings.perplexity = max(1, min(30, Double(q.count) / 3))
    settings.seed = UInt64(bitPattern: Int64(seed))
    settings.repulsion = .exact
    let places = try TSNE(fitting: Matrix(q + k), settings: settings).embedding
    let (xs, ys) = ((0..<places.rows).map { Double(places[$0, 0]) }, (0..<places.rows).map { Double(places[$0, 1]) })
    let (left, bottom) = (xs.min() ?? 0, ys.min() ?? 0)
    let (width, height) = ((xs.max() ?? 0) - left, (ys.max() ?? 0) - bottom)
    let extent = max(width, height, 1e-12)
    points = zip(xs, ys).map {
      (($0 - left + (extent - width) / 2) / extent, ($1 - bottom + (extent - height) / 2) / extent)
    }
  }

  /// The maps of several heads, each by itself, on several threads; the same for any number of them.
  static func maps(
    _ heads: [Attention.Results.Head], of tensors: AttentionTensors, seed: Int, threads: Int
  ) throws -> [QueryKeyMap] {
    let made = Mutex<[Int: Result<QueryKeyMap, any Error>]>([:])
    WorkerPool(max(1, min(threads, heads.count))).forEach(heads.count) { index, _ in
      let head = heads[index]
      let map = Result {
        try QueryKeyMap(
          queries: tensors.rows(\.queries, layer: head.layer, head: head.head),
          keys: tensors.rows(\.keys, layer: head.layer, head: head.head), seed: seed)
      }
      made.withLock { $0[index] = map }
    }
    return try heads.indices.map { index in try made.withLock { $0[index]! }.get() }
  }

  /// Queries and keys scaled and moved so that their clouds have one middle and one spread; what softmax makes of their products
  /// stays the same.
  package static func aligned(_ queries: [[Float]], _ keys: [[Float]]) -> (queries: [[Float]], keys: [[Float]]) {
    func middle(_ rows: [[Float]]) -> [Double] {
      rows[0].indices.map { column in rows.reduce(0) { $0 + Double($1[column]) } / Double(rows.count) }
    }
    func spread(_ rows: [[Float]], _ middle: [Double]) -> Double {
      rows.reduce(0) { sum, row in
        zip(row, middle).reduce(sum) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
      }.squareRoot()
    }
    let (a, b) = (middle(queries), middle(keys))
    let (wide, narrow) = (spread(keys, b), spread(queries, a))
    let c = wide > 0 && narrow > 0 ? (wide / narrow).squareRoot() : 1
    return (
      queries.map { $0.map { Float(c * Double($0)) } },
      keys.map { row in row.indices.map { Float((Double(row[$0]) - b[$0]) / c + c * a[$0]) } }
    )
  }
}
