internal import Graphics

extension PlotDrawing {
  func drawGrid(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let area = frame.area
    for tick in frame.x.ticks {
      let x = frame.x(tick.value)
      canvas.line(Point(x, area.minY), Point(x, area.maxY), theme.grid, width: 0.5)
    }
    for tick in frame.y.ticks {
      let y = frame.y(tick.value)
      canvas.line(Point(area.minX, y), Point(area.maxX, y), theme.grid, width: 0.5)
    }
  }

  func drawAxes(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let area = frame.area
    let size = Size(width: area.width, height: area.height)
    var bottom = area.maxY
    // A frame where there are no ticks: a map has neither axis.
    if frame.x.ticks.isEmpty && frame.y.ticks.isEmpty && bars == nil {
      let r = area
      canvas.stroke(Path(r), theme.grid, width: 0.5)
    } else {
      drawBaseline(on: canvas, frame)
    }
    for value in frame.x.minorTicks {
      canvas.line(
        Point(frame.x(value), area.maxY), Point(frame.x(value), area.maxY + 1.5), theme.rule, width: 0.4)
    }
    for value in frame.y.minorTicks {
      canvas.line(
        Point(area.minX, frame.y(value)), Point(area.minX - 1.5, frame.y(value)), theme.rule, width: 0.4)
    }
    for tick in frame.x.ticks {
      let x = frame.x(tick.value)
      canvas.line(Point(x, area.maxY), Point(x, area.maxY + 2.5), theme.rule, width: 0.5)
      canvas.draw(
        tick.label, at: Point(x, area.maxY + 4), theme.tick, theme.mutedInk, anchor: TextAnchor(.center, .top))
    }
    if !frame.x.ticks.isEmpty { bottom += 4 + canvas.measure("0", theme.tick).height }
    if !frame.x.categories.isEmpty {
      let names = CategoryLabels(
        frame.x.categories, pitch: pitch(frame.x, size.width), style: theme.tick, canvas: canvas)
      names.draw(on: canvas, top: area.maxY + 4, color: theme.ink) { frame.x(Double($0)) }
      bottom += names.height + 4
    }
    var left = area.minX
    for tick in frame.y.ticks {
      let text = canvas.measure(tick.label, theme.tick)
      canvas.draw(
        tick.label, at: Point(area.minX - 4, frame.y(tick.value)), theme.tick, theme.mutedInk,
        anchor: TextAnchor(.right, .middle))
      left = min(left, area.minX - 4 - text.width)
    }
    if !frame.y.categories.isEmpty {
      let names = rowLabels(frame.y, size, canvas)
      names.draw(on: canvas, right: area.minX - 4, color: theme.ink) { frame.y(Double($0)) }
      left = area.minX - 4 - names.width
    }
    if let label = plot.x.label {
      canvas.draw(
        label, at: Point(area.midX, bottom + 2), theme.label.within(area.width), theme.mutedInk,
        anchor: TextAnchor(.center, .top))
    }
    if let label = plot.y.label {
      canvas.draw(
        label, at: Point(left - 3, area.midY), theme.label.within(area.height), theme.mutedInk,
        anchor: TextAnchor(.center, .bottom), angle: -.pi / 2)
    }
  }

  // Bars stand on zero; other marks on the lower edge.
  private func drawBaseline(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let area = frame.area
    if let bars, bars.direction == .horizontal {
      let x = !frame.x.isLogarithmic && frame.x.holds(0) ? frame.x(0) : area.minX
      canvas.line(Point(x, area.minY), Point(x, area.maxY), theme.rule, width: 0.7)
    } else {
      let zero = bars != nil && !frame.y.isLogarithmic && frame.y.holds(0)
      let y = zero ? frame.y(0) : area.maxY
      canvas.line(Point(area.minX, y), Point(area.maxX, y), theme.rule, width: 0.7)
    }
  }

  func drawAnnotations(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let area = frame.area
    for annotation in plot.annotations {
      switch annotation {
      case .text(let text, let at) where frame.holds(at):
        let place = frame.place(at)
        let style = theme.label.within(area.width * 0.5, lines: 3)
        let box = canvas.measure(text, style)
        let x = min(max(place.x, area.minX), area.maxX - box.width)
        let y = min(max(place.y - box.height / 2, area.minY), area.maxY - box.height)
        canvas.draw(
          text, at: Point(x, y), style, theme.ink, anchor: TextAnchor(.left, .top), halo: theme.background)
      case .horizontalLine(let value, let name) where frame.y.holds(value):
        let y = frame.y(value)
        canvas.line(Point(area.minX, y), Point(area.maxX, y), theme.mutedInk, width: 0.7, dash: [3, 2])
        guard let name else { continue }
        let style = theme.label.within(area.width)
        canvas.draw(
          name, at: quietest(canvas.measure(name, style), beside: y, frame), style, theme.mutedInk,
          anchor: TextAnchor(.left, .top), halo: theme.background)
      case .verticalLine(let value, let name) where frame.x.holds(value):
        let x = frame.x(value)
        canvas.line(Point(x, area.minY), Point(x, area.maxY), theme.mutedInk, width: 0.7, dash: [3, 2])
        guard let name else { continue }
        let style = theme.label.within(area.width)
        let width = canvas.measure(name, style).width
        let left = min(max(x - width / 2, area.minX), area.maxX - width)
        canvas.draw(
          name, at: Point(left, area.minY - 2), style, theme.mutedInk, anchor: TextAnchor(.left, .bottom))
      default: continue
      }
    }
  }

  // Above or below a level line, at its right or left end: wherever least data lies under the name.
  private func quietest(_ box: TextBox, beside y: Double, _ frame: PlotFrame) -> Point {
    let area = frame.area
    let corners = [
      Point(area.maxX - box.width - 1, y - box.height - 1), Point(area.minX + 2, y - box.height - 1),
      Point(area.maxX - box.width - 1, y + 1), Point(area.minX + 2, y + 1),
    ]
    func crowd(_ corner: Point) -> Int {
      let place = Rectangle(x: corner.x, y: corner.y, width: box.width, height: box.height)
      guard place.minY >= area.minY - 2, place.maxY <= area.maxY + 2 else { return .max }
      return plot.marks.reduce(0) { count, mark in
        switch mark {
        case .scatter(let scatter): count + scatter.points.count { place.contains(frame.place($0)) }
        case .line(let line):
          count
            + zip(line.points, line.points.dropFirst()).reduce(0) { hits, ends in
              let (from, to) = (frame.place(ends.0), frame.place(ends.1))
              return hits
                + (0...16).count { step in
                  let t = Double(step) / 16
                  return place.contains(Point(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t))
                }
            }
        case .bars: count
        }
      }
    }
    let crowds = corners.map(crowd)
    return corners[crowds.firstIndex(of: crowds.min()!)!]
  }
}
