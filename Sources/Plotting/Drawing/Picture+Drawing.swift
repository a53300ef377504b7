internal import Graphics

extension Picture {
  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    for row in overlay {
      try validation.count("\(part), overlay", overlay[0].count, row.count)
      try validation.finite("\(part), overlay", row, missingAllowed: true)
    }
    try validation.range("\(part), range of colours", range)
  }

  /// The room that the colour bar takes right of the picture, and the key of squares below it; none without either.
  func keyRoom(in body: Rectangle, _ theme: Theme, _ canvas: borrowing Canvas) -> Size {
    guard colorBar != nil, !overlay.isEmpty else { return Size(width: 0, height: 0) }
    switch style {
    case .cells:
      return Size(width: bar(theme)?.width(height: body.height, theme: theme, canvas: canvas) ?? 0, height: 0)
    case .squares: return Size(width: 0, height: 4 + SquareKey.side)
    }
  }

  private func bar(_ theme: Theme) -> ColorBar? {
    guard let colorBar, !overlay.isEmpty else { return nil }
    return ColorBar(
      title: colorBar, scale: scale ?? theme.sequential, range: colorRange(range, overlay.joined()))
  }

  /// - Parameter keyRoom: The room that is left free right of the picture and below it, for its key or another panel's.
  func draw(on canvas: borrowing Canvas, in body: Rectangle, keyRoom: Size, _ theme: Theme) {
    let room = body.inset(top: 2, right: keyRoom.width, bottom: 1 + keyRoom.height)
    let factor = min(room.width / Double(image.width), room.height / Double(image.height))
    let area = Rectangle(
      x: room.x, y: room.y, width: Double(image.width) * factor, height: Double(image.height) * factor)
    canvas.draw(image, in: area)
    guard let columns = overlay.first?.count, columns > 0 else { return }
    switch style {
    case .cells: drawCells(columns, on: canvas, in: area, theme)
    case .squares: drawSquares(columns, on: canvas, in: area, body, theme)
    }
  }

  private func drawCells(_ columns: Int, on canvas: borrowing Canvas, in area: Rectangle, _ theme: Theme) {
    let range = colorRange(range, overlay.joined())
    let scale = scale ?? theme.sequential
    let colors = overlay.flatMap { row in
      row.map { value in
        value.isFinite
          ? scale[(value - range.lowerBound) / (range.upperBound - range.lowerBound)].opacity(opacity)
          : Color.black.opacity(0)
      }
    }
    canvas.drawCells(colors, columns: columns, in: area)
    bar(theme)?.draw(on: canvas, beside: area, theme)
  }

  private func drawSquares(
    _ columns: Int, on canvas: borrowing Canvas, in area: Rectangle, _ body: Rectangle, _ theme: Theme
  ) {
    let range = colorRange(range, overlay.joined())
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    canvas.fill(area, theme.background.opacity(opacity))
    canvas.stroke(Path(area), theme.grid, width: 0.5)
    let (width, height) = (area.width / Double(columns), area.height / Double(overlay.count))
    for (row, values) in overlay.enumerated() {
      for (column, value) in values.enumerated() where value.isFinite {
        let share = min(1, abs(value) / largest)
        let side = share.squareRoot() * min(width, height) * SquareKey.fullness
        // Less than a hair is no square.
        guard side >= 0.6 else { continue }
        let middle = Point(area.x + (Double(column) + 0.5) * width, area.y + (Double(row) + 0.5) * height)
        SquareKey.draw(value, side: side, around: middle, on: canvas, theme)
      }
    }
    guard let colorBar else { return }
    SquareKey.draw(
      colorBar, largest: range, at: Point(area.minX, area.maxY + 4 + SquareKey.side / 2), width: body.maxX - area.minX,
      on: canvas, theme)
  }
}

/// Squares of values: filled above zero, hollow below.
enum SquareKey {
  /// Side of the squares in the key.
  static let side = 7.0
  /// How much of its part of the picture the largest square's side fills.
  static let fullness = 0.92

  static func draw(_ value: Double, side: Double, around middle: Point, on canvas: borrowing Canvas, _ theme: Theme) {
    let square = Rectangle(x: middle.x - side / 2, y: middle.y - side / 2, width: side, height: side)
    if value >= 0 {
      canvas.fill(square, theme.diverging[5.0 / 6])
      return
    }
    let line = min(1.2, side / 3)
    canvas.fill(square, theme.background)
    canvas.stroke(
      Path(square.inset(left: line / 2, top: line / 2, right: line / 2, bottom: line / 2)), theme.diverging[1.0 / 6],
      width: line)
  }

  /// The key below a picture: a full square of each sign that occurs in the range, with what it is worth.
  static func draw(
    _ format: String, largest range: ClosedRange<Double>, at start: Point, width: Double, on canvas: borrowing Canvas,
    _ theme: Theme
  ) {
    // Both with as many decimals as three digits of the larger one have.
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    let decimals = NumberFormat.decimals(of: largest)
    var x = start.x
    for value in [range.upperBound, range.lowerBound] where value != 0 {
      draw(value, side: side, around: Point(x + side / 2, start.y), on: canvas, theme)
      let text = (value > 0 ? "+" : "") + NumberFormat.automatic.text(value, decimals: decimals)
      let style = theme.tick.within(max(10, width - (x - start.x)))
      canvas.draw(
        text, at: Point(x + side + 3, start.y), style, theme.mutedInk, anchor: TextAnchor(.left, .middle))
      x += side + 3 + canvas.measure(text, style).width + 8
    }
    guard !format.isEmpty else { return }
    canvas.draw(
      format, at: Point(x, start.y), theme.tick.within(max(10, width - (x - start.x))), theme.mutedInk,
      anchor: TextAnchor(.left, .middle))
  }
}
