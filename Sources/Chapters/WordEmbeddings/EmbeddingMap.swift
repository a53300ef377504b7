internal import Basics
internal import DimensionalityReduction
internal import Embeddings
internal import Plotting

/// A map of the frequent words, with the chosen words and their neighbours marked.
struct EmbeddingMap {
  /// What the map holds, for the results.
  let projection: WordEmbeddings.Results.Projection
  /// The map.
  let figure: Figure
  /// The words that it shows, which the plane was laid through.
  let words: [String]
  /// The plane.
  let components: PCA

  /// Projects the normalised vectors of the most frequent words and of the neighbours.
  ///
  /// - Parameters:
  ///   - vectors: All vectors.
  ///   - chosen: The chosen words, all of them known.
  ///   - neighbours: The neighbours of each.
  ///   - frequentWords: How many frequent words lie in grey behind them.
  ///   - markup: Words that are no words but left over from tags; they are not named.
  init(
    of vectors: KeyedVectors, chosen: [String], neighbours: [String: [WordEmbeddings.Results.Neighbour]],
    frequentWords: Int, markup: Set<String>
  ) throws {
    // A word that is near two of the chosen ones is drawn once, with the first.
    var drawn: Set<String> = []
    let groups = chosen.map { word in
      (word: word, members: ([word] + (neighbours[word] ?? []).map(\.word)).filter { drawn.insert($0).inserted })
    }
    let frequent = vectors.words.prefix(frequentWords)
    let background = frequent.filter { !drawn.contains($0) }
    let words = background + groups.flatMap(\.members)
    let grey = background.count
    let isShared = Set(groups.flatMap(\.members)).count < chosen.reduce(0) { $0 + 1 + (neighbours[$1] ?? []).count }

    let points = try vectors.restricted(to: words).normalized
    components = try PCA(fitting: points, components: 2)
    self.words = words
    let plane = components.transform(points)
    let places = words.indices.map { Point(Double(plane[$0, 0]), Double(plane[$0, 1])) }

    let labelled = Self.spread(over: Array(places[..<grey]), cells: 5).filter { !markup.contains(words[$0]) }
    var marks: [Mark] = [
      .scatter(
        Array(places[..<grey]), ink: .muted, size: 2.5,
        labels: Dictionary(uniqueKeysWithValues: labelled.map { ($0, words[$0]) }))
    ]
    var start = grey
    for (index, group) in groups.enumerated() {
      let range = start..<start + group.members.count
      start = range.upperBound
      marks.append(
        .scatter(
          Array(places[range]), name: "\(group.word) and its nearest", ink: .series(index), size: 5.5,
          labels: Dictionary(uniqueKeysWithValues: range.map { ($0 - range.lowerBound, words[$0]) })))
    }
    let shares = components.explainedVarianceRatio.map { ($0 * 1e4).rounded() / 1e4 }
    projection = .init(words: frequent.count, explainedVariance: Array(shares), explainedTogether: shares.reduce(0, +))
    figure = Figure(
      id: "projection",
      caption:
        "The \(frequent.count.grouped) most frequent words in the plane of the first two principal components, with "
        + "\(chosen.emphasized.enumerated) and their nearest words.",
      alternativeText: "A scatter plot of words. "
        + chosen.map { "Marked with \($0): \((neighbours[$0] ?? []).map(\.word).enumerated)." }.joined(separator: " ")
        + (isShared ? " A word that belongs to several of them is drawn once, with the first." : ""),
      size: Size(width: 390, height: 310),
      panel: Panel(
        x: Axis("first component (\(shares.first?.percent ?? "") of variance)"),
        y: Axis("second component (\(shares.last?.percent ?? ""))"), marks: marks, equalAspect: true))
  }

  /// One point for each cell of a grid that holds any, the most frequent one: labels spread over the whole map.
  private static func spread(over points: [Point], cells: Int) -> [Int] {
    guard let first = points.first else { return [] }
    var (low, high) = (first, first)
    for point in points {
      low = Point(min(low.x, point.x), min(low.y, point.y))
      high = Point(max(high.x, point.x), max(high.y, point.y))
    }
    func cell(_ value: Double, _ low: Double, _ high: Double) -> Int {
      high > low ? min(cells - 1, Int((value - low) / (high - low) * Double(cells))) : 0
    }
    var taken: Set<Int> = []
    return points.indices.filter { index in
      let (x, y) = (points[index].x, points[index].y)
      return taken.insert(cell(x, low.x, high.x) * cells + cell(y, low.y, high.y)).inserted
    }
  }
}
