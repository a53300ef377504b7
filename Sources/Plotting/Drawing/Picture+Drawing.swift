internal import Graphics

extension Picture {
  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    for row in overlay {
      try validation.count("\(part), overlay", overlay[0].count, row.count)
      try validation.finite("\(part), overlay", row, missingAllowed: true)
    }
    try validation.range("\(part), range of colours", range)
  }

  /// The room that the colour bar takes right of the picture; none without a bar.
  func barWidth(in body: Rectangle, _ theme: Theme, _ canvas: borrowing Canvas) -> Double {
    bar(theme)?.width(height: body.height, theme: theme, canvas: canvas) ?? 0
  }

  private func bar(_ theme: Theme) -> ColorBar? {
    guard let colorBar, !overlay.isEmpty else { return nil }
    return ColorBar(
      title: colorBar, scale: scale ?? theme.sequential, range: colorRange(range, overlay.joined()))
  }

  /// - Parameter barWidth: The room that is left free right of the picture, for its colour bar or another panel's.
  func draw(on canvas: borrowing Canvas, in body: Rectangle, barWidth: Double, _ theme: Theme) {
    let range = colorRange(range, overlay.joined())
    let scale = scale ?? theme.sequential
    let room = body.inset(top: 2, right: barWidth, bottom: 1)
    let factor = min(room.width / Double(image.width), room.height / Double(image.height))
    let area = Rectangle(
      x: room.x, y: room.y, width: Double(image.width) * factor, height: Double(image.height) * factor)
    canvas.draw(image, in: area)
    if let columns = overlay.first?.count, columns > 0 {
      let colors = overlay.flatMap { row in
        row.map { value in
          value.isFinite
            ? scale[(value - range.lowerBound) / (range.upperBound - range.lowerBound)].opacity(opacity)
            : Color.black.opacity(0)
        }
      }
      canvas.drawCells(colors, columns: columns, in: area)
    }
    bar(theme)?.draw(on: canvas, beside: area, theme)
  }
}
