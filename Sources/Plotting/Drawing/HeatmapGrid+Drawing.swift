internal import Graphics

extension HeatmapGrid {
  private var columnCount: Int { matrices.first?.count ?? 0 }

  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    for (index, row) in matrices.enumerated() {
      try validation.count("\(part), row \(index) of the grid", columnCount, row.count)
      for (place, matrix) in row.enumerated() {
        let name = "\(part), matrix \(index), \(place)"
        for values in matrix {
          try validation.count(name, matrix[0].count, values.count)
          try validation.finite(name, values, missingAllowed: true)
        }
      }
    }
    if !rowHeadings.isEmpty { try validation.count("\(part), headings of rows", matrices.count, rowHeadings.count) }
    if !columnHeadings.isEmpty {
      try validation.count("\(part), headings of columns", columnCount, columnHeadings.count)
    }
    try validation.range("\(part), range of colours", range)
  }

  func draw(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
    guard columnCount > 0 else { return drawNothing(on: canvas, in: body, theme) }
    let range = colorRange(range, matrices.joined().joined().joined())
    let scale = theme.colors(scale, of: range)
    let bar = colorBar.map { ColorBar(title: $0, scale: scale, range: range) }
    let line = canvas.measure("Ag", theme.label).height
    let tick = canvas.measure("Ag", theme.tick).height

    let gap = columnCount > 6 || matrices.count > 6 ? 3.0 : 8.0
    let rowNames = RowLabels(
      rowHeadings, pitch: body.height / Double(matrices.count), widest: body.width * 0.25, style: theme.tick,
      canvas: canvas)
    let top = (columnHeadings.isEmpty ? 1 : tick + 2) + (columnTitle == nil ? 0 : line + 1)
    let left = (rowHeadings.isEmpty ? 1 : rowNames.width + 4) + (rowTitle == nil ? 0 : line + 2)
    let right = bar?.width(height: body.height, theme: theme, canvas: canvas) ?? 1
    let room = body.inset(left: left, top: top, right: right, bottom: 1)
    let rows = Double(matrices.count)
    let columns = Double(columnCount)
    let side = max(
      1, min((room.width - gap * (columns - 1)) / columns, (room.height - gap * (rows - 1)) / rows))
    let area = Rectangle(
      x: room.x, y: room.y, width: side * columns + gap * (columns - 1), height: side * rows + gap * (rows - 1))

    for (row, line) in matrices.enumerated() {
      for (column, matrix) in line.enumerated() {
        let cell = Rectangle(
          x: area.x + Double(column) * (side + gap), y: area.y + Double(row) * (side + gap), width: side, height: side)
        if let width = matrix.first?.count, width > 0 {
          canvas.drawCells(
            cellColors(matrix, scale, range, missing: theme.missing), columns: width, in: cell,
            asVectors: 100)
        }
        canvas.stroke(Path(cell), theme.rule, width: 0.4)
      }
    }
    rowNames.draw(on: canvas, right: area.minX - 4, color: theme.ink) {
      area.minY + Double($0) * (side + gap) + side / 2
    }
    let heading = theme.tick.within(side + gap, lines: 1)
    for (column, text) in columnHeadings.enumerated() {
      let box = canvas.measure(text, heading)
      canvas.draw(
        text, at: Point(area.minX + Double(column) * (side + gap) + (side - box.width) / 2, area.minY - 2), heading,
        theme.ink, anchor: TextAnchor(.left, .bottom))
    }
    if let columnTitle {
      canvas.draw(
        columnTitle, at: Point(area.midX, body.minY), theme.label.within(area.width), theme.mutedInk,
        anchor: TextAnchor(.center, .top))
    }
    if let rowTitle {
      canvas.draw(
        rowTitle, at: Point(area.minX - (rowHeadings.isEmpty ? 3 : rowNames.width + 6), area.midY),
        theme.label.within(area.height), theme.mutedInk, anchor: TextAnchor(.center, .bottom), angle: -.pi / 2)
    }
    bar?.draw(on: canvas, beside: area, theme)
  }
}
