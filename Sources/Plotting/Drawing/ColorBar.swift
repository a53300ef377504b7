internal import Graphics

/// What colours mean: a strip of them with numbers, right of a matrix.
struct ColorBar {
  let title: String
  let scale: ColorScale
  let range: ClosedRange<Double>

  private static let strip = 8.0

  /// Width with the gap before it.
  func width(height: Double, theme: Theme, canvas: borrowing Canvas) -> Double {
    var widest = 0.0
    for tick in ticks(height) { widest = max(widest, canvas.measure(tick.label, theme.tick).width) }
    return 10 + ColorBar.strip + 4 + widest + (title.isEmpty ? 0 : 4 + canvas.measure("Ag", theme.label).height)
  }

  /// Draws the bar right of a rectangle, as high as that is.
  func draw(on canvas: borrowing Canvas, beside r: Rectangle, _ theme: Theme) {
    let strip = Rectangle(x: r.maxX + 10, y: r.minY, width: ColorBar.strip, height: r.height)
    let steps = 128
    canvas.drawCells((0..<steps).map { scale[1 - (Double($0) + 0.5) / Double(steps)] }, columns: 1, in: strip)
    canvas.stroke(Path(strip), theme.rule, width: 0.4)
    var widest = 0.0
    for tick in ticks(r.height) {
      let share = (tick.value - range.lowerBound) / (range.upperBound - range.lowerBound)
      let y = strip.maxY - share * strip.height
      canvas.line(Point(strip.maxX, y), Point(strip.maxX + 2.5, y), theme.rule, width: 0.5)
      canvas.draw(
        tick.label, at: Point(strip.maxX + 4, y), theme.tick, theme.mutedInk, anchor: TextAnchor(.left, .middle))
      widest = max(widest, canvas.measure(tick.label, theme.tick).width)
    }
    guard !title.isEmpty else { return }
    canvas.draw(
      title, at: Point(strip.maxX + 8 + widest, strip.midY), theme.label.within(max(r.height, 40)), theme.mutedInk,
      anchor: TextAnchor(.center, .bottom), angle: .pi / 2)
  }

  private func ticks(_ height: Double) -> [(value: Double, label: String)] {
    let found = Ticks.linear(range, target: max(2, min(6, Int(height / 28))))
    return zip(found.values, NumberFormat.automatic.labels(found.values, decimals: found.decimals)).map {
      (value: $0, label: $1)
    }
  }
}

/// The range of values for colours: the given one, else that of the data; never without length.
func colorRange(_ given: ClosedRange<Double>?, _ values: some Sequence<Double>) -> ClosedRange<Double> {
  if let given { return given }
  var (low, high) = (Double.infinity, -Double.infinity)
  for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
  guard low <= high else { return 0...1 }
  return high > low ? low...high : min(low, 0)...max(high, low == 0 ? 1 : 0)
}

/// Colours of a matrix' cells.
func cellColors(
  _ values: [[Double]], _ scale: ColorScale, _ range: ClosedRange<Double>, missing: Color
) -> [Color] {
  let length = range.upperBound - range.lowerBound
  return values.flatMap { row in
    row.map { $0.isFinite ? scale[($0 - range.lowerBound) / length] : missing }
  }
}

/// The larger of black and white in contrast with a colour.
func inkOver(_ color: Color) -> Color {
  Color.black.contrast(with: color) >= Color.white.contrast(with: color) ? .black : .white
}
