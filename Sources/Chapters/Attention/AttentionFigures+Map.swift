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
    func distance(_ query: Int, _ key: Int) -> Double {
      let (a, b) = (map.points[query], map.points[labels.count + key])
      return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
    }
    let near = labels.indices.map { query in
      let key = labels.indices.min { distance(query, $0) < distance(query, $1) } ?? 0
      return "\(labels[query]) looks from beside \(labels[key])."
    }
    return Figure(
      id: "queries-keys",
      caption:
        "The queries (circles) and keys (squares) of layer \(chosen.layer), head \(chosen.head) in one map, laid out "
        + "by t-SNE after both clouds were given one middle and one spread, which leaves the attention as it is. A query "
        + "lies close to the keys that it tends to attend to; distances between groups mean little. Labels without room "
        + "are left out.",
      alternativeText: "A map of \(labels.count) queries and as many keys. " + near.prefix(30).joined(separator: " "),
      size: Size(width: 470, height: 400),
      panel: Panel(
        x: Axis("t-SNE, first dimension"), y: Axis("t-SNE, second dimension"),
        marks: [
          cloud("query", 0..<labels.count, 0, .circle), cloud("key", labels.count..<2 * labels.count, 1, .square),
        ], equalAspect: true))
  }
}
