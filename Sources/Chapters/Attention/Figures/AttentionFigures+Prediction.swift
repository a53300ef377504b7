internal import Basics
internal import Plotting
internal import Transformers

extension AttentionFigures {
  /// The sentence with each word on a ground that shows what the class's score loses without it.
  func prediction(_ prediction: Prediction) -> Figure {
    let shown = study.words.units.indices.filter { !study.words.units[$0].isSpecial }
    let name = prediction.classes.names[prediction.label]
    /// A line of the figure: a number for each word that is shown, 0 for punctuation.
    func line(_ title: String, _ effects: [Double]) -> ShadedText.Line {
      let most = effects.indices.max { (abs(effects[$0]), $1) < (abs(effects[$1]), $0) } ?? 0
      let weights = shown.map { unit in study.judged.firstIndex(of: unit).map { effects[$0] } ?? 0 }
      return ShadedText.Line(title, weights, note: "\(study.judgedNames[most]) \(effects[most].twoDecimals)")
    }
    let left = prediction.leftOut.compactMap(\.self)
    var lines = prediction.masked.isEmpty ? [] : [line("masked", prediction.masked)]
    if left.count == prediction.leftOut.count { lines.append(line("left out", left)) }
    let largest = max(lines.flatMap(\.weights).map(abs).max() ?? 0, 1e-6)
    let labels = shown.map { study.words.units[$0].label.trimmed }
    let characters = labels.reduce(0) { $0 + $1.count + 1 }
    let rows = max(1, (Double(characters) * 4.3 / 352).rounded(.up))
    return Figure(
      id: "prediction",
      caption: """
        How much the score of *\(name)* falls when a word is hidden: words on orange ground speak for it, on blue ground against it, the more \
        the stronger the colour. On the right, the word that changes it most.
        """,
      alternativeText: lines.map { line in "With words \(line.label), the score changes most at \(line.note)." }
        .joined(separator: " "),
      size: Size(width: 470, height: 40 + Double(lines.count) * (rows * 11.6 + 6)),
      panel: Panel(
        .shaded(
          ShadedText(
            words: labels.map { $0.isEmpty ? "␣" : $0 }, lines: lines, labelTitle: "hidden",
            noteTitle: "changes most", range: -largest...largest))))
  }
}
