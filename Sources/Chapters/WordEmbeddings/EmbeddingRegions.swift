internal import Basics
internal import DimensionalityReduction
internal import Embeddings
internal import LinearAlgebra
internal import Notebook
internal import Plotting

/// A t-SNE map of the words that texts are about, and the regions that k-means finds in their vectors, each named by the most
/// frequent of its central words.
struct EmbeddingRegions {
  /// Below this there is nothing to map.
  static let fewestWords = 60
  private static let regions = 7
  private static let namingWords = 2
  /// How many labels of words a region has on the map.
  private static let labelledWords = 3

  /// The regions, for the results.
  let results: WordEmbeddings.Results.Regions
  /// The map.
  let figure: Figure
  /// The places of all words that were laid out, `[words, 2]`.
  let places: Matrix
  /// For each of these words the region whose middle is nearest.
  let assignments: [Int]

  /// The regions' names.
  var names: [String] { results.regions.map(\.name) }

  /// Maps normalised vectors.
  ///
  /// - Parameters:
  ///   - topics: The rows of the vocabulary that the figure shows and the regions are found in.
  ///   - laidOut: How many of the most frequent words to lay out with them, for the explorer.
  init(of vectors: KeyedVectors, topics: [Int], laidOut: Int, _ page: Page) throws {
    // Frequent words come first, so that the explorer's are the first of all.
    let count = max(laidOut, (topics.last ?? 0) + 1)
    let all = try vectors.restricted(to: Array(vectors.words.prefix(count)))
    let unit = all.normalized
    let data = unit.selecting(rows: topics)
    let clusters = try KMeans(fitting: data, clusters: Self.regions, seed: UInt64(page.seed))
    let map = try WordMap(layingOut: unit, perplexity: Self.perplexity(of: unit.rows), page)

    // The largest region first; of equals the one with the more frequent word. Members as rows of the vocabulary, central first.
    let order = (0..<Self.regions).map { (cluster: $0, members: clusters.members(of: $0, in: data).map { topics[$0] }) }
      .filter { !$0.members.isEmpty }
      .sorted { ($1.members.count, $0.members.min()!) < ($0.members.count, $1.members.min()!) }
    let regions = order.map { region in
      let central = region.members.prefix(max(Self.labelledWords + Self.namingWords, region.members.count / 10))
      return (members: region.members, telling: central.sorted())
    }
    results = .init(
      words: topics.count, laidOut: all.count, perplexity: Self.perplexity(of: all.count),
      divergence: (map.divergence * 1e4).rounded() / 1e4,
      regions: regions.map { region in
        let naming = region.telling.prefix(Self.namingWords).map { all.words[$0] }
        return .init(
          size: region.members.count, name: naming.joined(separator: ", "), naming: naming,
          central: region.members.prefix(3).map { all.words[$0] })
      })
    places = map.places
    let middles = clusters.centroids.selecting(rows: order.map(\.cluster))
    assignments = (0..<all.count).map { unit.nearestRow(of: middles, to: $0) }
    func place(_ row: Int) -> Point { Point(Double(map.places[row, 0]), Double(map.places[row, 1])) }
    let names = results.regions.map(\.name)
    figure = Figure(
      id: "regions",
      caption:
        "\(topics.count.grouped) words\(topics.count == vectors.count ? "" : " that bunch in some texts"), laid out by t-SNE so that neighbours stay neighbours as far as a plane "
        + "allows. "
        + "Colours are regions that k-means finds in the vectors, each named by two frequent words from its middle; distances between "
        + "regions mean little.",
      alternativeText: "A map of words in \(regions.count) regions: "
        + regions.indices.map { "\(regions[$0].members.count) words around \(names[$0])" }.joined(separator: "; ")
        + ".",
      size: Size(width: 470, height: 340),
      panel: Panel(
        x: Axis(ticks: .none), y: Axis(ticks: .none),
        marks: regions.enumerated().map { index, region in
          let shown = region.telling.dropFirst(Self.namingWords).prefix(Self.labelledWords)
          return .scatter(
            region.members.map(place), ink: .series(index), marker: .circle, size: 3,
            labels: Dictionary(
              uniqueKeysWithValues: shown.map { row in (region.members.firstIndex(of: row)!, all.words[row]) }))
        }, legend: .none,
        annotations: regions.indices.map { index in
          .heading(names[index], at: Self.middle(of: regions[index].members.map(place)), ink: .series(index))
        }, equalAspect: true))
  }

  /// The point that is least far from all others: it lies where most of them do.
  private static func middle(of points: [Point]) -> Point {
    points.min { a, b in
      func sum(_ point: Point) -> Double {
        points.reduce(0) {
          $0 + (($1.x - point.x) * ($1.x - point.x) + ($1.y - point.y) * ($1.y - point.y)).squareRoot()
        }
      }
      return sum(a) < sum(b)
    } ?? Point(0, 0)
  }

  /// How many neighbours count, about.
  static func perplexity(of words: Int) -> Double { min(30, Double(words) / 4) }
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
