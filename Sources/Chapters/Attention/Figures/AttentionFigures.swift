internal import Basics
internal import Plotting
internal import Transformers

/// The figures of one sentence's attention.
struct AttentionFigures {
  let study: AttentionStudy
  let chosen: Attention.Results.Head

  var map: AttentionMap { study.tokens }
  /// `L0`, `L1` …
  var layers: [String] { (0..<map.layers).map { "L\($0)" } }
  /// `H0`, `H1` …
  var heads: [String] { (0..<map.heads).map { "H\($0)" } }

  func matrix(_ layer: Int, _ head: Int) -> [[Double]] { map.matrix(layer, head).map { $0.map(Double.init) } }

  /// More tokens than this are drawn in other ways on paper; the views show each of them.
  private static let manyTokens = 48
  var hasManyTokens: Bool { map.count > Self.manyTokens }

  /// What a caption says where there is no room for the names of all tokens.
  var unnamed: Markdown {
    hasManyTokens
      ? " Only some of the \(map.count) tokens have room for their names; colours go up to the largest weight." : ""
  }

  /// The range of a head's colours: one for all heads, unless attention is spread too thinly for it.
  func range(_ weights: [Double]) -> ClosedRange<Double> {
    0...(hasManyTokens ? max(weights.max() ?? 1, 1e-6) : 1)
  }

  /// A matrix in which squares of `step` cells are one, the largest of them.
  private func coarse(_ matrix: [[Double]], _ step: Int) -> [[Double]] {
    if step == 1 { return matrix }
    return stride(from: 0, to: matrix.count, by: step).map { top in
      stride(from: 0, to: matrix.count, by: step).map { left in
        matrix[top..<min(top + step, matrix.count)].reduce(0) {
          $1[left..<min(left + step, matrix.count)].reduce($0, max)
        }
      }
    }
  }

  /// Every head of every layer, small.
  var grid: Figure {
    let cell = (396 - 3 * Double(map.heads - 1)) / Double(map.heads)
    let step = (map.count + Self.manyTokens - 1) / Self.manyTokens
    let pooled: Markdown =
      step > 1
      ? " A cell stands for \(step) by \(step) of the \(map.count) tokens and shows the largest of their weights." : ""
    return Figure(
      id: "heads",
      caption: "The attention of every head. In each square, rows are the tokens that look and columns those that are "
        + "looked at, in the order of the sentence, from \(code: study.token(0)) to \(code: study.token(map.count - 1)); "
        + "all squares share one scale." + pooled,
      alternativeText:
        "A grid of \(map.layers.of("layer")) by \(map.heads.of("head")), each a matrix of \(map.count) by "
        + "\(map.count) tokens. An upright stripe is a token that many others look at, a diagonal a head that looks at "
        + "neighbours.",
      size: Size(width: 470, height: min(600, max(110, (cell + 3) * Double(map.layers) + 24))),
      panel: Panel(
        .grid(
          HeatmapGrid(
            (0..<map.layers).map { layer in (0..<map.heads).map { coarse(matrix(layer, $0), step) } },
            rowHeadings: layers, columnHeadings: heads, range: 0...1, colorBar: "attention"))))
  }

  /// One head, large, with its numbers.
  var large: Figure {
    let weights = matrix(chosen.layer, chosen.head)
    let numbers: NumberFormat? = map.count <= 20 ? .fixed(2) : nil
    return Figure(
      id: "head",
      caption: "Head \(chosen.title): how much each token (row) attends to each other one (column)"
        + (numbers == nil ? "." : ". Weights below 0.10 are not written.") + unnamed,
      alternativeText: "A matrix of attention weights. " + strongest,
      size: Size(width: 470, height: min(340, 70 + 14 * Double(map.count))),
      panel: Panel(
        .heatmap(
          Heatmap(
            weights, rowLabels: study.labels, columnLabels: study.labels, rowTitle: "from",
            columnTitle: "to", range: range(weights.flatMap { $0 }), colorBar: "attention", numbers: numbers,
            leastNumber: 0.1, cells: .fill))))
  }

  /// The heads of the chosen layer as lines between tokens that are not special; of very many tokens the first, for there is no room
  /// for more.
  var arcs: Figure {
    let ordinary = map.units.indices.filter { !map.units[$0].isSpecial }
    let shown = Array((ordinary.isEmpty ? Array(map.units.indices) : ordinary).prefix(hasManyTokens ? 40 : map.count))
    let labels = shown.map { study.labels[$0] }
    var notes: Markdown = ""
    if shown.count < ordinary.count { notes += " Of \(ordinary.count) tokens the first \(shown.count) are drawn." }
    if !ordinary.isEmpty, ordinary.count < map.count {
      notes += " What special tokens get is left out."
    }
    let heads = (0..<map.heads).prefix(16)
    let weights = heads.map { head -> [[Double]] in
      let matrix = matrix(chosen.layer, head)
      return shown.map { from in shown.map { matrix[from][$0] } }
    }
    // As in the matrix of one head, what is faint is no finding; where all is faint, the strongest lines are.
    let least = min(0.1, (weights.joined().joined().max() ?? 0) / 4)
    notes += " Weights below \(least.twoDecimals) are left out."
    if heads.count < map.heads { notes += " Of \(map.heads) heads the first \(heads.count) are drawn." }
    return Figure(
      id: "arcs",
      caption:
        "The heads of layer \(chosen.layer) side by side, after BertViz’s head view: the more a token on the left attends to one on the "
        + "right, the stronger the line." + notes,
      alternativeText: "\(heads.count.of("strip")) between two columns of the same tokens, one for each head of layer "
        + "\(chosen.layer), with lines from token to token. Level lines are tokens that look at themselves, parallel slanting "
        + "ones heads that look at neighbours, and a fan is a token that many look at.",
      size: Size(
        width: 470, height: min(640, max(60, 26 + max(8.6, 9.8 - 0.05 * Double(shown.count)) * Double(shown.count)))),
      panel: Panel(
        .arcs(
          Arcs(
            left: labels, right: labels,
            layers: zip(heads, weights).map { head, rows in
              Arcs.Layer("H\(head)", rows.map { $0.map { $0 < least ? 0 : $0 } })
            }, sideBySide: true))))
  }

  private var strongest: String {
    let matrix = matrix(chosen.layer, chosen.head)
    return matrix.indices.map { row in
      let best = matrix[row].indices.max { matrix[row][$0] < matrix[row][$1] } ?? 0
      return "The token \(study.token(row)) attends most to \(study.token(best)) (\(matrix[row][best].twoDecimals))."
    }.joined(separator: " ")
  }
}

extension Attention.Results.Head {
  /// The head as figures name it: `L5·H6`.
  var title: String { "L\(layer)·H\(head)" }
  /// The head as prose names it.
  var prose: String { "layer \(layer), head \(head)" }
}

extension Attention.Results.Look {
  /// Its head.
  var place: Attention.Results.Head { Attention.Results.Head(layer: layer, head: head) }
}

extension AttentionLook {
  /// Its head.
  var place: Attention.Results.Head { Attention.Results.Head(layer: layer, head: head) }
}
