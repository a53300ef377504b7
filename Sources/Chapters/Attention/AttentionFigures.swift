internal import Basics
internal import LinearAlgebra
internal import Plotting
internal import Transformers

/// The figures of one sentence's attention.
struct AttentionFigures {
  let study: AttentionStudy
  let chosen: Attention.Results.Head

  private var map: AttentionMap { study.tokens }
  private var layers: [String] { (0..<map.layers).map(String.init) }
  private var heads: [String] { (0..<map.heads).map(String.init) }

  private func matrix(_ layer: Int, _ head: Int) -> [[Double]] { map.matrix(layer, head).map { $0.map(Double.init) } }

  /// More tokens than this are drawn in other ways on paper; the views show each of them.
  private static let manyTokens = 48
  private var hasManyTokens: Bool { map.count > Self.manyTokens }

  /// What a caption says where there is no room for the names of all tokens.
  private var unnamed: Markdown {
    hasManyTokens
      ? " Of \(map.count) tokens only some have room for their names; colours go up to the largest weight." : ""
  }

  /// The range of a head's colours: one for all heads, unless attention is spread too thinly for it.
  private func range(_ weights: [Double]) -> ClosedRange<Double> {
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
    let cell = 400 / Double(map.heads)
    let step = (map.count + Self.manyTokens - 1) / Self.manyTokens
    let pooled: Markdown =
      step > 1
      ? " A cell stands for \(step) by \(step) of the \(map.count) tokens and has the largest of their weights." : ""
    return Figure(
      id: "heads",
      caption: "The attention of every head: in each square, a row is a token that looks and a column a token that is "
        + "looked at. All squares share one scale." + pooled,
      alternativeText: "A grid of \(map.layers) layers by \(map.heads) heads, each a matrix of \(map.count) by "
        + "\(map.count) tokens. Upright stripes are tokens that all others look at, diagonals heads that look at "
        + "neighbours.",
      size: Size(width: 470, height: min(600, max(110, cell * Double(map.layers) + 46))),
      panel: Panel(
        .grid(
          HeatmapGrid(
            (0..<map.layers).map { layer in (0..<map.heads).map { coarse(matrix(layer, $0), step) } },
            rowHeadings: layers,
            columnHeadings: heads, rowTitle: "layer", columnTitle: "head", range: 0...1, colorBar: "attention"))))
  }

  /// One head, large, with its numbers.
  var large: Figure {
    let weights = matrix(chosen.layer, chosen.head)
    let numbers: NumberFormat? = map.count <= 20 ? .fixed(2) : nil
    return Figure(
      id: "head",
      caption: "Layer \(chosen.layer), head \(chosen.head): how much each token (row) attends to each other (column)."
        + unnamed,
      alternativeText: "A matrix of attention weights. " + strongest,
      size: Size(width: 470, height: min(430, 75 + 26 * Double(map.count))),
      panel: Panel(
        .heatmap(
          Heatmap(
            weights, rowLabels: study.labels, columnLabels: study.labels, rowTitle: "from",
            columnTitle: "to", range: range(weights.flatMap { $0 }), colorBar: "attention", numbers: numbers))))
  }

  /// The heads of the chosen layer as lines between tokens; of very many tokens the first, for there is no room for more.
  var arcs: Figure {
    let shown = hasManyTokens ? 40 : map.count
    let labels = Array(study.labels.prefix(shown))
    let part: Markdown = hasManyTokens ? " Of \(map.count) tokens the first \(shown) are drawn." : ""
    return Figure(
      id: "arcs",
      caption: "Layer \(chosen.layer) as BertViz draws it: a line from each token to those it attends to, a colour a "
        + "head, the stronger the more." + part,
      alternativeText: "Two columns of the same tokens joined by lines in \(map.heads) colours, one for each head of "
        + "layer \(chosen.layer).",
      size: Size(width: 470, height: min(640, 66 + 12.5 * Double(shown))),
      panel: Panel(
        .arcs(
          Arcs(
            left: labels, right: labels,
            layers: (0..<map.heads).map { head in
              Arcs.Layer("head \(head)", matrix(chosen.layer, head).prefix(shown).map { Array($0.prefix(shown)) })
            }, leftTitle: "from", rightTitle: "to"))))
  }

