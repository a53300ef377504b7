internal import Basics
internal import Plotting
internal import Transformers

/// The figures of what a decoder attends to.
struct TargetFigures {
  let study: TargetStudy
  /// The head of cross-attention that is drawn large, and that of the decoder's attention to itself.
  let chosen, ownChosen: Attention.Results.Head

  private var cross: CrossAttention { study.tokens }

  /// All heads of all layers, small.
  private func grid(
    _ id: String, _ caption: Markdown, _ alternativeText: String, layers: Int, heads: Int, rows: Int, columns: Int,
    _ matrix: (Int, Int) -> [[Double]]
  ) -> Figure {
    let cell = (396 - 3 * Double(heads - 1)) / Double(heads)
    let high = cell * min(1.6, max(0.3, Double(rows) / Double(columns)))
    return Figure(
      id: id, caption: caption, alternativeText: alternativeText,
      size: Size(width: 470, height: min(560, max(110, (high + 3) * Double(layers) + 24))),
      panel: Panel(
        .grid(
          HeatmapGrid(
            (0..<layers).map { layer in (0..<heads).map { matrix(layer, $0) } },
            rowHeadings: (0..<layers).map { "L\($0)" }, columnHeadings: (0..<heads).map { "H\($0)" }, range: 0...1,
            colorBar: "attention"))))
  }

  /// The decoder's attention to itself.
  var own: Figure {
    let map = study.own
    return grid(
      "decoder-heads",
      "The decoder’s attention to its own text, head by head. Rows are the tokens that look and columns those that are looked at; what "
        + "comes later is not seen.",
      "A grid of \(map.layers.of("layer")) by \(map.heads.of("head")) of the decoder, each a matrix of \(map.count) by \(map.count) "
        + "tokens, empty above the diagonal.",
      layers: map.layers, heads: map.heads, rows: map.count, columns: map.count
    ) { layer, head in map.matrix(layer, head).map { $0.map(Double.init) } }
  }

  /// A head of it, large.
  var ownLarge: Figure {
    let weights = study.own.matrix(ownChosen.layer, ownChosen.head).map { $0.map(Double.init) }
    return map(
      "decoder",
      "The decoder’s attention to its own text in head \(ownChosen.title): how much each token (row) attends to itself and to those before "
        + "it (column).",
      weights, columns: study.labels, "decoder", of: "its own text")
  }

  /// What every head attends to in the sentence.
  var heads: Figure {
    grid(
      "cross-heads",
      "The cross-attention of every head. In each rectangle, rows are the decoder’s tokens and columns those of the sentence; all share "
        + "one scale.",
      "A grid of \(cross.layers.of("layer")) by \(cross.heads.of("head")) of cross-attention, each a matrix of \(cross.queries.count) by "
        + "\(cross.keys.count) tokens.",
      layers: cross.layers, heads: cross.heads, rows: cross.queries.count, columns: cross.keys.count, cross.matrix)
  }

  /// A matrix of tokens of the target against those of the sentence.
  private func map(_ id: String, _ caption: Markdown, _ matrix: [[Double]]) -> Figure {
    map(id, caption, matrix, columns: study.sourceLabels, "sentence", of: "the sentence")
  }

  /// A matrix of tokens of the target against others.
  private func map(
    _ id: String, _ caption: Markdown, _ matrix: [[Double]], columns: [String], _ columnTitle: String, of text: String
  ) -> Figure {
    let rows = study.labels
    let hasNumbers = columns.count <= 20 && rows.count <= 30
    let strongest = matrix.indices.map { row in
      let best = matrix[row].indices.max { matrix[row][$0] < matrix[row][$1] } ?? 0
      return
        "The decoder’s token \(rows[row].trimmed) attends most to \(columns[best].trimmed) of \(text) (\(matrix[row][best].twoDecimals))."
    }
    return Figure(
      id: id, caption: caption + (hasNumbers ? " Weights below 0.10 are not written." : ""),
      alternativeText: "A matrix of attention weights. " + strongest.joined(separator: " "),
      size: Size(width: 470, height: min(420, 76 + 14 * Double(rows.count))),
      panel: Panel(
        .heatmap(
          Heatmap(
            matrix, rowLabels: rows, columnLabels: columns, rowTitle: "decoder", columnTitle: columnTitle, range: 0...1,
            colorBar: "attention", numbers: hasNumbers ? .fixed(2) : nil, leastNumber: 0.1, cells: .fill))))
  }

  /// The chosen head, large.
  var large: Figure {
    map(
      "cross",
      "The cross-attention of head \(chosen.title): how much each token of the decoder (row) attends to each token of the sentence (column).",
      cross.matrix(chosen.layer, chosen.head))
  }

  /// The mean of all heads, large.
  var mean: Figure {
    map(
      "cross-mean",
      "The mean of the cross-attention of all \((cross.layers * cross.heads).of("head")): rows are the decoder’s tokens, columns those of the sentence.",
      cross.mean)
  }

  /// The heads of the chosen layer as lines from the decoder's tokens to those of the sentence.
  var arcs: Figure {
    let heads = (0..<cross.heads).prefix(16)
    let (rows, columns) = (study.labels.prefix(48), study.sourceLabels.prefix(48))
    let weights = heads.map { head in
      cross.matrix(chosen.layer, head).prefix(rows.count).map { Array($0.prefix(columns.count)) }
    }
    let least = min(0.1, (weights.joined().joined().max() ?? 0) / 4)
    var notes: Markdown = " Weights below \(least.twoDecimals) are left out."
    if heads.count < cross.heads { notes += " Of \(cross.heads) heads the first \(heads.count) are drawn." }
    if rows.count < study.labels.count || columns.count < study.sourceLabels.count {
      notes += " Of each text at most 48 tokens are drawn."
    }
    let longest = Double(max(rows.count, columns.count))
    return Figure(
      id: "cross-arcs",
      caption:
        "The heads of the decoder’s layer \(chosen.layer) side by side, after BertViz’s head view: the decoder’s tokens on the left, "
        + "those of the sentence on the right; the more the one attends to the other, the stronger the line." + notes,
      alternativeText:
        "\(heads.count.of("strip")) between the decoder’s \(study.labels.count.of("token")) and the sentence’s "
        + "\(study.sourceLabels.count), one for each head of layer \(chosen.layer).",
      size: Size(width: 470, height: min(640, max(60, 26 + max(8.6, 9.8 - 0.05 * longest) * longest))),
      panel: Panel(
        .arcs(
          Arcs(
            left: Array(rows), right: Array(columns),
            layers: zip(heads, weights).map { head, rows in
              Arcs.Layer("H\(head)", rows.map { $0.map { $0 < least ? 0 : $0 } })
            }, sideBySide: true))))
  }
}
