internal import Graphics

/// Colour and marker of one series, and its name.
struct SeriesStyle {
  var name: String?
  var color: Color
  var marker: Marker
  var kind: Kind

  enum Kind { case points, line, bar }

  /// The styles of a plot's marks, in order; bars have one for each series.
  static func all(of marks: [Mark], _ theme: Theme) -> [[SeriesStyle]] {
    var next = 0
    func style(_ name: String?, _ ink: Ink, _ marker: Marker?, _ kind: Kind) -> SeriesStyle {
      var place = 0
      switch ink {
      case .automatic:
        place = next
        next += 1
      case .series(let index): place = max(0, index)
      case .muted:
        return SeriesStyle(name: name, color: theme.faint, marker: marker ?? .circle, kind: kind)
      case .color(let color):
        return SeriesStyle(name: name, color: color, marker: marker ?? .circle, kind: kind)
      }
      let shapes = Marker.allCases
      return SeriesStyle(
        name: name, color: theme.palette[place], marker: marker ?? shapes[place % shapes.count], kind: kind)
    }
    return marks.map { mark in
      switch mark {
      case .scatter(let scatter): [style(scatter.name, scatter.ink, scatter.marker, .points)]
      case .line(let line): [style(line.name, line.ink, nil, .line)]
      case .bars(let bars): bars.series.map { style($0.name, $0.ink, nil, .bar) }
      }
    }
  }
}

/// Names of series in rows above a plot.
struct LegendRows {
  private let entries: [(style: SeriesStyle, name: String, x: Double, row: Int)]
  private let rowHeight: Double
  private let text: TextStyle
  /// Height that the rows take.
  let height: Double

  private static let swatch = 12.0

  init(_ styles: [SeriesStyle], width: Double, theme: Theme, canvas: borrowing Canvas) {
    text = theme.label.within(max(20, width - LegendRows.swatch - 6))
    rowHeight = canvas.measure("Ag", theme.label).height + 2
    var (x, row) = (0.0, 0)
    var placed: [(SeriesStyle, String, Double, Int)] = []
    for style in styles {
      guard let name = style.name else { continue }
      let length = LegendRows.swatch + 4 + canvas.measure(name, text).width
      if x > 0, x + length > width { (x, row) = (0, row + 1) }
      placed.append((style, name, x, row))
      x += length + 12
    }
    entries = placed.map { (style: $0.0, name: $0.1, x: $0.2, row: $0.3) }
    height = entries.isEmpty ? 0 : Double(row + 1) * rowHeight + 3
  }

  /// Draws the rows below and right of a corner.
  func draw(on canvas: borrowing Canvas, at corner: Point, theme: Theme) {
    for entry in entries {
      let x = corner.x + entry.x
      let y = corner.y + (Double(entry.row) + 0.5) * rowHeight
      let middle = Point(x + LegendRows.swatch / 2, y)
      switch entry.style.kind {
      case .points:
        canvas.fill(entry.style.marker.path(at: middle, diameter: 5.5), entry.style.color)
      case .line:
        canvas.line(Point(x, y), Point(x + LegendRows.swatch, y), entry.style.color, width: 1.6)
        canvas.fill(entry.style.marker.path(at: middle, diameter: 4.5), entry.style.color)
      case .bar:
        canvas.fill(Rectangle(x: x + 2, y: y - 3.5, width: 8, height: 7), entry.style.color)
      }
      canvas.draw(
        entry.name, at: Point(x + LegendRows.swatch + 4, y), text, theme.ink, anchor: TextAnchor(.left, .middle))
    }
  }
}
