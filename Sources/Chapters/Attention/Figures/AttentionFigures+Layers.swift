internal import Basics
internal import Plotting
internal import Transformers

extension AttentionFigures {
  /// What layers do: where their attention goes, how far it reaches, and what is lost without them.
  ///
  /// - Parameter sharing: What is lost by layer when its heads share one pattern.
  func layers(_ survey: SentenceSurvey, _ ablation: HeadAblation, sharing: [Double]) -> Figure {
    let profiles = survey.profiles
    let idle = profiles.joined().filter { $0.categories.isEmpty }.map(\.mix)
    let mixes = profiles.map { AttentionMix.mean(of: $0.map(\.mix)) } + (idle.isEmpty ? [] : [.mean(of: idle)])
    let names = layers + (idle.isEmpty ? [] : ["no kind"])
    // One head is all heads, and has its pattern to itself.
    let hasHeads = map.heads > 1 && sharing.count == profiles.count
    let rest: [[Double]] = profiles.indices.map { layer in
      [profiles[layer].map(\.distance).mean]
        + (hasHeads ? [ablation.heads[layer].map { Double($0.distance) * 1000 }.mean, sharing[layer] * 1000] : [])
        + [Double(ablation.attention[layer].distance) * 1000, Double(ablation.layers[layer].distance) * 1000]
    }
    let titles = ["reach"] + (hasHeads ? ["a head", "shared"] : []) + ["heads", "layer"]
    // Columns that measure several things: each has its own scale, its largest value the darkest.
    let largest = titles.indices.map { column in max(rest.map { $0[column] }.max() ?? 0, 1e-9) }
    let blank = idle.isEmpty ? [] : [[Double](repeating: .nan, count: titles.count)]
    let texts = rest.map { row in row.indices.map { row[$0].fixed($0 == 0 || titles[$0] == "a head" ? 1 : 0) } }
    let ofHeads: Markdown =
      hasHeads
      ? "without one of its heads, on average (*a head*), with one pattern for all of them, the mean of theirs (*shared*), without "
        + "all of them (*heads*), and "
      : "without its heads (*heads*) and "
    let sink = study.hasSpecialTokens ? "special" : "first"
    let kinds: Markdown =
      idle.isEmpty
      ? ""
      : " The last row is the mean of the \(idle.count.of("head")) that \(idle.count == 1 ? "fits" : "fit") no kind."
    return Figure(
      id: "layers",
      caption:
        "Where the attention of each layer goes, mean over its heads and \(survey.entries.count.of("sentence")), each part counted "
        + "once.\(kinds) On the right, each column on its own scale: how many tokens away the words are that it looks at (*reach*), and "
        + "how far the sentence’s vector moves (1 − cosine, in thousandths) \(ofHeads)without the whole layer (*layer*).",
      alternativeText: "Two matrices with a row for each of \(map.layers.of("layer")). "
        + profiles.indices.map { layer in
          "Layer \(layer): \(sink) \(mixes[layer].special.percent), other words \(mixes[layer].words.percent), reach "
            + "\(rest[layer][0].twoDecimals), lost without it \((rest[layer][titles.count - 1] / 1000).threeDecimals)."
        }.joined(separator: " "),
      size: Size(width: 470, height: min(600, 38 + 12 * Double(names.count))),
      panels: [
        Panel(
          "Where attention goes (%)",
          .heatmap(
            Heatmap(
              mixes.map { $0.parts.map { $0 * 100 } }, rowLabels: names,
              columnLabels: [sink, "itself", "previous", "next", "punct.", "words"], range: 0...100, numbers: .fixed(0),
              cells: .fill))),
        Panel(
          "Reach, and losses",
          .heatmap(
            Heatmap(
              rest.map { row in row.indices.map { row[$0] / largest[$0] } } + blank,
              columnLabels: titles, range: 0...1,
              texts: texts + (idle.isEmpty ? [] : [[String](repeating: "", count: titles.count)]), cells: .fill,
              leavesMissingBlank: true))),
      ],
      columns: 2, columnWidths: [5, hasHeads ? 3.6 : 2.4])
  }
}
