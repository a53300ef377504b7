internal import Graphics

/// Space around a rectangle, in points.
struct Margins {
  var left = 0.0
  var top = 0.0
  var right = 0.0
  var bottom = 0.0
}

/// Draws marks between axes.
struct PlotDrawing {
  let plot: Plot
  let theme: Theme
  /// Width of the whole panel with its labels.
  let panelWidth: Double
  let styles: [[SeriesStyle]]
  let bars: Bars?
  let xData: ClosedRange<Double>?
  let yData: ClosedRange<Double>?
  private let wholeX: Bool
  private let wholeY: Bool

  init(_ plot: Plot, _ theme: Theme, panelWidth: Double) {
    self.plot = plot
    self.panelWidth = panelWidth
    self.theme = theme
    styles = SeriesStyle.all(of: plot.marks, theme)
    bars = plot.marks.lazy.compactMap { if case .bars(let bars) = $0 { bars } else { nil } }.first
    var (xs, ys): ([Double], [Double]) = ([], [])
    for mark in plot.marks {
      switch mark {
      case .scatter(let scatter):
        xs += scatter.points.map(\.x)
        ys += scatter.points.map(\.y)
      case .line(let line):
        xs += line.points.map(\.x)
        ys += line.points.map(\.y)
      case .bars(let bars):
        let values = bars.series.flatMap(\.values)
        if bars.direction == .vertical { ys += values } else { xs += values }
      }
    }
    if !xs.isEmpty || !ys.isEmpty {
      for annotation in plot.annotations {
        if case .horizontalLine(let value, _) = annotation, value.isFinite { ys.append(value) }
        if case .verticalLine(let value, _) = annotation, value.isFinite { xs.append(value) }
      }
    }
    func range(_ values: [Double]) -> ClosedRange<Double>? { values.min().map { $0...values.max()! } }
    (xData, yData) = (range(xs), range(ys))
    (wholeX, wholeY) = (xs.allSatisfy { $0 == $0.rounded() }, ys.allSatisfy { $0 == $0.rounded() })
  }

  /// Whether there is anything to draw.
  var isEmpty: Bool {
    if let bars { return bars.labels.isEmpty || bars.series.isEmpty }
    return xData == nil
  }

  /// Whether names stand at the ends of lines.
  var namesLines: Bool {
    guard case .automatic = plot.legend, !plot.marks.isEmpty else { return false }
    var named = 0
    let allLines = plot.marks.allSatisfy { mark in
      guard case .line(let line) = mark else { return false }
      if line.name != nil { named += 1 }
      return true
    }
    return allLines && (1...8).contains(named)
  }

  /// The styles that a legend above the plot lists.
  var listed: [SeriesStyle] {
    if case .none = plot.legend { return [] }
    return namesLines ? [] : styles.flatMap { $0 }.filter { $0.name != nil }
  }

  /// Both axes for a plot of a size.
  func axes(in size: Size) -> (x: ResolvedAxis, y: ResolvedAxis) {
    var x: ResolvedAxis
    var y: ResolvedAxis
    if let bars {
      let categories = ResolvedAxis(categories: bars.labels)
      let length = bars.direction == .horizontal ? size.width : size.height
      // Room for the numbers at the ends of bars.
      let room = bars.values == nil ? 0.03 : min(0.3, (bars.direction == .horizontal ? 30 : 12) / max(length, 1))
      func values(_ axis: Axis, _ data: ClosedRange<Double>?) -> ResolvedAxis {
        guard let data, axis.scale == .linear else { return ResolvedAxis(axis, data: data, padding: (0.1, 0.1)) }
        let whole = min(0, data.lowerBound)...max(0, data.upperBound)
        return ResolvedAxis(
          axis, data: whole,
          padding: (whole.lowerBound < 0 ? room : 0, whole.upperBound > 0 || whole.lowerBound == 0 ? room : 0))
      }
      x = bars.direction == .vertical ? categories : values(plot.x, xData)
      y = bars.direction == .vertical ? values(plot.y, yData) : categories
    } else {
      x = ResolvedAxis(plot.x, data: xData, padding: (0.035, 0.035))
      y = ResolvedAxis(plot.y, data: yData, padding: (0.06, 0.06))
    }
    if plot.equalAspect, bars == nil, !x.isLogarithmic, !y.isLogarithmic, size.width > 1, size.height > 1 {
      let unit = max((x.upper - x.lower) / size.width, (y.upper - y.lower) / size.height)
      let spareX = unit * size.width - (x.upper - x.lower)
      let spareY = unit * size.height - (y.upper - y.lower)
      (x.lower, x.upper) = (x.lower - spareX / 2, x.upper + spareX / 2)
      (y.lower, y.upper) = (y.lower - spareY / 2, y.upper + spareY / 2)
    }
    x.setTicks(plot.x, target: size.width < 55 ? 2 : max(3, Int(size.width / 55)), wholeNumbers: wholeX)
    y.setTicks(plot.y, target: size.height < 40 ? 2 : max(3, Int(size.height / 34)), wholeNumbers: wholeY)
    return (x, y)
  }

