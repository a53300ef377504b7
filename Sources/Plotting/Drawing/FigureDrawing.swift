internal import Graphics

/// Divides a figure among its panels and draws them.
struct FigureDrawing {
  private let figure: Figure
  private let theme: Theme
  private let plots: [PlotDrawing?]
  private let rows: Int
  private let columns: Int

  private static let rim = 5.0
  private static let gap = Size(width: 16, height: 12)

  init(_ figure: Figure, _ theme: Theme) throws(PlottingError) {
    try Validation(figure: figure.id).check(figure)
    self.figure = figure
    self.theme = theme
    columns = min(figure.columns, figure.panels.count)
    rows = (figure.panels.count + columns - 1) / columns
    plots = figure.panels.map { if case .plot(let plot) = $0.content { PlotDrawing(plot, theme) } else { nil } }
    // A panel needs room for a tick, a label and something between them.
    let least = Size(width: Double(columns) * 40, height: Double(rows) * 36)
    guard figure.size.width >= least.width, figure.size.height >= least.height else {
      throw .size(figure: figure.id, size: figure.size)
    }
  }

  func draw(on canvas: borrowing Canvas) {
    canvas.fill(canvas.bounds, theme.background)
    let cells = cells(in: canvas.bounds)
    let titles = titleHeights(cells, canvas)
    var bodies: [Rectangle] = []
    for (index, cell) in cells.enumerated() { bodies.append(cell.inset(top: titles[index / columns])) }
    let areas = areas(in: bodies, canvas)
    for (index, panel) in figure.panels.enumerated() {
      if let title = panel.title {
        let left = plots[index] == nil ? cells[index].minX : min(areas[index].minX, cells[index].midX)
        canvas.draw(
          title, at: Point(left, cells[index].minY), titleStyle(cells[index].maxX - left), theme.ink,
          anchor: TextAnchor(.left, .top))
      }
      switch panel.content {
      case .plot: plots[index]?.draw(on: canvas, in: areas[index])
      case .heatmap(let heatmap): heatmap.draw(on: canvas, in: bodies[index], theme)
      case .grid(let grid): grid.draw(on: canvas, in: bodies[index], theme)
      case .table(let table): table.draw(on: canvas, in: bodies[index], theme)
      case .arcs(let arcs): arcs.draw(on: canvas, in: bodies[index], theme)
      case .picture(let picture): picture.draw(on: canvas, in: bodies[index], theme)
      }
    }
  }

  private func titleStyle(_ width: Double) -> TextStyle { theme.title.within(max(20, width), lines: 2) }

  private func cells(in bounds: Rectangle) -> [Rectangle] {
    let rim = FigureDrawing.rim
    let inner = bounds.inset(left: rim, top: rim, right: rim, bottom: rim)
    func spans(_ count: Int, _ weights: [Double], _ start: Double, _ length: Double, _ gap: Double) -> [(
      Double, Double
    )] {
      let shares = (0..<count).map { $0 < weights.count && weights[$0] > 0 ? weights[$0] : 1 }
      let total = shares.reduce(0, +)
      let room = length - gap * Double(count - 1)
      var at = start
      return shares.map { share in
        defer { at += room * share / total + gap }
        return (at, room * share / total)
      }
    }
    let across = spans(columns, figure.columnWidths, inner.x, inner.width, FigureDrawing.gap.width)
    let down = spans(rows, figure.rowHeights, inner.y, inner.height, FigureDrawing.gap.height)
    return figure.panels.indices.map { index in
      let (x, width) = across[index % columns]
      let (y, height) = down[index / columns]
      return Rectangle(x: x, y: y, width: width, height: height)
    }
  }

  // Panels of a row begin at the same height below the tallest title.
  private func titleHeights(_ cells: [Rectangle], _ canvas: borrowing Canvas) -> [Double] {
    var heights = Array(repeating: 0.0, count: rows)
    for (index, panel) in figure.panels.enumerated() {
      guard let title = panel.title else { continue }
      // The title stands over the plot, which begins right of the axis labels: count with the narrower of the two.
      let width = cells[index].width * (plots[index] == nil ? 1 : 0.8)
      heights[index / columns] = max(
        heights[index / columns], canvas.measure(title, titleStyle(width)).height + 4)
    }
    return heights
  }

  // Ticks depend on the room between the axes and that on the ticks' labels: the second pass knows the first's answer.
  private func areas(in bodies: [Rectangle], _ canvas: borrowing Canvas) -> [Rectangle] {
    var areas = bodies.map { $0.inset(left: 30, top: 5, right: 5, bottom: 25) }
    for _ in 0..<2 {
      var byRow = Array(repeating: Margins(), count: rows)
      var byColumn = Array(repeating: Margins(), count: columns)
      for (index, plot) in plots.enumerated() {
        guard let plot else { continue }
        let size = Size(width: areas[index].width, height: areas[index].height)
        let margins = plot.margins(around: size, canvas: canvas)
        let (row, column) = (index / columns, index % columns)
        byRow[row].top = max(byRow[row].top, margins.top)
        byRow[row].bottom = max(byRow[row].bottom, margins.bottom)
        byColumn[column].left = max(byColumn[column].left, margins.left)
        byColumn[column].right = max(byColumn[column].right, margins.right)
      }
      for index in areas.indices {
        let (row, column) = (byRow[index / columns], byColumn[index % columns])
        areas[index] = bodies[index].inset(left: column.left, top: row.top, right: column.right, bottom: row.bottom)
      }
    }
    return areas
  }
}
