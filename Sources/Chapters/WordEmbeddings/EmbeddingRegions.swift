internal import Basics
internal import DimensionalityReduction
internal import Embeddings
internal import LinearAlgebra
internal import Notebook
internal import Plotting

/// A t-SNE map of the frequent words, and the regions that k-means finds in their vectors, each named by its most
/// central words.
struct EmbeddingRegions {
  /// Below this there is nothing to map.
  static let fewestWords = 60
  private static let regions = 8
  private static let namingWords = 3

  /// The regions, for the results.
  let results: WordEmbeddings.Results.Regions
  /// The map.
  let figure: Figure
  /// The places of all words that were laid out, `[words, 2]`.
  let places: Matrix
  /// For each of these words the region whose middle is nearest.
  let assignments: [Int]

  /// The regions' names.
  var names: [String] { results.regions.map { $0.central.joined(separator: ", ") } }

  /// Maps the normalised vectors of the most frequent words.
  ///
  /// - Parameters:
  ///   - count: How many words the figure shows, and the regions are found in.
  ///   - laidOut: How many words to lay out with them, for the explorer.
  init(of vectors: KeyedVectors, words count: Int, laidOut: Int, _ page: Page) throws {
    let all = try vectors.restricted(to: Array(vectors.words.prefix(max(count, laidOut))))
    let words = Array(all.words.prefix(count))
    let unit = all.normalized
    let data = unit.selecting(rows: words.indices)
    let clusters = try KMeans(fitting: data, clusters: Self.regions, seed: UInt64(page.seed))
    let map = try Self.layOut(unit, page)

    // The largest region first; of equals the one with the more frequent word.
    let order = (0..<Self.regions).map { (cluster: $0, members: clusters.members(of: $0, in: data)) }
      .filter { !$0.members.isEmpty }
      .sorted { ($1.members.count, $0.members.min()!) < ($0.members.count, $1.members.min()!) }
    results = .init(
      words: words.count, laidOut: all.count, perplexity: Self.perplexity(of: all.count),
      divergence: (map.klDivergence * 1e4).rounded() / 1e4,
      regions: order.map { region in
        .init(size: region.members.count, central: region.members.prefix(Self.namingWords).map { words[$0] })
      })
    places = map.embedding
    let middles = clusters.centroids.selecting(rows: order.map(\.cluster))
    assignments = (0..<all.count).map { unit.nearestRow(of: middles, to: $0) }
    let among = all.count > words.count ? " of \(all.count.grouped)" : ""
    figure = Figure(
      id: "regions",
      caption:
        "The \(words.count.grouped) most frequent words\(among), laid out by t-SNE so that neighbours stay neighbours. "
        + "Colours are regions that k-means finds in the vectors, named by their most central words; distances between "
        + "regions mean little.",
      alternativeText: "A map of words in \(order.count) regions. "
        + order.map { "\($0.members.count) words around \($0.members.prefix(3).map { words[$0] }.enumerated)." }
        .joined(separator: " "),
      size: Size(width: 470, height: 460),
      panel: Panel(
        x: Axis(ticks: .none), y: Axis(ticks: .none),
        marks: order.map { region in
          .scatter(
            region.members.map { Point(Double(map.embedding[$0, 0]), Double(map.embedding[$0, 1])) },
            name: region.members.prefix(Self.namingWords).map { words[$0] }.joined(separator: ", "), size: 3,
            labels: Dictionary(uniqueKeysWithValues: region.members.prefix(5).enumerated().map { ($0, words[$1]) }))
        }, equalAspect: true))
  }
  /// Lays words out so that neighbours stay neighbours.
  ///
  /// - Parameter data: Normalised vectors.
  static func layOut(_ data: Matrix, _ page: Page) throws -> TSNE {
    var settings = TSNESettings()
    settings.perplexity = perplexity(of: data.rows)
    settings.seed = UInt64(page.seed)
    settings.threads = page.threads
    return try TSNE(fitting: data, settings: settings) { progress in
      page.report("mapping", fraction: Double(progress.iteration) / Double(max(1, progress.iterations)))
      try page.checkCancellation()
    }
  }

  private static func perplexity(of words: Int) -> Double { min(30, Double(words) / 4) }
}

extension Matrix {
  /// Which row of `others` is nearest to a row of this matrix, the first of equally near ones.
  fileprivate func nearestRow(of others: Matrix, to row: Int) -> Int {
    let squares = (0..<others.rows).map { other in
      withUnsafeRow(row) { a in
        others.withUnsafeRow(other) { b in
          var sum = 0.0
          for column in a.indices {
            sum += (Double(a[column]) - Double(b[column])) * (Double(a[column]) - Double(b[column]))
          }
          return sum
        }
      }
    }
    return squares.indices.min { squares[$0] < squares[$1] }!
  }
}
