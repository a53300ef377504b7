internal import Basics
internal import Plotting

extension WordEmbeddings {
  /// The neighbours of each chosen word as bars, a panel a word.
  func neighbourBars(_ words: [(word: String, neighbours: [Results.Neighbour])]) -> Figure {
    let rows = words.map(\.neighbours.count).max() ?? 1
    let columns = min(3, words.count)
    let lines = (words.count + columns - 1) / columns
    return Figure(
      id: "neighbours",
      caption: "The nearest words of \(words.map(\.word).emphasized.enumerated), by cosine similarity.",
      alternativeText: words.map { word, neighbours in
        let list = neighbours.map { "\($0.word) \($0.similarity.twoDecimals)" }.joined(separator: ", ")
        return "Nearest to \(word): \(list)."
      }.joined(separator: " "),
      size: Size(width: 470, height: Double(lines) * (52 + 15 * Double(rows))),
      panels: words.map { word, neighbours in
        Panel(
          word,
          x: Axis("cosine similarity", limits: 0...1),
          marks: [
            .bars(
              neighbours.map(\.word), neighbours.map(\.similarity), direction: .horizontal, values: .fixed(2),
              ink: .series(0))
          ])
      },
      columns: columns)
  }

  /// The loss of each epoch as a line, and what it is a mean over.
  func lossLine(_ loss: Results.Loss, _ parameters: Results.Parameters) -> Figure {
    Figure(
      id: "loss",
      caption: "The mean loss of each epoch, for each "
        + (parameters.hs == nil ? "word predicted and each negative sample." : "turn on the way to a word predicted."),
      alternativeText: "A line over \(loss.perEpoch.count) epochs, from \(loss.first.threeDecimals) "
        + "to \(loss.last.threeDecimals).",
      size: Size(width: 330, height: 180),
      panel: Panel(x: Axis("epoch"), y: Axis("loss"), marks: [.line(loss.perEpoch, name: nil)]))
  }
}
