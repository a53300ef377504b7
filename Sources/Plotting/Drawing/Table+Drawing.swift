internal import Graphics

extension Table {
  private var rowCount: Int { columns.first?.count ?? 0 }

  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    for column in columns {
      let name = "\(part), column \"\(column.title)\""
      try validation.count(name, rowCount, column.count)
      switch column.cells {
      case .text: continue
      case .numbers(let numbers, _): try validation.finite(name, numbers, missingAllowed: true)
      case .bars(let numbers, _, let range):
        try validation.finite(name, numbers, missingAllowed: true)
        try validation.range(name, range)
      }
    }
  }

  func draw(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
    guard rowCount > 0 else { return drawNothing(on: canvas, in: body, theme) }
    let line = canvas.measure("Ag", theme.label).height
    let head = line + 6
    let pitch = min(line * 1.7, (body.height - head - 2) / Double(rowCount))
    let shown = pitch >= line * 0.9 ? rowCount : max(1, Int((body.height - head - line) / (line * 0.95)))
    let height = shown < rowCount ? line * 0.95 : pitch
    let widths = columnWidths(in: body.width, theme, canvas)
    let width = widths.reduce(0, +) + Table.gap * Double(columns.count - 1)

    canvas.line(Point(body.minX, body.minY), Point(body.minX + width, body.minY), theme.rule, width: 0.8)
    canvas.line(Point(body.minX, body.minY + head), Point(body.minX + width, body.minY + head), theme.rule, width: 0.5)
    var x = body.minX
    for (column, columnWidth) in zip(columns, widths) {
      let rightAligned = if case .numbers = column.cells { true } else { false }
      let heading = TextStyle(Font(theme.family, size: theme.labelSize, weight: .bold)).within(columnWidth + 0.5)
      let box = canvas.measure(column.title, heading)
      canvas.draw(
        column.title, at: Point(rightAligned ? x + columnWidth - box.width : x, body.minY + head / 2), heading,
        theme.ink, anchor: TextAnchor(.left, .middle))
      for row in 0..<shown {
        let y = body.minY + head + (Double(row) + 0.5) * height + 1
        draw(column, row, on: canvas, x: x, y: y, width: columnWidth, height: height, theme)
      }
      x += columnWidth + Table.gap
    }
    let bottom = body.minY + head + Double(shown) * height + 2
    canvas.line(Point(body.minX, bottom), Point(body.minX + width, bottom), theme.rule, width: 0.8)
    if shown < rowCount {
      canvas.draw(
        "and \(rowCount - shown) more rows", at: Point(body.minX, bottom + 1), theme.tick, theme.mutedInk,
        anchor: TextAnchor(.left, .top))
    }
  }

  private static let gap = 12.0
  private static let shortestBar = 40.0
  private static let longestBar = 140.0
  private static let longestHeading = 110.0

  private func draw(
    _ column: Column, _ row: Int, on canvas: borrowing Canvas, x: Double, y: Double, width: Double, height: Double,
    _ theme: Theme
  ) {
    let weight: Font.Weight = emphasized.contains(row) ? .bold : .regular
    let style = TextStyle(Font(theme.family, size: theme.labelSize, weight: weight))
    switch column.cells {
    case .text(let texts):
      let fitted = style.within(width + 0.5)
      canvas.draw(texts[row], at: Point(x, y), fitted, theme.ink, anchor: TextAnchor(.left, .middle))
    case .numbers(let numbers, let format):
      canvas.draw(
        format.text(numbers[row]), at: Point(x + width, y), style.within(width + 0.5), theme.ink,
        anchor: TextAnchor(.right, .middle))
    case .bars(let numbers, let format, let range):
      let range = range ?? 0...max(numbers.lazy.filter(\.isFinite).max() ?? 1, .leastNonzeroMagnitude)
      let text = min(widestBesideBars(theme, canvas), width * 0.6)
      canvas.draw(
        format.text(numbers[row]), at: Point(x + text, y), style.within(text + 0.5), theme.ink,
        anchor: TextAnchor(.right, .middle))
      guard numbers[row].isFinite else { return }
      let share = (numbers[row] - range.lowerBound) / (range.upperBound - range.lowerBound)
      let full = Rectangle(
        x: x + text + 6, y: y - height * 0.28, width: width - text - 6, height: height * 0.56)
      canvas.fill(full, theme.grid.opacity(0.6))
      canvas.fill(
        Rectangle(x: full.x, y: full.y, width: full.width * min(max(share, 0), 1), height: full.height),
        theme.palette[0])
    }
  }

  /// The widest number beside a bar: tracks are as long in all columns.
  private func widestBesideBars(_ theme: Theme, _ canvas: borrowing Canvas) -> Double {
    var widest = 0.0
    for column in columns {
      guard case .bars(let numbers, let format, _) = column.cells else { continue }
      widest = max(widest, self.widest(numbers, format, theme, canvas))
    }
    return widest
  }

  private func widest(
    _ numbers: [Double], _ format: NumberFormat, _ theme: Theme, _ canvas: borrowing Canvas
  ) -> Double {
    let style = TextStyle(
      Font(theme.family, size: theme.labelSize, weight: emphasized.isEmpty ? .regular : .bold))
    var widest = 0.0
    for number in numbers { widest = max(widest, canvas.measure(format.text(number), style).width) }
    return widest
  }

  // Numbers keep their width; bars take what is over, and long texts give way.
  private func columnWidths(in room: Double, _ theme: Theme, _ canvas: borrowing Canvas) -> [Double] {
    let bold = TextStyle(Font(theme.family, size: theme.labelSize, weight: .bold))
    let plain = emphasized.isEmpty ? theme.label : bold
    var widths: [Double] = []
    var (texts, bars) = ([Int](), [Int]())
    for (index, column) in columns.enumerated() {
      // A heading longer than what stands below it ends in an ellipsis rather than push other columns out.
      var width = min(canvas.measure(column.title, bold).width, Table.longestHeading)
      switch column.cells {
      case .text(let cells):
        for cell in cells { width = max(width, canvas.measure(cell, plain).width) }
        texts.append(index)
      case .numbers(let numbers, let format): width = max(width, widest(numbers, format, theme, canvas))
      case .bars(let numbers, let format, _):
        width = max(width, widest(numbers, format, theme, canvas) + 6 + Table.shortestBar)
        bars.append(index)
      }
      widths.append(width)
    }
    // Bars of one scale are as long in each column.
    let track = bars.map { widths[$0] }.max() ?? 0
    for index in bars { widths[index] = track }
    let spare = room - widths.reduce(0, +) - Table.gap * Double(columns.count - 1)
    if spare > 0 {
      for index in bars { widths[index] += min(spare / Double(bars.count), Table.longestBar - Table.shortestBar) }
    } else {
      // Each text column gives in proportion to its length, down to a few letters.
      let total = texts.reduce(0) { $0 + widths[$1] }
      for index in texts { widths[index] = max(24, widths[index] * (1 + spare / max(total, 1))) }
      // What still does not fit is squeezed, numbers too: better short than outside.
      let over = widths.reduce(0, +) / max(1, room - Table.gap * Double(columns.count - 1))
      if over > 1 { widths = widths.map { $0 / over } }
    }
    return widths
  }
}
