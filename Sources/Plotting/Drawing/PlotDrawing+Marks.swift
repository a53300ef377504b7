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

  /// Names at the last points of lines, moved apart where lines end close together.
  func drawLineNames(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    let area = frame.area
    let text = endName
    let height = canvas.measure("Ag", text).height * 0.95
    var names: [(name: String, color: Color, y: Double, end: Double)] = []
    for (mark, style) in zip(plot.marks, styles) {
      guard case .line(let line) = mark, let name = line.name, let last = line.points.last else { continue }
      let y = min(max(frame.y(last.y), area.minY), area.maxY)
      names.append((name, style[0].color, y, min(frame.x(last.x), area.maxX)))
    }
    names.sort { $0.y < $1.y }
    let spread = LineEnds.spread(
      names.map(\.y), apart: height, within: (area.minY + height / 2)...max(area.minY + height / 2, area.maxY))
    for (name, y) in zip(names, spread) {
      if abs(y - name.y) > height / 2 {
        canvas.stroke(
          Path([Point(name.end + 2, name.y), Point(area.maxX + 5, y)]), name.color, width: 0.5)
      }
      canvas.draw(
        name.name, at: Point(area.maxX + 7, y), text, name.color.legible(on: theme.background),
        anchor: TextAnchor(.left, .middle))
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
        text, at: Point(end.x, end.y + (above ? -2 : 2)), theme.tick, fits ? theme.ink : inkOn(color),
        anchor: TextAnchor(.center, above ? .baseline : .top))
    } else {
      let fits = grows ? end.x + box.width + 3 <= area.maxX + 3 : end.x - box.width - 3 >= area.minX - 3
      let right = grows == fits
      canvas.draw(
        text, at: Point(end.x + (right ? 3 : -3), end.y), theme.tick, fits ? theme.ink : inkOn(color),
        anchor: TextAnchor(right ? .left : .right, .middle))
    }
  }

  private func inkOn(_ color: Color) -> Color {
    Color.black.contrast(with: color) >= Color.white.contrast(with: color) ? .black : .white
  }

  /// Labels of points, with a leader line where a label stands away from its point.
  func drawPointLabels(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    var requests: [LabelPlacer.Request] = []
    var texts: [(text: String, color: Color)] = []
    var obstacles: [(at: Point, radius: Double, cost: Double)] = []
    let style = theme.label.within(frame.area.width * 0.4)
    for (mark, seriesStyle) in zip(plot.marks, styles) {
      guard case .scatter(let scatter) = mark else { continue }
      let muted = scatter.ink == .muted
      for (index, point) in scatter.points.enumerated() where frame.holds(point) {
        let radius = diameter(scatter, index) / 2
        let label = scatter.labels[index]
        obstacles.append((frame.place(point), radius + 0.5, label != nil ? 12 : muted ? 1.2 : 6))
        guard let label, !label.isEmpty else { continue }
        let box = canvas.measure(label, style)
        requests.append(
          LabelPlacer.Request(
            anchor: frame.place(point), radius: radius, size: Size(width: box.width + 2, height: box.height)))
        texts.append((label, muted ? theme.mutedInk : seriesStyle[0].color.legible(on: theme.background, ratio: 5)))
      }
    }
    guard !requests.isEmpty else { return }
    var placer = LabelPlacer(bounds: frame.area, requests: requests, obstacles: obstacles)
    let places = placer.place()
    for (request, place) in zip(requests, places) {
      guard let place else { continue }
      let near = LabelPlacer.nearest(in: place.inset(left: 1, top: 2, right: 1, bottom: 2), to: request.anchor)
      let (dx, dy) = (near.x - request.anchor.x, near.y - request.anchor.y)
      let distance = (dx * dx + dy * dy).squareRoot()
      guard distance > request.radius + 6 else { continue }
      let start = Point(
        request.anchor.x + dx / distance * request.radius, request.anchor.y + dy / distance * request.radius)
      canvas.stroke(Path([start, near]), theme.rule, width: 0.5)
    }
    for (place, text) in zip(places, texts) {
      guard let place else { continue }
      canvas.draw(
        text.text, at: Point(place.minX + 1, place.minY), style, text.color, anchor: TextAnchor(.left, .top),
        halo: theme.background)
    }
  }
}

/// Moves names apart that would overlap.
package enum LineEnds {
  /// - Parameters:
  ///   - wanted: Places in rising order.
  ///   - apart: Least distance between two.
  /// - Returns: Places near the wanted ones, in the same order, inside the limits where they hold all.
  package static func spread(_ wanted: [Double], apart: Double, within limits: ClosedRange<Double>) -> [Double] {
    var places = wanted
    for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + apart) }
    // What was pushed past the end comes back, pushing those before it.
    var last = limits.upperBound
    for index in places.indices.reversed() {
      places[index] = min(places[index], last)
      last = places[index] - apart
    }
    if let first = places.first, first < limits.lowerBound {
      var next = limits.lowerBound
      for index in places.indices {
        places[index] = max(places[index], next)
        next = places[index] + apart
      }
    }
    return places
  }
}
