internal import Graphics

extension Heatmap {
  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    let columns = values.first?.count ?? 0
    for (index, row) in values.enumerated() {
      try validation.count("\(part), row \(index) of the heatmap", columns, row.count)
      try validation.finite("\(part), row \(index) of the heatmap", row, missingAllowed: true)
    }
    if !rowLabels.isEmpty { try validation.count("\(part), names of rows", values.count, rowLabels.count) }
    if !columnLabels.isEmpty { try validation.count("\(part), names of columns", columns, columnLabels.count) }
    if let texts {
      try validation.count("\(part), rows of texts", values.count, texts.count)
      for row in texts { try validation.count("\(part), texts of a row", columns, row.count) }
    }
    try validation.range("\(part), range of colours", range)
  }

  func draw(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
    guard let columns = values.first?.count, columns > 0 else { return drawNothing(on: canvas, in: body, theme) }
    let range = colorRange(range, values.joined())
    let scale = theme.colors(scale, of: range)
    let bar = colorBar.map { ColorBar(title: $0, scale: scale, range: range) }
    let line = canvas.measure("Ag", theme.label).height

    // Labels depend on the cells and the cells on the labels: the second pass knows the first's answer.
    var area = body.inset(left: 30, top: 0, right: 30, bottom: 30)
    for _ in 0..<3 {
      let rowNames = rowNames(area, body, theme, canvas)
      let columnNames = columnNames(area, theme, canvas)
      var left = rowLabels.isEmpty ? 0 : rowNames.width + 4
      if rowTitle != nil { left += line + 2 }
      if !columnLabels.isEmpty { left = max(left, columnNames.overhang - area.width / Double(columns) / 2) }
      var bottom = columnLabels.isEmpty ? 1 : columnNames.height + 4
      if columnTitle != nil { bottom += line + 2 }
      var right = 1.0
      if let bar {
        if colorBarIsBelow == true {
          bottom += bar.height(theme: theme, canvas: canvas)
        } else {
          right = bar.width(height: area.height, theme: theme, canvas: canvas)
        }
      }
      area = body.inset(left: left, top: 4, right: right, bottom: bottom)
      if cells == .square {
        let cell = min(area.width / Double(columns), area.height / Double(values.count))
        area = Rectangle(
          x: area.x, y: area.y, width: cell * Double(columns), height: cell * Double(values.count))
      }
    }
    let colors = cellColors(
      values, scale, range, missing: leavesMissingBlank == true ? theme.background : theme.missing)
    canvas.drawCells(colors, columns: columns, in: area)
    if leavesMissingBlank != true { canvas.stroke(Path(area), theme.rule, width: 0.4) }
    drawNumbers(colors, columns, on: canvas, in: area, theme)

    let (width, height) = (area.width / Double(columns), area.height / Double(values.count))
    let rowNames = rowNames(area, body, theme, canvas)
    let columnNames = columnNames(area, theme, canvas)
    rowNames.draw(on: canvas, right: area.minX - 3, color: theme.ink) { area.minY + (Double($0) + 0.5) * height }
    columnNames.draw(on: canvas, top: area.maxY + 3, color: theme.ink) { area.minX + (Double($0) + 0.5) * width }
    if let rowTitle {
      canvas.draw(
        rowTitle, at: Point(area.minX - (rowLabels.isEmpty ? 3 : rowNames.width + 5), area.midY),
        theme.label.within(max(area.height, 30)), theme.mutedInk, anchor: TextAnchor(.center, .bottom), angle: -.pi / 2)
    }
    if let columnTitle {
      canvas.draw(
        columnTitle, at: Point(area.midX, area.maxY + (columnLabels.isEmpty ? 2 : columnNames.height + 5)),
        theme.label.within(max(area.width, 30)), theme.mutedInk, anchor: TextAnchor(.center, .top))
    }
    if colorBarIsBelow == true {
      let names = columnLabels.isEmpty ? 1 : columnNames.height + 4
      bar?.draw(on: canvas, below: area.inset(bottom: -names - (columnTitle == nil ? 0 : line + 2)), theme)
    } else {
      bar?.draw(on: canvas, beside: area, theme)
    }
  }

  private func rowNames(
    _ area: Rectangle, _ body: Rectangle, _ theme: Theme, _ canvas: borrowing Canvas
  ) -> RowLabels {
    RowLabels(
      rowLabels, pitch: area.height / Double(max(1, values.count)), widest: max(24, body.width * 0.3),
      style: theme.tick, canvas: canvas)
  }

  private func columnNames(_ area: Rectangle, _ theme: Theme, _ canvas: borrowing Canvas) -> CategoryLabels {
    CategoryLabels(
      columnLabels, pitch: area.width / Double(max(1, columnLabels.count)), style: theme.tick, canvas: canvas)
  }

  private func drawNumbers(
    _ colors: [Color], _ columns: Int, on canvas: borrowing Canvas, in area: Rectangle, _ theme: Theme
  ) {
    let (width, height) = (area.width / Double(columns), area.height / Double(values.count))
    let texts: [String]
    if let given = self.texts {
      texts = Array(given.joined())
    } else if let numbers {
      texts = values.joined().map { $0.isFinite && abs($0) >= leastNumber ?? 0 ? numbers.text($0) : "" }
    } else {
      return
    }
    var widest = 0.0
    var tallest = 0.0
    for text in texts {
      let box = canvas.measure(text, theme.tick)
      (widest, tallest) = (max(widest, box.width), max(tallest, box.capHeight))
    }
    guard widest <= width - 1, tallest <= height - 2 else { return }
    for (index, text) in texts.enumerated() where !text.isEmpty {
      let center = Point(
        area.minX + (Double(index % columns) + 0.5) * width, area.minY + (Double(index / columns) + 0.5) * height)
      canvas.draw(text, at: center, theme.tick, inkOver(colors[index]), anchor: TextAnchor(.center, .middle))
    }
  }
}

/// What a panel without data shows.
func drawNothing(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
  canvas.draw(
    "No data", at: Point(body.midX, body.midY), theme.label, theme.mutedInk, anchor: TextAnchor(.center, .middle))
}
