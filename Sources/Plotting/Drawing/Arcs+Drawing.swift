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
    if sideBySide == true { return drawSideBySide(on: canvas, in: body, theme) }
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

    let pitch = pitch(in: area, line)
    let (leftNames, rightNames) = names(pitch, body.width * 0.35, theme, canvas)
    // Lines longer than about twice the height only lie flatter.
    let span = min(area.width - leftNames.width - rightNames.width - 12, max(90, pitch * rows * 1.3))
    let start = area.minX + leftNames.width + 6
    let end = start + max(20, span)
    func y(_ index: Int) -> Double { area.minY + (Double(index) + 0.5) * pitch }

    let all = lines(of: layers.indices.map { $0 }, strongest: strongest, colors: colors)
    draw(all, from: start, to: end, y, on: canvas)
    drawNames(leftNames, rightNames, from: start, to: end, y, on: canvas, theme)
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

  /// A strip for each layer below its name, all as wide; tokens are named at both ends of the row.
  private func drawSideBySide(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
    let line = canvas.measure("Ag", theme.label).height
    let area = body.inset(top: line + 3)
    let pitch = pitch(in: area, line)
    let (leftNames, rightNames) = names(pitch, body.width * 0.15, theme, canvas)
    let (start, end) = (area.minX + leftNames.width + 5, area.maxX - rightNames.width - 5)
    let gap = min(7, (end - start) / Double(max(1, layers.count)) / 4)
    let width = max(4, (end - start - gap * Double(layers.count - 1)) / Double(max(1, layers.count)))
    func y(_ index: Int) -> Double { area.minY + (Double(index) + 0.5) * pitch }
    let colors = layers.enumerated().map { index, layer in color(layer.ink, index, theme) }
    let heading = theme.label.within(width + gap - 1)
    for (index, layer) in layers.enumerated() {
      let strip = Rectangle(
        x: start + Double(index) * (width + gap), y: area.minY, width: width, height: pitch * rows)
      canvas.fill(strip, theme.grid.opacity(0.45))
      let lines = lines(of: [index], strongest: strongest, colors: colors)
      draw(lines, from: strip.minX, to: strip.maxX, y, on: canvas)
      guard let name = layer.name else { continue }
      let box = canvas.measure(name, heading)
      canvas.draw(
        name, at: Point(strip.midX - box.width / 2, area.minY - 2), heading, theme.ink,
        anchor: TextAnchor(.left, .bottom))
    }
    drawNames(leftNames, rightNames, from: start, to: end, y, on: canvas, theme)
  }

  private var rows: Double { Double(max(left.count, right.count)) }

  private func pitch(in area: Rectangle, _ line: Double) -> Double { min(line * 1.5, area.height / rows) }

  private func names(
    _ pitch: Double, _ widest: Double, _ theme: Theme, _ canvas: borrowing Canvas
  ) -> (left: RowLabels, right: RowLabels) {
    (
      RowLabels(left, pitch: pitch, widest: widest, style: theme.label, canvas: canvas),
      RowLabels(right, pitch: pitch, widest: widest, style: theme.label, canvas: canvas)
    )
  }

  private func drawNames(
    _ leftNames: RowLabels, _ rightNames: RowLabels, from start: Double, to end: Double, _ y: (Int) -> Double,
    on canvas: borrowing Canvas, _ theme: Theme
  ) {
    leftNames.draw(on: canvas, right: start - 4, color: theme.ink) { y($0) }
    for (index, text) in right.enumerated() where index % rightNames.stride == 0 {
      let style = theme.label.within(rightNames.width + 0.5)
      canvas.draw(text, at: Point(end + 4, y(index)), style, theme.ink, anchor: TextAnchor(.left, .middle))
    }
  }

  private struct WeightedLine {
    var weight: Double
    var from, to: Int
    var color: Color
  }

  /// The heaviest weight of all lines that are drawn.
  private var strongest: Double {
    layers.reduce(0) { strongest, layer in
      let rows = selected.map { [layer.weights[$0]] } ?? layer.weights
      return rows.reduce(strongest) { max($0, $1.max() ?? 0) }
    }
  }

  /// The lines of some layers, the weak ones first, so that strong ones are not covered.
  private func lines(of chosen: [Int], strongest: Double, colors: [Color]) -> [WeightedLine] {
    var lines: [WeightedLine] = []
    for index in chosen {
      for (from, row) in layers[index].weights.enumerated() where selected.map({ $0 == from }) ?? true {
        for (to, weight) in row.enumerated() where weight > 0 && weight / strongest >= 0.02 {
          lines.append(WeightedLine(weight: weight / strongest, from: from, to: to, color: colors[index]))
        }
      }
    }
    return lines.indices.sorted { (lines[$0].weight, $0) < (lines[$1].weight, $1) }.map { lines[$0] }
  }

  private func draw(
    _ lines: [WeightedLine], from start: Double, to end: Double, _ y: (Int) -> Double, on canvas: borrowing Canvas
  ) {
    for line in lines {
      var path = Path([Point(start, y(line.from))])
      let third = (end - start) * 0.4
      path.append(
        .curve(
          Point(start + third, y(line.from)), Point(end - third, y(line.to)), to: Point(end, y(line.to))))
      canvas.stroke(path, line.color.opacity(line.weight), width: 0.8 + 0.9 * line.weight)
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
