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
      ? "Spearman's correlation with people's judgement of \(grid.questions.of("pair"))"
      : "the share of \(grid.questions.of("analogy", "analogies")) solved"
    return """
      {{figure:embeddings/grid}} scores them by \(what). Between two seeds the score has a standard deviation of
      \(grid.seedDeviation.threeDecimals), so differences of up to \(grid.margin.threeDecimals), twice that, may be the seed's; two seeds make this a rough measure.
      """
  }

  /// Which parameters make a difference, and which do not.
  private func verdict(_ grid: Results.Grid) -> Markdown {
    let effects = [grid.vectorSize, grid.window, grid.sg].filter { $0.values.count > 1 }
    let beyond = effects.filter(\.isBeyondSeeds)
    let within = effects.filter { !$0.isBeyondSeeds }
    let found = beyond.map { effect -> Markdown in
      """
      \(code: effect.parameter) makes a difference: \(effect.best) scores \(effect.bestScore.threeDecimals),
      \(effect.worst) scores \(effect.worstScore.threeDecimals).
      """
    }
    let lost: Markdown? =
      within.isEmpty
      ? nil
      : "Between the values of \(within.map { "\(code: $0.parameter)" as Markdown }.enumerated) this score cannot decide."
    return (found + [lost].compactMap(\.self)).joined(separator: " ")
  }

  /// A panel for each parameter: both seeds as dots, a line through their means, and how far the seed reaches.
  private func figure(_ grid: Results.Grid) -> Figure {
    let all = grid.trainings.flatMap(\.scores)
    let (base, rows) = (grid.trainings[0], grid.trainings)
    let low = min(all.min() ?? 0, base.score - grid.margin)
    let high = max(all.max() ?? 1, base.score + grid.margin)
    let room = max(0.01, (high - low) * 0.08)
    let panels = [(grid.vectorSize, "vector_size"), (grid.window, "window"), (grid.sg, "sg")].map { effect, name in
      let tried = effect.values.map { value in rows.first { $0.parameter == name && $0.value == value } ?? base }
      let places = effect.values.indices.map { Double($0) }
      return Panel(
        x: Axis(
          name, limits: -0.5...Double(effect.values.count) - 0.5,
          ticks: .named(
            zip(places, effect.values).map {
              .init($0, name == "sg" ? $1 == 1 ? "1 (skip-gram)" : "0 (CBOW)" : String($1))
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
        "The score of models that differ in one parameter. Each dot is one of two seeds, the line joins their means; what "
        + "lies between the dashed lines is no further from the report's own values than the seed may make it.",
      alternativeText: rows.map { "\($0.change): \($0.scores.map(\.threeDecimals).joined(separator: " and "))" }
        .joined(separator: "; ") + ".",
      size: Size(width: 470, height: 130), panels: panels, columns: 3, columnWidths: [1.15, 1, 0.9])
  }

  private func scoreName(_ grid: Results.Grid) -> String {
    grid.score == "Spearman" ? "Spearman" : "analogies solved"
  }
}

extension Int {
  /// `ten nearest words`, `nearest word`.
  var nearest: String { self == 1 ? "nearest word" : self == 10 ? "ten nearest words" : "\(grouped) nearest words" }
}