  /// One token's query against every key: what BertViz's neuron view shows on hover.
  func query(_ position: Int) -> Figure {
    let record = study.pass.layers[chosen.layer]
    let size = study.model.configuration.headSize
    func vector(_ tensor: Tensor, _ token: Int) -> [Double] {
      tensor.slice(token, chosen.head).elements.map(Double.init)
    }
    let query = vector(record.queries, position)
    let visible = map.isCausal ? position + 1 : map.count
    let keys = (0..<visible).map { vector(record.keys, $0) }
    let products = keys.map { key in zip(query, key).map { $0 * $1 } }
    let scores = (0..<visible).map { Double(record.scores[chosen.head, position, $0]) }
    let weights = (0..<visible).map { Double(record.probabilities[chosen.head, position, $0]) }
    let blank = [Double](repeating: .nan, count: size)
    func symmetric(_ rows: [[Double]]) -> ClosedRange<Double> {
      let largest = max(rows.joined().reduce(0) { max($0, abs($1)) }, 1e-6)
      return -largest...largest
    }
    let labels = ["q: " + study.labels[position], ""] + study.labels.prefix(visible)
    let gap = [[Double.nan], [Double.nan]]
    return Figure(
      id: "query",
      caption:
        "Layer \(chosen.layer), head \(chosen.head), the query of *\(study.labels[position])* against every key. "
        + "From the left: the query q above the keys k, number by number; their products q × k; the sum of a row's "
        + "products over √\(size); and its softmax, the attention." + unnamed,
      alternativeText: "Four matrices with a row for each token. "
        + "The highest attention of \(study.labels[position]) is to "
        + "\(study.labels[weights.indices.max { weights[$0] < weights[$1] } ?? 0]).",
      size: Size(width: 470, height: min(620, 70 + 15 * Double(visible + 2))),
      panels: [
        Panel(
          "q and k",
          .heatmap(
            Heatmap(
              [query, blank] + keys, rowLabels: labels, scale: .diverging, range: symmetric([query] + keys),
              cells: .fill))),
        Panel(
          "q × k",
          .heatmap(Heatmap([blank, blank] + products, scale: .diverging, range: symmetric(products), cells: .fill))),
        Panel(
          "q·k/√d",
          .heatmap(
            Heatmap(
              gap + scores.map { [$0] }, scale: .diverging, range: symmetric([scores]), numbers: .fixed(2),
              cells: .fill))),
        Panel(
          "softmax",
          .heatmap(Heatmap(gap + weights.map { [$0] }, range: range(weights), numbers: .fixed(2), cells: .fill))),
      ],
      columns: 4, columnWidths: [4.4, 3, 1, 1])
  }

  /// How evenly each head spreads its attention.
  var entropies: Figure {
    Figure(
      id: "entropy",
      caption: "How evenly each head spreads its attention: the entropy of its rows over the largest possible. At 0 it "
        + "looks at one token, at 1 at all alike.",
      alternativeText: "A matrix of \(map.layers) layers by \(map.heads) heads.",
      size: Size(width: 470, height: 60 + 30 * Double(map.layers)),
      panel: Panel(
        .heatmap(
          Heatmap(
            study.profiles.map { $0.map(\.relativeEntropy) }, rowLabels: layers, columnLabels: heads,
            rowTitle: "layer", columnTitle: "head", range: 0...1, colorBar: "relative entropy", numbers: .fixed(2),
            cells: .fill))))
  }