  /// The space that axes, names and legend take around a plot of about a size.
  func margins(around size: Size, canvas: borrowing Canvas) -> Margins {
    var result = Margins(left: 3, top: 3, right: 3, bottom: 3)
    guard !isEmpty else { return result }
    let (x, y) = axes(in: size)
    let labelHeight = canvas.measure("Ag", theme.label).height
    var widestTick = 0.0
    for tick in y.ticks { widestTick = max(widestTick, canvas.measure(tick.label, theme.tick).width) }
    if !y.ticks.isEmpty { result.left = widestTick + 5 }
    if !y.categories.isEmpty { result.left = rowLabels(y, size, canvas).width + 5 }
    if plot.y.label != nil { result.left += labelHeight + 3 }
    if !x.ticks.isEmpty {
      result.bottom = canvas.measure("0", theme.tick).height + 4
      let last = x.ticks[x.ticks.count - 1]
      let first = x.ticks[0]
      let after = canvas.measure(last.label, theme.tick).width / 2 - (1 - x.unit(last.value)) * size.width
      let before = canvas.measure(first.label, theme.tick).width / 2 - x.unit(first.value) * size.width
      result.right = max(result.right, after)
      result.left = max(result.left, before)
    }
    if !x.categories.isEmpty {
      let names = CategoryLabels(x.categories, pitch: pitch(x, size.width), style: theme.tick, canvas: canvas)
      result.bottom = names.height + 5
      result.left = max(result.left, names.overhang - pitch(x, size.width) / 2)
    }
    if plot.x.label != nil { result.bottom += labelHeight + 2 }
    result.top += LegendRows(listed, width: size.width, theme: theme, canvas: canvas).height
    if !y.ticks.isEmpty { result.top = max(result.top, canvas.measure("0", theme.tick).height / 2) }
    if namesLines {
      for style in styles.flatMap({ $0 }) {
        guard let name = style.name else { continue }
        result.right = max(result.right, canvas.measure(name, endName).width + 9)
      }
    }
    for annotation in plot.annotations {
      if case .verticalLine(_, .some) = annotation { result.top = max(result.top, labelHeight + 4) }
    }
    return result
  }

  /// Draws everything; `area` is the rectangle between the axes.
  func draw(on canvas: borrowing Canvas, in area: Rectangle) {
    guard !isEmpty else {
      canvas.draw(
        "No data", at: Point(area.midX, area.midY), theme.label, theme.mutedInk, anchor: TextAnchor(.center, .middle))
      return
    }
    let (x, y) = axes(in: Size(width: area.width, height: area.height))
    let frame = PlotFrame(x: x, y: y, area: area)
    drawGrid(on: canvas, frame)
    canvas.clipped(to: area.inset(left: -4, top: -4, right: -4, bottom: -4)) {
      for (mark, style) in zip(plot.marks, styles) {
        if case .bars(let bars) = mark { drawBars(bars, style, on: canvas, frame) }
      }
      for (mark, style) in zip(plot.marks, styles) {
        if case .line(let line) = mark { drawLine(line, style[0], on: canvas, frame) }
      }
      for (mark, style) in zip(plot.marks, styles) {
        if case .scatter(let scatter) = mark { drawPoints(scatter, style[0], on: canvas, frame) }
      }
    }
    drawAxes(on: canvas, frame)
    drawAnnotations(on: canvas, frame)
    drawPointLabels(on: canvas, frame)
    if namesLines { drawLineNames(on: canvas, frame) }
    let legend = LegendRows(listed, width: area.width, theme: theme, canvas: canvas)
    legend.draw(on: canvas, at: Point(area.minX, area.minY - legend.height - 2), theme: theme)
  }

  func rowLabels(_ axis: ResolvedAxis, _ size: Size, _ canvas: borrowing Canvas) -> RowLabels {
    RowLabels(
      axis.categories, pitch: pitch(axis, size.height), widest: max(30, panelWidth * 0.42), style: theme.label,
      canvas: canvas)
  }

  func pitch(_ axis: ResolvedAxis, _ length: Double) -> Double { length / Double(max(1, axis.categories.count)) }

  var endName: TextStyle { theme.label.within(max(40, panelWidth * 0.3)) }
}

/// The axes of a plot and the rectangle between them.
struct PlotFrame {
  let x: ResolvedAxis
  let y: ResolvedAxis
  let area: Rectangle

  func x(_ value: Double) -> Double { area.minX + x.unit(value) * area.width }

  /// Where a value stands; categories count downwards from the top.
  func y(_ value: Double) -> Double {
    y.categories.isEmpty ? area.maxY - y.unit(value) * area.height : area.minY + y.unit(value) * area.height
  }

  func place(_ point: Point) -> Point { Point(x(point.x), y(point.y)) }

  func holds(_ point: Point) -> Bool { x.holds(point.x) && y.holds(point.y) }
}
