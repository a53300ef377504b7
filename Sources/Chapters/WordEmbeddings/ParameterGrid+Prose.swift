internal import Basics
internal import Notebook
internal import Plotting

extension WordEmbeddings {
  /// The section on what single parameters do.
  func write(_ grid: Results.Grid, _ settings: Settings, on page: inout Page) throws {
    page.section("grid")
    let part: Markdown =
      grid.step == 1 ? "the same texts" : "every \(ordinal(grid.step)) text (\(grid.tokens.grouped) words)"
    page.write(
      """
      Further models were trained on \(part), each with one parameter changed and each under two seeds
      ({{table:embeddings/grid}}). The seed decides where the vectors start and which words are drawn, nothing that has to do
      with language: whatever changes with it is noise, and a parameter has an effect only if it changes more than that
      [@antoniak2018]. Another seed alone keeps \(grid.shareOfSeeds.percent) of the \(grid.compared.nearest) of a frequent word.
      """)
    if grid.score.isEmpty {
      page.write("There is no file of at least ten judged pairs or analogies that these models could be scored by.")
    } else {
      page.write("\(measure(grid)) \(verdict(grid))")
    }
    try page.table(
      id: "grid",
      caption:
        "Models that differ in one parameter: the score under each of two seeds, the share of analogies solved, the share "
        + "of near words kept from the unchanged model under another seed, and the nearest word of each chosen word.",
      columns: [.init("change", isCode: true)]
        + (grid.score == "Spearman" ? [.init("Spearman", .trailing)] : [])
        + (grid.trainings[0].analogies.isEmpty ? [] : [.init("analogies", .trailing)])
        + [.init("kept", .trailing)] + settings.words.map { .init($0) },
      rows: grid.trainings.map { row in
        [row.change] + (grid.score == "Spearman" ? [row.scores.map(\.twoDecimals).joined(separator: ", ")] : [])
          + (row.analogies.isEmpty ? [] : [row.analogies.map { percentage($0) }.joined(separator: ", ")])
          + [row.share.percent] + settings.words.map { row.nearest[$0].flatMap { $0.isEmpty ? nil : $0 } ?? "–" }
      })
    if !grid.score.isEmpty { try page.figure(figure(grid)) }
  }

  private func ordinal(_ step: Int) -> String {
    let tail = step % 100
    let suffix = (11...13).contains(tail) ? "th" : [1: "st", 2: "nd", 3: "rd"][tail % 10] ?? "th"
    return step == 2 ? "second" : step == 3 ? "third" : "\(step)\(suffix)"
  }

  private func percentage(_ share: Double) -> String { "\(Int((share * 100).rounded()))\u{A0}%" }

  private func measure(_ grid: Results.Grid) -> Markdown {
    let what: Markdown =
      grid.score == "Spearman"
      ? "Spearman's correlation with the judged similarity of \(grid.questions.of("pair"))"
      : "the share of \(grid.questions.of("analogy", "analogies")) solved"
    let seeds: Markdown = """
      {{figure:embeddings/grid}} scores them by \(what). Under one seed and the other the score of a setting has a standard deviation of
      \(grid.seedDeviation.threeDecimals). A difference counts only above \(grid.margin.threeDecimals), which is twice that before
      rounding
      """
    return grid.hasIntervals
      ? """
      \(seeds), and only if 95\u{A0}% of 2,000 draws of the pairs, with replacement, keep its sign.
      """
      : "\(seeds)."
  }

  /// Which values differ from the report's own, and which cannot be told from it.
  private func verdict(_ grid: Results.Grid) -> Markdown {
    let real = grid.trainings.filter(\.isReal)
    let found = real.map { row -> Markdown in
      let interval: Markdown =
        grid.hasIntervals
        ? " (95\u{A0}% interval over the pairs: \(row.low.threeDecimals) to \(row.high.threeDecimals))" : ""
      return """
        \(code: row.change) scores \(row.score.threeDecimals), \(abs(row.difference).threeDecimals)
        \(row.difference > 0 ? "more" : "less") than the report's own setting\(interval).
        """
    }
    let rest: Markdown =
      real.isEmpty
      ? "No change differs from the report's own setting by that rule."
      : real.count < grid.trainings.count - 1 ? "No other change differs from it by that rule." : ""
    return (found + (rest.isEmpty ? [] : [rest])).joined(separator: " ")
  }

  /// A panel for each parameter: both seeds as dots, a line through their means, and how far the seed reaches.
  private func figure(_ grid: Results.Grid) -> Figure {
    let all = grid.trainings.flatMap(\.scores)
    let (base, rows) = (grid.trainings[0], grid.trainings)
    let low = min(all.min() ?? 0, base.score - grid.margin)
    let high = max(all.max() ?? 1, base.score + grid.margin)
    let room = max(0.01, (high - low) * 0.08)
    let axisNames = ["vector_size": "dimensions", "sg": "method"]
    let panels = [(grid.vectorSize, "vector_size"), (grid.window, "window"), (grid.sg, "sg")].map { effect, name in
      let tried = effect.values.map { value in rows.first { $0.parameter == name && $0.value == value } ?? base }
      let places = effect.values.indices.map { Double($0) }
      return Panel(
        x: Axis(
          axisNames[name] ?? name, limits: -0.5...Double(effect.values.count) - 0.5,
          ticks: .named(
            zip(places, effect.values).map {
              .init($0, name == "sg" ? $1 == 1 ? "skip-gram" : "CBOW" : String($1))
            })),
        y: Axis(name == "vector_size" ? scoreName(grid) : nil, limits: (low - room)...(high + room)),
        marks: [
          .line(zip(places, tried).map { Point($0, $1.score) }, ink: .muted, markers: false),
          .scatter(
            zip(places, tried).flatMap { place, row in row.scores.map { Point(place, $0) } }, ink: .series(0), size: 5),
        ],
        annotations: [.horizontalLine(base.score - grid.margin), .horizontalLine(base.score + grid.margin)])
    }
    return Figure(
      id: "grid",
      caption:
        "The score of models that differ in one parameter. Each dot is one of two seeds, the line joins their means; a mean that "
        + "lies between the dashed lines may differ from the report's own setting by the seed alone.",
      alternativeText: rows.map { "\($0.change): \($0.scores.map(\.threeDecimals).joined(separator: " and "))" }
        .joined(separator: "; ") + ".",
      size: Size(width: 470, height: 130), panels: panels, columns: 3, columnWidths: [1.15, 1, 0.9])
  }

  private func scoreName(_ grid: Results.Grid) -> String {
    grid.score == "Spearman" ? "Spearman's ρ" : "analogies solved"
  }
}

extension Int {
  /// `ten nearest words`, `nearest word`.
  var nearest: String { self == 1 ? "nearest word" : self == 10 ? "ten nearest words" : "\(grouped) nearest words" }
}
