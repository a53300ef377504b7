internal import Graphics

/// What colours mean: a strip of them with numbers, right of a matrix or below it.
///
/// Its title stands level, above an upright strip and below a level one.
struct ColorBar {
  let title: String
  let scale: ColorScale
  let range: ClosedRange<Double>

  private static let strip = 8.0
  private static let gap = 10.0
  private static let widestTitle = 54.0
  private static let steps = 128

  /// Width of an upright bar with the gap before it.
  func width(height: Double, theme: Theme, canvas: borrowing Canvas) -> Double {
    var widest = 0.0
    for tick in ticks(height, every: 28) { widest = max(widest, canvas.measure(tick.label, theme.tick).width) }
    let heading = title.isEmpty ? 0 : canvas.measure(title, titleStyle(theme)).width
    return Self.gap + max(Self.strip + 4 + widest, heading + 1)
  }

  /// Draws the bar right of a rectangle, as high as that is.
  func draw(on canvas: borrowing Canvas, beside r: Rectangle, _ theme: Theme) {
    let left = r.maxX + Self.gap
    let heading = title.isEmpty ? 0 : canvas.measure(title, titleStyle(theme)).height + 6
    let strip = Rectangle(x: left, y: r.minY + heading, width: Self.strip, height: max(r.height - heading, 16))
    if !title.isEmpty {
      canvas.draw(
        title, at: Point(left, r.minY - 1), titleStyle(theme), theme.mutedInk, anchor: TextAnchor(.left, .top))
    }
    canvas.drawCells(colors.reversed(), columns: 1, in: strip)
    canvas.stroke(Path(strip), theme.rule, width: 0.4)
    // Where the title leaves little height, only what has room below the last number is written.
    var top = Double.infinity
    for tick in ticks(strip.height, every: 28) where strip.maxY - share(tick.value) * strip.height <= top {
      top = strip.maxY - share(tick.value) * strip.height - theme.tickSize - 1
      let y = strip.maxY - share(tick.value) * strip.height
      canvas.line(Point(strip.maxX, y), Point(strip.maxX + 2.5, y), theme.rule, width: 0.5)
      canvas.draw(
        tick.label, at: Point(strip.maxX + 4, y), theme.tick, theme.mutedInk, anchor: TextAnchor(.left, .middle))
    }
  }

  /// Height of a level bar with the gap above it.
  func height(theme: Theme, canvas: borrowing Canvas) -> Double {
    let tick = canvas.measure("0", theme.tick).height
    return 6 + Self.strip * 0.75 + 3 + tick + (title.isEmpty ? 0 : canvas.measure("Ag", theme.label).height)
  }

  /// Draws the bar below a rectangle, as wide as that is.
  func draw(on canvas: borrowing Canvas, below r: Rectangle, _ theme: Theme) {
    let strip = Rectangle(x: r.x, y: r.maxY + 6, width: r.width, height: Self.strip * 0.75)
    canvas.drawCells(colors, columns: Self.steps, in: strip)
    canvas.stroke(Path(strip), theme.rule, width: 0.4)
    for tick in ticks(strip.width, every: 36) {
      let x = strip.x + share(tick.value) * strip.width
      canvas.line(Point(x, strip.maxY), Point(x, strip.maxY + 2.5), theme.rule, width: 0.5)
      let width = canvas.measure(tick.label, theme.tick).width
      // Numbers at the ends stay within the width.
      let left = min(max(x - width / 2, strip.x - 2), strip.maxX + 2 - width)
      canvas.draw(
        tick.label, at: Point(left, strip.maxY + 3), theme.tick, theme.mutedInk, anchor: TextAnchor(.left, .top))
    }
    guard !title.isEmpty else { return }
    let style = theme.label.within(max(r.width, 30))
    let width = canvas.measure(title, style).width
    canvas.draw(
      title, at: Point(strip.midX - width / 2, strip.maxY + 3 + canvas.measure("0", theme.tick).height), style,
      theme.mutedInk, anchor: TextAnchor(.left, .top))
  }

  /// The colours from the lowest.
  private var colors: [Color] { (0..<Self.steps).map { scale[(Double($0) + 0.5) / Double(Self.steps)] } }

  private func titleStyle(_ theme: Theme) -> TextStyle { theme.label.within(Self.widestTitle, lines: 3) }

  private func share(_ value: Double) -> Double {
    (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  private func ticks(_ length: Double, every distance: Double) -> [(value: Double, label: String)] {
    let found = Ticks.linear(range, target: max(2, min(6, Int(length / distance))))
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
