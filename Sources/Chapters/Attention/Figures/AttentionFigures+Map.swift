internal import Basics
internal import Plotting

extension AttentionFigures {
  /// How many queries of a map lie near to the key that they attend to most.
  func nearness(_ map: QueryKeyMap) -> Attention.Results.Map {
    let weights = study.tokens.matrix(chosen.layer, chosen.head)
    let strongest = weights.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    return .init(
      near: strongest.indices.count { nearest($0, in: map).prefix(3).contains(strongest[$0]) },
      expected: min(3, strongest.count))
  }

  /// The keys of a map, the nearest to a query first.
  private func nearest(_ query: Int, in map: QueryKeyMap) -> [Int] {
    let count = study.labels.count
    let distances = (0..<count).map { key in
      let (a, b) = (map.points[query], map.points[count + key])
      return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
    }
    return (0..<count).sorted { (distances[$0], $0) < (distances[$1], $1) }
  }

  /// The queries and keys of the chosen head in one map.
  func queriesAndKeys(_ map: QueryKeyMap) -> Figure {
    let labels = study.labels
    func cloud(_ name: String, _ range: Range<Int>, _ ink: Int, _ marker: Marker) -> Mark {
      .scatter(
        map.points[range].map { Point($0.x, $0.y) }, name: name, ink: .series(ink), marker: marker, size: 6,
        labels: Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.offset, $0.element) }))
    }
    let pairs = labels.indices.prefix(30).map { query in
      "Nearest to the query of \(study.token(query)) lies the key of \(study.token(nearest(query, in: map)[0]))."
    }
    return Figure(
      id: "queries-keys",
      caption:
        "The queries (circles) and keys (squares) of head \(chosen.title) in one map by t-SNE, after both clouds were given "
        + "one middle and one spread, which leaves the attention as it is. Labels without room are left out.",
      alternativeText: "A map of as many queries as keys, \(labels.count). "
        + pairs.joined(separator: " "),
      size: Size(width: 470, height: 300),
      panel: Panel(
        x: Axis(ticks: .none), y: Axis(ticks: .none),
        marks: [
          cloud("query", 0..<labels.count, 0, .circle), cloud("key", labels.count..<2 * labels.count, 1, .square),
        ], equalAspect: true))
  }
}