  /// Heads as points: near to each other where they attend alike.
  func similarity(_ places: [[Double]]) -> Figure {
    let profiles = study.profiles.flatMap { $0 }
    var groups: [(name: String, members: [Int])] = HeadCategory.allCases.map { category in
      (category.title, profiles.indices.filter { profiles[$0].categories.first == category })
    }
    groups.append(("none of these", profiles.indices.filter { profiles[$0].categories.isEmpty }))
    return Figure(
      id: "similarity",
      caption:
        "The heads as points, near to each other where they attend alike (Jensen–Shannon divergence, laid out by "
        + "multidimensional scaling). A label is layer.head.",
      alternativeText: groups.filter { !$0.members.isEmpty }.map { "\($0.members.count) heads: \($0.name)." }
        .joined(separator: " "),
      size: Size(width: 470, height: 360),
      panel: Panel(
        x: Axis("first dimension"), y: Axis("second dimension"),
        marks: groups.enumerated().filter { !$0.element.members.isEmpty }.map { index, group in
          .scatter(
            group.members.map { Point(places[$0][0], places[$0][1]) }, name: group.name,
            ink: group.name == "none of these" ? .muted : .series(index), size: 6,
            labels: Dictionary(
              uniqueKeysWithValues: group.members.enumerated().map {
                ($0, "\(profiles[$1].layer).\(profiles[$1].head)")
              }))
        }, equalAspect: true))
  }

  /// The words by five measures; a sixth column would leave words no room.
  var importance: Figure {
    let importance = study.importance
    let names = importance.words.map(\.label)
    return Figure(
      id: "importance",
      caption: "How important each word is, by five measures, each as a share of all words: how far the sentence moves "
        + "when the word is hidden; attention received from words, and from all tokens; attention followed through the "
        + "layers; and attention weighted by the length of what it brings.",
      alternativeText: importance.drawn.map { measure in
        let top = names.indices.max { (measure.shares[$0], $1) < (measure.shares[$1], $0) } ?? 0
        return "By \(measure.name), \(names[top]) is first."
      }.joined(separator: " "),
      size: Size(width: 470, height: min(640, 32 + 14.4 * Double(names.count))),
      panel: Panel(
        .table(
          Table(
            [Table.Column("word", .text(names))]
              + importance.drawn.map { Table.Column($0.name, .bars($0.shares.map { $0 * 100 }, .fixed(1))) },
            emphasized: Set(importance.order.prefix(3))))))
  }

  /// How far the sentence moves when each head is removed.
  func ablation(_ ablation: HeadAblation) -> Figure {
    Figure(
      id: "ablation",
      caption: "How far the sentence's vector moves (1 − cosine, in thousandths) when one head is removed.",
      alternativeText: "A matrix of \(map.layers) layers by \(map.heads) heads; the largest value is at layer "
        + "\(chosen.layer), head \(chosen.head) where the heads were chosen by it.",
      size: Size(width: 470, height: 60 + 30 * Double(map.layers)),
      panel: Panel(
        .heatmap(
          Heatmap(
            ablation.heads.map { $0.map { Double($0.distance) * 1000 } }, rowLabels: layers, columnLabels: heads,
            rowTitle: "layer", columnTitle: "head", colorBar: "distance × 1000", numbers: .fixed(1), cells: .fill))))
  }

  private var strongest: String {
    let matrix = matrix(chosen.layer, chosen.head)
    let labels = study.labels
    return matrix.indices.map { row in
      let best = matrix[row].indices.max { matrix[row][$0] < matrix[row][$1] } ?? 0
      return "\(labels[row]) attends most to \(labels[best]) (\(matrix[row][best].twoDecimals))."
    }.joined(separator: " ")
  }
}

extension HeadCategory {
  /// What the head does, in words.
  var title: String {
    switch self {
    case .next: "next token"
    case .previous: "previous token"
    case .start: "first token"
    case .separator: "separator"
    case .punctuation: "punctuation"
    case .broad: "broad"
    }
  }
}
