internal import Graphics

extension ShadedText {
  func check(_ validation: Validation, _ part: String) throws(PlottingError) {
    for line in lines {
      try validation.count("\(part), line \"\(line.label)\"", words.count, line.weights.count)
      try validation.finite("\(part), line \"\(line.label)\"", line.weights)
    }
    if let marked, !words.indices.contains(marked) {
      throw .count(
        figure: validation.figure, part: "\(part), marked word \(marked)", expected: words.count, found: marked + 1)
    }
    try validation.range("\(part), range of colours", range)
  }

  func draw(on canvas: borrowing Canvas, in body: Rectangle, _ theme: Theme) {
    guard !lines.isEmpty, !words.isEmpty else { return drawNothing(on: canvas, in: body, theme) }
    let line = canvas.measure("Ag", theme.label).height
    let bold = TextStyle(Font(theme.family, size: theme.labelSize, weight: .bold))
    let labels = widest(lines.map(\.label) + [labelTitle ?? ""], bold, body.width * 0.2, canvas)
    let notes = widest(lines.map(\.note) + [noteTitle ?? ""], theme.label, body.width * 0.25, canvas)
    let left = body.minX + (labels > 0 ? labels + 8 : 0)
    let right = body.maxX - (notes > 0 ? notes + 8 : 0)
    let places = places(in: right - left, theme, canvas)
    let rows = (places.map(\.row).max() ?? 0) + 1

    var top = body.minY
    if labelTitle != nil || noteTitle != nil {
      let (a, b) = (theme.label.within(labels + 0.5), theme.label.within(notes + 0.5))
      canvas.draw(labelTitle ?? "", at: Point(body.minX, top), a, theme.mutedInk, anchor: TextAnchor(.left, .top))
      canvas.draw(noteTitle ?? "", at: Point(right + 8, top), b, theme.mutedInk, anchor: TextAnchor(.left, .top))
      top += line + 3
    }
    // Lines of text stand close, lines of the figure apart; where there is little room, all move closer.
    let gap = 4.0
    let room = (body.maxY - top) / Double(lines.count) - gap
    let height = min(line * 1.35, max(line, room / Double(rows)))
    let whole = height * Double(rows) + gap
    let shown = min(lines.count, max(1, Int((body.maxY - top + gap) / whole)))
    let range = colorRange(range ?? 0...max(lines.flatMap(\.weights).max() ?? 1, 1e-9), [])
    let scale = range.lowerBound < 0 ? theme.diverging : theme.sequential
    for (index, entry) in lines.prefix(shown).enumerated() {
      let start = top + Double(index) * whole
      let middle = start + height / 2
      canvas.draw(
        entry.label, at: Point(body.minX, middle), bold.within(labels + 0.5), theme.ink,
        anchor: TextAnchor(.left, .middle))
      canvas.draw(
        entry.note, at: Point(right + 8, middle), theme.label.within(notes + 0.5), theme.ink,
        anchor: TextAnchor(.left, .middle))
      for (word, place) in places.enumerated() {
        let cell = Rectangle(
          x: left + place.x, y: start + Double(place.row) * height, width: place.width, height: height - 1)
        let color = scale[(entry.weights[word] - range.lowerBound) / (range.upperBound - range.lowerBound)]
        canvas.fill(cell, color)
        let isMarked = word == marked
        if isMarked { canvas.stroke(Path(cell), theme.ink, width: 0.9) }
        canvas.draw(
          words[word], at: Point(cell.minX + Self.rim, cell.midY),
          (isMarked ? bold : theme.label).within(place.width - 2 * Self.rim + 0.5), inkOver(color),
          anchor: TextAnchor(.left, .middle))
      }
    }
    if shown < lines.count {
      canvas.draw(
        "and \(lines.count - shown) more", at: Point(body.minX, top + Double(shown) * whole), theme.tick,
        theme.mutedInk, anchor: TextAnchor(.left, .top))
    }
  }

  private static let rim = 2.2

  private func widest(
    _ texts: [String], _ style: TextStyle, _ limit: Double, _ canvas: borrowing Canvas
  ) -> Double {
    var widest = 0.0
    for text in texts where !text.isEmpty { widest = max(widest, canvas.measure(text, style).width) }
    return min(widest, limit)
  }

  /// Where each word stands: row by row as in a paragraph.
  private func places(
    in width: Double, _ theme: Theme, _ canvas: borrowing Canvas
  ) -> [(x: Double, row: Int, width: Double)] {
    let bold = TextStyle(Font(theme.family, size: theme.labelSize, weight: .bold))
    var (x, row) = (0.0, 0)
    var places: [(x: Double, row: Int, width: Double)] = []
    for (index, word) in words.enumerated() {
      let text = canvas.measure(word, index == marked ? bold : theme.label).width
      let cell = min(text + 2 * Self.rim, width)
      if x > 0, x + cell > width { (x, row) = (0, row + 1) }
      places.append((x, row, cell))
      x += cell + 0.8
    }
    return places
  }
}
