internal import Basics
internal import DimensionalityReduction
internal import Embeddings
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

  /// Maps the normalised vectors of the most frequent words.
  init(of vectors: KeyedVectors, words count: Int, _ page: Page) throws {
    let words = Array(vectors.words.prefix(count))
    let data = try vectors.restricted(to: words).normalized
    let clusters = try KMeans(fitting: data, clusters: Self.regions, seed: UInt64(page.seed))
    var settings = TSNESettings()
    settings.perplexity = min(30, Double(words.count) / 4)
    settings.seed = UInt64(page.seed)
    settings.threads = page.threads
    let map = try TSNE(fitting: data, settings: settings) { progress in
      page.report("mapping", fraction: Double(progress.iteration) / Double(max(1, progress.iterations)))
      try page.checkCancellation()
    }

    // The largest region first; of equals the one with the more frequent word.
    let order = (0..<Self.regions).map { (cluster: $0, members: clusters.members(of: $0, in: data)) }
      .filter { !$0.members.isEmpty }
      .sorted { ($1.members.count, $0.members.min()!) < ($0.members.count, $1.members.min()!) }
    results = .init(
      words: words.count, perplexity: settings.perplexity, divergence: (map.klDivergence * 1e4).rounded() / 1e4,
      regions: order.map { region in
        .init(size: region.members.count, central: region.members.prefix(Self.namingWords).map { words[$0] })
      })
    figure = Figure(
      id: "regions",
      caption: "The \(words.count.grouped) most frequent words, laid out by t-SNE so that neighbours stay neighbours. "
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
}
