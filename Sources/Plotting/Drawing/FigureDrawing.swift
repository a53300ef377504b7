internal import Graphics

/// Divides a figure among its panels and draws them.
struct FigureDrawing {
  private let figure: Figure
  private let theme: Theme
  private let plots: [PlotDrawing?]
  private let rows: Int
  private let columns: Int

  private static let rim = 5.0
  /// The room between panels, a fifth of a panel at most.
  private let gap: Size

  init(_ figure: Figure, _ theme: Theme) throws(PlottingError) {
    try Validation(figure: figure.id).check(figure)
    self.figure = figure
    self.theme = theme
    let columns = min(figure.columns, figure.panels.count)
    self.columns = columns
    rows = (figure.panels.count + columns - 1) / columns
    let shares = FigureDrawing.shares(columns, figure.columnWidths)
    plots = figure.panels.enumerated().map { index, panel in
      guard case .plot(let plot) = panel.content else { return nil }
      return PlotDrawing(plot, theme, panelWidth: figure.size.width * shares[index % columns])
    }
    let share = Size(width: figure.size.width / Double(columns), height: figure.size.height / Double(rows))
    gap = Size(width: min(16, share.width / 5), height: min(12, share.height / 5))
    let least = figure.panels.allSatisfy(\.isPicture) ? Self.leastPicture : Self.leastPanel
    guard share.width >= least.width, share.height >= least.height else {
      throw .size(figure: figure.id, size: figure.size)
    }
  }

  /// A panel needs room for a tick, a label and something between them.
  private static let leastPanel = Size(width: 40, height: 36)
  /// A picture needs none for ticks: the twelve heads of a layer go side by side.
  private static let leastPicture = Size(width: 24, height: 36)

  func draw(on canvas: borrowing Canvas) {
    canvas.fill(theme.background)
    let layout = layout(in: canvas.bounds, canvas)
    let keyRoom = keyRoom(layout, canvas)
    for (index, panel) in figure.panels.enumerated() {
      let cell = layout.cells[index]
      if let title = panel.title {
        let left = plots[index] == nil ? cell.minX : min(layout.areas[index].minX, cell.midX)
        canvas.draw(
          title, at: Point(left, cell.minY), titleStyle(panel, cell.maxX - left), theme.ink,
          anchor: TextAnchor(.left, .top))
      }
      let body = layout.bodies[index]
      switch panel.content {
      case .plot: plots[index]?.draw(on: canvas, in: layout.areas[index])
      case .heatmap(let heatmap): heatmap.draw(on: canvas, in: body, theme)
      case .grid(let grid): grid.draw(on: canvas, in: body, theme)
      case .table(let table): table.draw(on: canvas, in: body, theme)
      case .arcs(let arcs): arcs.draw(on: canvas, in: body, theme)
      case .picture(let picture): picture.draw(on: canvas, in: body, keyRoom: keyRoom, theme)
      case .shaded(let text): text.draw(on: canvas, in: body, theme)
      }
    }
  }

  // Pictures leave the same room for a key whether they have one or not: equal panels show them equally large.
  private func keyRoom(_ layout: Layout, _ canvas: borrowing Canvas) -> Size {
    var room = Size(width: 0, height: 0)
    for (panel, body) in zip(figure.panels, layout.bodies) {
      guard case .picture(let picture) = panel.content else { continue }
      let wanted = picture.keyRoom(in: body, theme, canvas)
      room = Size(width: max(room.width, wanted.width), height: max(room.height, wanted.height))
    }
    return room
  }

  private struct Layout {
    /// Panels with their titles and labels.
    var cells: [Rectangle]
    /// Panels below their titles.
    var bodies: [Rectangle]
    /// What lies between the axes of a plot.
    var areas: [Rectangle]
  }

