import Plotting

/// One figure of every kind, of the size used in a report.
func gallery(_ data: SampleData) -> [Figure] {
  func figure(_ id: String, _ size: Size = Figure.defaultSize, _ panels: [Panel], columns: Int? = nil) -> Figure {
    Figure(
      id: id, caption: "Sample \(id).", alternativeText: "A sample of \(id).", size: size, panels: panels,
      columns: columns)
  }
  return [
    figure(
      "neighbours", Size(width: 470, height: 130),
      data.neighbours.map {
        Panel(
          $0.query, x: Axis("cosine similarity", limits: 0...1),
          marks: [.bars($0.words, $0.values, direction: .horizontal, values: .fixed(3))])
      }),
    figure(
      "loss", Size(width: 470, height: 220),
      [Panel(x: Axis("epoch"), y: Axis("loss per pair"), marks: [.line(data.loss)])]),
    figure(
      "losses", Size(width: 470, height: 220),
      [
        Panel(
          "Loss by epoch", x: Axis("epoch"), y: Axis("loss per pair"),
          marks: data.losses.sorted { $0.key < $1.key }.map { .line($0.value, name: $0.key) },
          annotations: [.horizontalLine(0.2, "target")])
      ]),
    figure(
      "pca", Size(width: 470, height: 380),
      [
        Panel(
          x: Axis("first component (12.3 % of the variance)"), y: Axis("second component (7.1 %)"),
          marks: [
            .scatter(
              points(data.frequent), name: "frequent words", ink: .muted, size: 3,
              labels: Dictionary(uniqueKeysWithValues: data.frequentLabels.map { (Int($0.key)!, $0.value) }))
          ]
            + data.chosen.map {
              .scatter(
                points($0.points), name: "\($0.query) and its neighbours",
                labels: Dictionary(uniqueKeysWithValues: $0.words.enumerated().map { ($0, $1) }))
            })
      ]),
    figure(
      "tsne", Size(width: 470, height: 380),
      [
        Panel(
          "t-SNE, perplexity 30", x: Axis(ticks: .none), y: Axis(ticks: .none),
          marks: [.scatter(points(data.frequent), ink: .muted, size: 3)]
            + data.chosen.map {
              .scatter(
                points($0.points), name: $0.query,
                labels: Dictionary(uniqueKeysWithValues: $0.words.enumerated().map { ($0, $1) }))
            }, equalAspect: true)
      ]),
    figure(
      "heatmap", Size(width: 470, height: 330),
      [
        Panel(
          "Layer 5, head 3",
          .heatmap(
            Heatmap(
              data.heatmap, rowLabels: data.tokens, columnLabels: data.tokens, rowTitle: "from", columnTitle: "to",
              range: 0...1, colorBar: "attention weight", numbers: .fixed(2))))
      ]),
    figure(
      "heatmap-36", Size(width: 470, height: 400),
      [
        Panel(
          .heatmap(
            Heatmap(
              data.heatmap30, rowLabels: data.tokens30, columnLabels: data.tokens30, scale: .viridis,
              colorBar: "attention weight")))
      ]),
    figure(
      "heads", Size(width: 470, height: 340),
      data.heads.prefix(6).enumerated().map { index, head in
        Panel(
          "Head \(index + 1)", .heatmap(Heatmap(head, rowLabels: data.tokens, columnLabels: data.tokens, range: 0...1)))
      }, columns: 3),
    figure(
      "grid", Size(width: 470, height: 470),
      [
        Panel(
          "Attention of every head",
          .grid(
            HeatmapGrid(
              data.grid, rowHeadings: (1...12).map(String.init), columnHeadings: (1...12).map(String.init),
              rowTitle: "layer", columnTitle: "head", range: 0...1, colorBar: "attention weight")))
      ]),
    figure(
      "arcs", Size(width: 470, height: 260),
      [
        Panel(
          "All heads of layer 5",
          .arcs(
            Arcs(
              left: data.tokens, right: data.tokens,
              layers: data.heads.enumerated().map { Arcs.Layer("\($0 + 1)", $1) }, leftTitle: "from", rightTitle: "to"))
        ),
        Panel(
          "From “bank”, head 3",
          .arcs(
            Arcs(
              left: data.tokens, right: data.tokens, layers: [Arcs.Layer(nil, data.heads[2], ink: .series(0))],
              selected: 2))),
      ]),
    figure(
      "table", Size(width: 470, height: 130),
      [
        Panel(
          .table(
            Table(
              [
                Table.Column("word", .text(data.neighbours[0].words)),
                Table.Column("count", .numbers([1204, 998, 24310, 812, 64], .fixed(0))),
                Table.Column("similarity", .bars(data.neighbours[0].values, .fixed(4), range: 0...1)),
              ], emphasized: [0])))
      ]),
    figure(
      "grouped", Size(width: 470, height: 220),
      [
        Panel(
          "Share of words found", x: Axis(), y: Axis("precision", format: .percent(0)),
          marks: [
            .bars(
              Bars(
                labels: ["cell phones", "movie reviews", "kitchen appliances", "all"],
                series: [
                  Bars.Series("Quire", [0.81, 0.77, 0.69, 0.75]), Bars.Series("gensim", [0.80, 0.78, 0.67, 0.74]),
                  Bars.Series("random", [0.12, -0.05, 0.11, 0.09]),
                ], values: .percent(0)))
          ])
      ]),
    figure(
      "log", Size(width: 470, height: 220),
      [
        Panel(
          "Zipf's law", x: Axis("rank", scale: .log), y: Axis("count", scale: .log),
          marks: [.line(points(data.ranks), markers: false)],
          annotations: [.text("slope −0.95", at: Point(300, 1000)), .verticalLine(100, "100th word")])
      ]),
    figure(
      "scripts", Size(width: 470, height: 170),
      [
        Panel(
          "Labels of every script: العربية, 日本語, 🙂",
          x: Axis("القيمة"),
          marks: [
            .bars(
              [
                "مرحبا بالعالم", "你好，世界", "👩‍💻 emoji", "e\u{301}te\u{301} combining",
                "a very long label indeed that has no room in any panel of this width at all",
              ],
              [0.3, 0.5, 0.2, 0.9, 1], direction: .horizontal, values: .fixed(1))
          ]),
        Panel(
          "A title so long that it has to be broken into two lines, and then ends in an ellipsis when even two are not enough",
          marks: [.scatter([], name: "nothing")]),
      ]),
  ]
}
