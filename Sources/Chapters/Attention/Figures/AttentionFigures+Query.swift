internal import Basics
internal import LinearAlgebra
internal import Plotting
internal import Transformers

extension AttentionFigures {
  /// One token's query against every key: what BertViz's neuron view shows on hover.
  ///
  /// - Parameter target: The token whose score is taken apart: columns come in the order of what they add to its lead.
  func query(_ position: Int, target: Int) -> Figure {
    let record = study.pass.layers[chosen.layer]
    let size = study.model.configuration.headSize
    let order = QueryProducts(study, chosen, position, target: target).order
    func vector(_ tensor: Tensor, _ token: Int) -> [Double] {
      let numbers = tensor.slice(token, chosen.head).elements.map(Double.init)
      return order.map { numbers[$0] }
    }
    let query = vector(record.queries, position)
    let seen = map.seen(chosen.layer, position)
    let keys = seen.map { vector(record.keys, $0) }
    let products = keys.map { key in zip(query, key).map { $0 * $1 } }
    let scores = seen.map { Double(record.scores[chosen.head, position, $0]) }
    let weights = seen.map { Double(record.probabilities[chosen.head, position, $0]) }
    let blank = [Double](repeating: .nan, count: size)
    func symmetric(_ rows: [[Double]]) -> ClosedRange<Double> {
      let largest = max(rows.joined().reduce(0) { max($0, abs($1)) }, 1e-6)
      return -largest...largest
    }
    let labels = ["q of " + study.labels[position], ""] + seen.map { study.labels[$0] }
    let scoring = Attention.Results.Scoring(study)
    let isNear = seen.count < (map.isCausal ? position + 1 : map.count)
    let sight: Markdown = isNear ? " that it sees" : ""
    let divided: Markdown = scoring.divisor == 1 ? "" : " over \(scoring.root)"
    let added: Markdown = scoring.addsDistance ? " and what the distance adds" : ""
    let bent: Markdown = scoring.cap.map { ", kept between −\($0.short) and \($0.short)" } ?? ""
    let score: Markdown = "\(divided)\(added)\(bent)"
    let gap = [[Double.nan], [Double.nan]]
    // The column of scores has room for numbers only in rows that are high enough for them.
    let pitch = max(8.2, min(8.6, 480 / Double(seen.count + 2)))
    return Figure(
      id: "query",
      caption:
        "Head \(chosen.title): the query q of *\(study.token(position))* in the top row above the keys k of all tokens\(sight), number "
        + "by number; their products q × k; a row’s sum\(score), the score; and the softmax of the scores, the "
        + "attention. The \(size.of("column")) come in the order of what they add to the lead of *\(study.token(target))* over "
        + "the other keys." + unnamed,
      alternativeText: "Four matrices with a row for each token. "
        + "The highest attention of \(study.token(position)) is to "
        + "\(study.token(weights.indices.max { weights[$0] < weights[$1] }.map { seen[$0] } ?? 0)).",
      size: Size(width: 470, height: min(620, 62 + pitch * Double(seen.count + 2))),
      panels: [
        Panel(
          "q and k",
          .heatmap(
            Heatmap(
              [query, blank] + keys, rowLabels: labels, scale: .diverging, range: symmetric([query] + keys),
              colorBar: "value", colorBarIsBelow: true, cells: .fill, leavesMissingBlank: true))),
        Panel(
          "q × k",
          .heatmap(
            Heatmap(
              [blank, blank] + products, scale: .diverging, range: symmetric(products), colorBar: "product",
              colorBarIsBelow: true, cells: .fill, leavesMissingBlank: true))),
        Panel(
          scoring.isUsual ? "q·k/√d" : "score",
          .heatmap(
            Heatmap(
              gap + scores.map { [$0] }, scale: .diverging, range: symmetric([scores]), colorBar: "score",
              colorBarIsBelow: true, numbers: .fixed(2), cells: .fill, leavesMissingBlank: true))),
        Panel(
          "softmax",
          .heatmap(
            Heatmap(
              gap + weights.map { [$0] }, range: range(weights), colorBar: "attention", colorBarIsBelow: true,
              numbers: .fixed(2), cells: .fill, leavesMissingBlank: true))),
      ],
      columns: 4, columnWidths: [4.4, 3, 1, 1])
  }
}
