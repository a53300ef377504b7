internal import Graphics

extension Arcs {
  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    for (index, layer) in layers.enumerated() {
      let name = "\(part), weights \(layer.name.map { "\"\($0)\"" } ?? "\(index)")"
      try validation.count(name, left.count, layer.weights.count)
      for row in layer.weights {
        try validation.count(name, right.count, row.count)
        try validation.finite(name, row)
      }
    }
    if let selected, !left.indices.contains(selected) {
      throw .count(
        figure: validation.figure, part: "\(part), selected token \(selected)", expected: left.count,
        found: selected + 1)
    }
  }

  func draw(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
    guard !left.isEmpty, !right.isEmpty else { return drawNothing(on: canvas, in: body, theme) }
    let colors = layers.enumerated().map { index, layer in color(layer.ink, index, theme) }
    let named = zip(layers, colors).map {
      SeriesStyle(name: $0.name, color: $1, marker: .circle, kind: .bar)
    }
    let legend = LegendRows(named, width: body.width, theme: theme, canvas: canvas)
    legend.draw(on: canvas, at: Point(body.minX, body.minY), theme: theme)
    let line = canvas.measure("Ag", theme.label).height
    var area = body.inset(top: legend.height + (legend.height > 0 ? 3 : 0))
    let titles = leftTitle != nil || rightTitle != nil
    if titles { area = area.inset(top: line + 3) }

    let pitch = min(line * 1.5, area.height / Double(max(left.count, right.count)))
    let leftNames = RowLabels(left, pitch: pitch, widest: body.width * 0.35, style: theme.label, canvas: canvas)
    let rightNames = RowLabels(right, pitch: pitch, widest: body.width * 0.35, style: theme.label, canvas: canvas)
    // Lines longer than about twice the height only lie flatter.
    let span = min(
      area.width - leftNames.width - rightNames.width - 12, max(90, pitch * Double(max(left.count, right.count)) * 1.3))
    let start = area.minX + leftNames.width + 6
    let end = start + max(20, span)
    func y(_ index: Int) -> Double { area.minY + (Double(index) + 0.5) * pitch }

    // Weak lines first, so that strong ones are not covered.
    var lines: [(weight: Double, from: Int, to: Int, color: Color)] = []
    for (layer, color) in zip(layers, colors) {
      for (from, row) in layer.weights.enumerated() where selected.map({ $0 == from }) ?? true {
        for (to, weight) in row.enumerated() where weight > 0 { lines.append((weight, from, to, color)) }
      }
    }
    let strongest = lines.map(\.weight).max() ?? 1
    for index in lines.indices { lines[index].weight /= strongest }
    lines.removeAll { $0.weight < 0.02 }
    let order = lines.indices.sorted { (lines[$0].weight, $0) < (lines[$1].weight, $1) }
    for index in order {
      let line = lines[index]
      var path = Path([Point(start, y(line.from))])
      let third = (end - start) * 0.4
      path.append(
        .curve(
          Point(start + third, y(line.from)), Point(end - third, y(line.to)), to: Point(end, y(line.to))))
      canvas.stroke(path, line.color.opacity(line.weight), width: 0.8 + 0.9 * line.weight)
    }
    leftNames.draw(on: canvas, right: start - 4, color: theme.ink) { y($0) }
    for (index, text) in right.enumerated() {
      let style = theme.label.within(rightNames.width + 0.5)
      canvas.draw(text, at: Point(end + 4, y(index)), style, theme.ink, anchor: TextAnchor(.left, .middle))
    }
    let heading = theme.label.within(body.width / 2)
    if let leftTitle {
      let width = canvas.measure(leftTitle, heading).width
      canvas.draw(
        leftTitle, at: Point(max(body.minX, start - 4 - width), area.minY - 3), heading, theme.mutedInk,
        anchor: TextAnchor(.left, .bottom))
    }
    if let rightTitle {
      let width = canvas.measure(rightTitle, heading).width
      canvas.draw(
        rightTitle, at: Point(min(end + 4, body.maxX - width), area.minY - 3), heading, theme.mutedInk,
        anchor: TextAnchor(.left, .bottom))
    }
  }

  private func color(_ ink: Ink, _ index: Int, _ theme: Theme) -> Color {
    switch ink {
    case .automatic: theme.heads[index]
    case .series(let place): theme.palette[max(0, place)]
    case .muted: theme.faint
    case .color(let color): color
    }
  }
}
