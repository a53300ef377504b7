internal import Graphics

extension PlotDrawing {
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

  /// Labels of points, with a leader line where a label stands away from its point; and the headings among them.
  func drawPointLabels(on canvas: borrowing Canvas, _ frame: PlotFrame) {
    var requests: [LabelPlacer.Request] = []
    var texts: [(text: String, color: Color, style: TextStyle)] = []
    var obstacles: [(at: Point, radius: Double, cost: Double)] = []
    let style = theme.label.within(frame.area.width * 0.4)
    let large = TextStyle(Font(theme.family, size: theme.titleSize + 1.5, weight: .bold)).within(frame.area.width * 0.5)
    // What is grey may cost a way of some 10 points, and in a region with a name, a covered point more.
    let headings = plot.annotations.compactMap { annotation -> (text: String, at: Point, ink: Ink)? in
      guard case .heading(let text, let at, let ink) = annotation, frame.holds(at) else { return nil }
      return (text, at, ink)
    }
    for (text, at, ink) in headings {
      let box = canvas.measure(text, large)
      requests.append(
        LabelPlacer.Request(
          anchor: frame.place(at), radius: 0, size: Size(width: box.width + 4, height: box.height), isCentred: true))
      let color: Color =
        switch ink {
        case .automatic: theme.ink
        case .muted: theme.mutedInk
        case .series(let series): theme.palette[max(0, series)]
        case .color(let color): color
        }
      texts.append((text, color.legible(on: theme.background, ratio: 5), large))
    }
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
            anchor: frame.place(point), radius: radius, size: Size(width: box.width + 2, height: box.height),
            limit: muted ? 5 : headings.isEmpty ? .infinity : 8))
        texts.append(
          (label, muted ? theme.mutedInk : seriesStyle[0].color.legible(on: theme.background, ratio: 5), style))
      }
    }
    guard !requests.isEmpty else { return }
    var placer = LabelPlacer(bounds: frame.area, requests: requests, obstacles: obstacles)
    let places = placer.place()
    for (request, place) in zip(requests, places) {
      guard let place, !request.isCentred else { continue }
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
        text.text, at: Point(place.minX + 1, place.minY), text.style, text.color, anchor: TextAnchor(.left, .top),
        halo: theme.background)
    }
  }
}
