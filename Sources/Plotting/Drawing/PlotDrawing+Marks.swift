internal import Graphics

extension PlotDrawing {
  func drawPoints(_ scatter: Scatter, _ style: SeriesStyle, on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let muted = scatter.ink == .muted
    let color = style.color.opacity(muted ? 0.75 : 0.9)
    for (index, point) in scatter.points.enumerated() where frame.holds(point) {
      let path = style.marker.path(at: frame.place(point), diameter: diameter(scatter, index))
      // A rim of paper keeps points apart that lie on each other.
      if !muted, scatter.points.count <= 500 { canvas.stroke(path, theme.background, width: 1) }
      canvas.fill(path, muted && scatter.labels[index] != nil ? theme.rule : color)
    }
  }

  func diameter(_ scatter: Scatter, _ index: Int) -> Double {
    max(0.5, scatter.sizes.isEmpty ? scatter.size : scatter.sizes[index])
  }

  func drawLine(_ line: Line, _ style: SeriesStyle, on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let places = line.points.map(frame.place)
    canvas.stroke(Path(places), style.color, width: 1.4)
    guard line.markers ?? (places.count <= 25) else { return }
    for (point, place) in zip(line.points, places) where frame.holds(point) {
      let path = style.marker.path(at: place, diameter: 4.5)
      canvas.stroke(path, theme.background, width: 1)
      canvas.fill(path, style.color)
    }
  }

  func drawBars(_ bars: Bars, _ styles: [SeriesStyle], on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let upright = bars.direction == .vertical
    let axis = upright ? frame.y : frame.x
    let length = upright ? frame.area.width : frame.area.height
    let pitch = length / Double(max(1, bars.labels.count))
    let group = min(pitch * 0.72, 26 * Double(bars.series.count))
    let thickness = group / Double(max(1, bars.series.count))
    let base = axis.isLogarithmic || !axis.holds(0) ? (axis.lower > 0 ? axis.lower : axis.upper) : 0
    for (place, series) in bars.series.enumerated() {
      let color = styles[place].color
      for (index, value) in series.values.enumerated() {
        let offset = -group / 2 + (Double(place) + 0.5) * thickness
        let breadth = bars.series.count > 1 ? thickness * 0.9 : thickness
        let end = min(max(value, axis.lower), axis.upper)
        if upright {
          let x = frame.x(Double(index)) + offset
          let (top, bottom) = (frame.y(max(end, base)), frame.y(min(end, base)))
          canvas.fill(Rectangle(x: x - breadth / 2, y: top, width: breadth, height: bottom - top), color)
        } else {
          let y = frame.y(Double(index)) + offset
          let (left, right) = (frame.x(min(end, base)), frame.x(max(end, base)))
          canvas.fill(Rectangle(x: left, y: y - breadth / 2, width: right - left, height: breadth), color)
        }
        guard let format = bars.values else { continue }
        let text = format.text(value)
        let box = canvas.measure(text, theme.tick)
        if upright {
          guard box.width <= (bars.series.count > 1 ? thickness : pitch) - 1 else { continue }
        } else {
          guard box.capHeight + 1.5 <= thickness else { continue }
        }
        drawValue(
          text, box,
          at: Point(
            upright ? frame.x(Double(index)) + offset : frame.x(end),
            upright ? frame.y(end) : frame.y(Double(index)) + offset),
          grows: value >= base, upright: upright, color, on: canvas, frame.area)
      }
    }
  }

  // Past the end of the bar, or inside it where there is no room past it.
  private func drawValue(
    _ text: String, _ box: TextBox, at end: Point, grows: Bool, upright: Bool, _ color: Color,
    on canvas: borrowing Canvas, _ area: Rectangle
  ) {
    if upright {
      let fits = grows ? end.y - box.height >= area.minY - 3 : end.y + box.height <= area.maxY + 3
      let above = grows == fits
      canvas.draw(
        text, at: Point(end.x, end.y + (above ? -2 : 2)), theme.tick, fits ? theme.ink : inkOver(color),
        anchor: TextAnchor(.center, above ? .baseline : .top))
    } else {
      let fits = grows ? end.x + box.width + 3 <= area.maxX + 3 : end.x - box.width - 3 >= area.minX - 3
      let right = grows == fits
      canvas.draw(
        text, at: Point(end.x + (right ? 3 : -3), end.y), theme.tick, fits ? theme.ink : inkOver(color),
        anchor: TextAnchor(right ? .left : .right, .middle))
    }
  }
}
