internal import Basics
internal import Notebook

extension WordEmbeddings {
  /// The section on what single parameters do.
  func write(_ grid: Results.Grid, _ judged: [JudgedFile], _ settings: Settings, on page: inout Page) throws {
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
    if grid.measures.isEmpty {
      page.write("There is no file of at least ten judged pairs or analogies that these models could be scored by.")
    } else {
      page.write(rule(grid))
      for (index, measure) in grid.measures.enumerated() {
        let title = judged.first { $0.name == measure.name }?.title ?? "\(code: measure.name)"
        page.write("\(scale(measure, title)) \(verdict(grid, index))")
      }
      if let effort = grid.effort { try write(effort, grid, on: &page) }
    }
    try page.table(
      id: "grid",
      caption:
        "Models that differ in one parameter: the score under each of two seeds, the share of analogies solved, the share "
        + "of near words kept from the unchanged model under another seed, and the nearest word of each chosen word.",
      columns: [.init("change", isCode: true)]
        + grid.measures.filter(\.isOfPairs).map { .init($0.name, .trailing) }
        + (grid.trainings[0].analogies.isEmpty ? [] : [.init("analogies", .trailing)])
        + [.init("kept", .trailing)] + settings.words.map { .init($0) },
      rows: grid.trainings.map { row in
        [row.change]
          + (grid.hasIntervals ? row.scores.map { $0.seeds.map(\.threeDecimals).joined(separator: ", ") } : [])
          + (row.analogies.isEmpty ? [] : [row.analogies.map { percentage($0) }.joined(separator: ", ")])
          + [row.share.percent] + settings.words.map { row.nearest[$0].flatMap { $0.isEmpty ? nil : $0 } ?? "–" }
      })
    if !grid.measures.isEmpty { try page.figure(gridFigure(grid)) }
  }

  private func ordinal(_ step: Int) -> String {
    let tail = step % 100
    let suffix = (11...13).contains(tail) ? "th" : [1: "st", 2: "nd", 3: "rd"][tail % 10] ?? "th"
    return step == 2 ? "second" : step == 3 ? "third" : "\(step)\(suffix)"
  }

  private func percentage(_ share: Double) -> String { "\(Int((share * 100).rounded()))\u{A0}%" }

  /// When a difference counts.
  private func rule(_ grid: Results.Grid) -> Markdown {
    let margin: Markdown =
      "A difference from the report's own setting counts only if it is more than twice the standard deviation between two seeds"
    return grid.hasIntervals
      ? """
      \(margin), and only if 95\u{A0}% of 2,000 draws of the pairs, with replacement, keep its sign.
      {{figure:embeddings/grid}} shows the scores.
      """
      : "\(margin). {{figure:embeddings/grid}} shows the scores."
  }

  /// What a measure is, and how far the seeds reach by it.
  private func scale(_ measure: Results.Grid.Measure, _ title: Markdown) -> Markdown {
    let what: Markdown =
      measure.isOfPairs
      ? "Spearman's correlation with the judged similarity of \(measure.questions.of("pair"))"
      : "the share of \(measure.questions.of("analogy", "analogies")) solved"
    return """
      By \(title), the score is \(what), its standard deviation between seeds \(measure.seedDeviation.threeDecimals).
      """
  }

  /// Which values differ from the report's own by a measure, and which cannot be told from it.
  private func verdict(_ grid: Results.Grid, _ index: Int) -> Markdown {
    let real = grid.trainings.filter { $0.scores[index].isReal }
    let found = real.map { row -> Markdown in
      let score = row.scores[index]
      let interval: Markdown =
        grid.hasIntervals
        ? " (95\u{A0}% interval over the pairs: \(score.low.threeDecimals) to \(score.high.threeDecimals))" : ""
      return """
        With \(code: row.change) the score is \(score.mean.threeDecimals), \(abs(score.difference).threeDecimals)
        \(score.difference > 0 ? "more" : "less") than the report's own setting\(interval).
        """
    }
    let rest: Markdown =
      real.isEmpty
      ? "No change differs from the report's own setting by that rule."
      : real.count < grid.trainings.count - 1 ? "No other change differs from it by that rule." : ""
    return (found + (rest.isEmpty ? [] : [rest])).joined(separator: " ")
  }

  /// CBOW on all texts beside skip-gram on the sample.
  private func write(_ effort: Results.Grid.Effort, _ grid: Results.Grid, on page: inout Page) throws {
    page.write(
      """
      Skip-gram predicts every word of a window by itself, CBOW one word from the whole window. On the sample skip-gram therefore makes
      about \(effort.skipGram.fixed(1)) million predictions, CBOW on all texts about \(effort.cbow.fixed(1)) million; skip-gram on all
      texts would make \(effort.times.fixed(1)) times as many as that. {{table:embeddings/effort}} scores the two.
      """)
    try page.table(
      id: "effort", caption: "CBOW on all texts beside skip-gram on the sample, on the same questions.",
      columns: [
        .init("measure"), .init("CBOW, all texts", .trailing), .init("skip-gram, sample", .trailing),
        .init("difference", .trailing),
      ]
        + (grid.hasIntervals ? [.init("95\u{A0}% interval", .trailing)] : []),
      rows: effort.comparisons.map { row in
        [row.name, row.cbow.threeDecimals, row.skipGram.threeDecimals, row.difference.threeDecimals]
          + (grid.hasIntervals ? ["\(row.low.threeDecimals) to \(row.high.threeDecimals)"] : [])
      }
        + (effort.hasAnalogies && grid.hasIntervals
          ? [
            [
              "analogies solved", effort.cbowAnalogies.threeDecimals, effort.skipGramAnalogies.threeDecimals,
              (effort.cbowAnalogies - effort.skipGramAnalogies).threeDecimals, "",
            ]
          ] : []))
  }
}

extension Int {
  /// `ten nearest words`, `nearest word`.
  var nearest: String { self == 1 ? "nearest word" : self == 10 ? "ten nearest words" : "\(grouped) nearest words" }
}