  // Ticks depend on the room between the axes and that on the ticks' labels: each pass knows the last one's answer.
  private func layout(in bounds: Rectangle, _ canvas: borrowing Canvas) -> Layout {
    let inner = bounds.inset(
      left: FigureDrawing.rim, top: FigureDrawing.rim, right: FigureDrawing.rim, bottom: FigureDrawing.rim)
    var byRow = Array(repeating: Margins(top: 5, bottom: 25), count: rows)
    var byColumn = Array(repeating: Margins(left: 30, right: 5), count: columns)
    var titles = Array(repeating: 0.0, count: rows)
    var layout = place(inner, byRow, byColumn, titles)
    for _ in 0..<3 {
      titles = titleHeights(layout, canvas)
      (byRow, byColumn) = (
        Array(repeating: Margins(), count: rows), Array(repeating: Margins(), count: columns)
      )
      for (index, plot) in plots.enumerated() {
        guard let plot else { continue }
        let area = layout.areas[index]
        let margins = plot.margins(around: Size(width: area.width, height: area.height), canvas: canvas)
        let (row, column) = (index / columns, index % columns)
        byRow[row].top = max(byRow[row].top, margins.top)
        byRow[row].bottom = max(byRow[row].bottom, margins.bottom)
        byColumn[column].left = max(byColumn[column].left, margins.left)
        byColumn[column].right = max(byColumn[column].right, margins.right)
      }
      layout = place(inner, byRow, byColumn, titles)
    }
    return layout
  }

  // Where all panels are plots, their axes share the room that labels leave, so that equal scales are equally long;
  // otherwise the panels share the room that titles leave.
  private func place(
    _ inner: Rectangle, _ byRow: [Margins], _ byColumn: [Margins], _ titles: [Double]
  ) -> Layout {
    let aligned = plots.allSatisfy { $0 != nil }
    func spans(
      _ shares: [Double], _ taken: [Double], _ start: Double, _ length: Double, _ gap: Double
    ) -> [(start: Double, length: Double)] {
      let room = max(0, length - gap * Double(shares.count - 1) - taken.reduce(0, +))
      var at = start
      return zip(shares, taken).map { share, taken in
        defer { at += room * share + taken + gap }
        return (at, room * share + taken)
      }
    }
    let across = spans(
      FigureDrawing.shares(columns, figure.columnWidths), byColumn.map { aligned ? $0.left + $0.right : 0 }, inner.x,
      inner.width, gap.width)
    let down = spans(
      FigureDrawing.shares(rows, figure.rowHeights),
      zip(byRow, titles).map { $1 + (aligned ? $0.top + $0.bottom : 0) }, inner.y, inner.height,
      gap.height)
    var layout = Layout(cells: [], bodies: [], areas: [])
    for index in figure.panels.indices {
      let (row, column) = (index / columns, index % columns)
      let cell = Rectangle(
        x: across[column].start, y: down[row].start, width: across[column].length, height: down[row].length)
      let body = cell.inset(top: titles[row])
      layout.cells.append(cell)
      layout.bodies.append(body)
      layout.areas.append(
        body.inset(
          left: byColumn[column].left, top: byRow[row].top, right: byColumn[column].right, bottom: byRow[row].bottom))
    }
    return layout
  }

  private static func shares(_ count: Int, _ weights: [Double]) -> [Double] {
    let given = (0..<count).map { $0 < weights.count && weights[$0] > 0 && weights[$0].isFinite ? weights[$0] : 1 }
    let total = given.reduce(0, +)
    return given.map { $0 / total }
  }

  private func titleStyle(_ panel: Panel, _ width: Double) -> TextStyle {
    theme.title.within(max(20, width), lines: panel.titleLines)
  }

  // Panels of a row begin at the same height below the tallest title.
  private func titleHeights(_ layout: Layout, _ canvas: borrowing Canvas) -> [Double] {
    var heights = Array(repeating: 0.0, count: rows)
    for (index, panel) in figure.panels.enumerated() {
      guard let title = panel.title else { continue }
      let cell = layout.cells[index]
      let left = plots[index] == nil ? cell.minX : min(layout.areas[index].minX, cell.midX)
      heights[index / columns] = max(
        heights[index / columns], canvas.measure(title, titleStyle(panel, cell.maxX - left)).height + 4)
    }
    return heights
  }
}

extension Panel {
  fileprivate var isPicture: Bool { if case .picture = content { true } else { false } }
}
