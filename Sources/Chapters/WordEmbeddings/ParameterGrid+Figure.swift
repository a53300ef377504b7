internal import Basics
internal import Notebook
internal import Plotting

extension WordEmbeddings {
  /// More rows of panels would be too low to read.
  private static let mostMeasuresDrawn = 3

  /// A row of panels for each measure, a panel for each parameter: both seeds as dots, a line through their means, and how far the
  /// seeds reach.
  func gridFigure(_ grid: Results.Grid) -> Figure {
    let names = [
      ("vector_size", grid.vectorSize, "dimensions"), ("window", grid.window, "window"), ("sg", grid.sg, "method"),
      ("negative", grid.negative, "negatives"), ("epochs", grid.epochs, "epochs"),
    ].filter { $0.1.values.count > 1 }
    let measures = grid.measures.prefix(Self.mostMeasuresDrawn)
    let panels = measures.indices.flatMap { index -> [Panel] in
      names.enumerated().map { column, name in
        panel(
          grid, index, name.0, name.1, label: index == measures.count - 1 ? name.2 : nil,
          score: column > 0 ? nil : grid.measures[index].isOfPairs ? grid.measures[index].name : "analogies solved",
          isFirst: column == 0)
      }
    }
    let score: Markdown =
      grid.hasIntervals ? "Spearman's correlation with judged pairs" : "The share of analogies solved"
    return Figure(
      id: "grid",
      caption: """
        \(score) where one parameter is changed. Each dot is one of two seeds. Means that are not clearly beyond the dashed lines
        may differ from the report's own setting by the seed alone; squares mark what \
        \(grid.hasIntervals ? "seeds and pairs cannot explain" : "the seeds cannot explain").
        """,
      alternativeText: measures.indices.map { index in
        grid.measures[index].name + ": "
          + grid.trainings.map { row in
            "\(row.change) \(row.scores[index].seeds.map(\.threeDecimals).joined(separator: " and "))"
          }.joined(separator: "; ")
      }.joined(separator: ". ") + ".",
      size: Size(width: 470, height: 32 + 70 * Double(measures.count)), panels: panels, columns: names.count,
      columnWidths: names.enumerated().map { column, name in
        (column == 0 ? 0.9 : name.0 == "sg" ? 1.5 : 0.5) + 0.35 * Double(name.1.values.count)
      })
  }

  private func panel(
    _ grid: Results.Grid, _ index: Int, _ name: String, _ effect: Results.Grid.Effect, label: String?, score: String?,
    isFirst: Bool
  ) -> Panel {
    let measure = grid.measures[index]
    let all = grid.trainings.flatMap { $0.scores[index].seeds }
    let low = min(all.min() ?? 0, measure.score - measure.margin)
    let high = max(all.max() ?? 1, measure.score + measure.margin)
    let room = max(0.01, (high - low) * 0.1)
    let tried = effect.values.map { value in
      grid.trainings.first { $0.parameter == name && $0.value == value } ?? grid.trainings[0]
    }.map { $0.scores[index] }
    let places = effect.values.indices.map { Double($0) }
    func dots(_ isReal: Bool) -> [Point] {
      zip(places, tried).filter { $1.isReal == isReal }.flatMap { place, score in score.seeds.map { Point(place, $0) } }
    }
    var marks: [Mark] = [
      .line(zip(places, tried).map { Point($0, $1.mean) }, ink: .muted, markers: false),
      .scatter(dots(false), ink: .series(0), marker: .circle, size: 4.5),
    ]
    if tried.contains(where: \.isReal) {
      marks.append(.scatter(dots(true), ink: .series(1), marker: .square, size: 5.5))
    }
    return Panel(
      x: Axis(
        label, limits: -0.5...Double(effect.values.count) - 0.5,
        ticks: .named(
          zip(places, effect.values).map {
            .init($0, name == "sg" ? $1 == 1 ? "skip-gram" : "CBOW" : String($1))
          })),
      y: Axis(
        score, limits: (low - room)...(high + room),
        ticks: .named(Self.levels(low - room, high + room).map { .init($0, isFirst ? $0.twoDecimals : "") })),
      marks: marks, legend: .none,
      annotations: [.horizontalLine(measure.score - measure.margin), .horizontalLine(measure.score + measure.margin)])
  }

  /// Three to six round numbers of a range.
  private static func levels(_ low: Double, _ high: Double) -> [Double] {
    let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].first { (high - low) / $0 <= 5 } ?? 1
    return stride(from: (low / step).rounded(.up), through: (high / step).rounded(.down), by: 1).map { $0 * step }
  }
}
