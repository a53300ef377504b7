internal import Basics
internal import Plotting

extension AttentionFigures {
  /// The queries and keys of the chosen head in one map.
  func queriesAndKeys(_ map: QueryKeyMap) -> Figure {
    let labels = study.labels
    func cloud(_ name: String, _ range: Range<Int>, _ ink: Int, _ marker: Marker) -> Mark {
      .scatter(
        map.points[range].map { Point($0.x, $0.y) }, name: name, ink: .series(ink), marker: marker, size: 6,
        labels: Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.offset, $0.element) }))
    }
    /// The keys, the nearest to a query first.
    func nearest(_ query: Int) -> [Int] {
      let distances = labels.indices.map { key in
        let (a, b) = (map.points[query], map.points[labels.count + key])
        return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
      }
      return labels.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    }
    let weights = study.tokens.matrix(chosen.layer, chosen.head)
    let strongest = weights.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    let close = labels.indices.count { nearest($0).prefix(3).contains(strongest[$0]) }
    let pairs = labels.indices.prefix(30).map { query in
      "\(labels[query]) is nearest to \(labels[nearest(query)[0]])."
    }
    return Figure(
      id: "queries-keys",
      caption:
        "The queries (circles) and keys (squares) of layer \(chosen.layer), head \(chosen.head) in one map, laid out "
        + "by t-SNE after both clouds were given one middle and one spread, which leaves the attention as it is. Of "
        + "\(labels.count) queries, \(close) have the key that they attend to most among the three nearest: attention asks for "
        + "direction and length, the map for distance. Labels without room are left out.",
      alternativeText: "A map of \(labels.count) queries and as many keys. Of the queries, with the nearest key: "
        + pairs.joined(separator: " "),
      size: Size(width: 470, height: 400),
      panel: Panel(
        x: Axis(ticks: .none), y: Axis(ticks: .none),
        marks: [
          cloud("query", 0..<labels.count, 0, .circle), cloud("key", labels.count..<2 * labels.count, 1, .square),
        ], equalAspect: true))
  }
}
