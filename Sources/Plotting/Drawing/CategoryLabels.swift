internal import Graphics

/// Names below the columns of a plot or a matrix: level where they fit, else in two lines, slanted, or upright.
struct CategoryLabels {
  private enum Setting { case level, wrapped, slanted, upright }

  private let labels: [String]
  private let style: TextStyle
  private let setting: Setting
  /// Every how many a label stands; more than 1 only where they would overlap otherwise.
  private let stride: Int
  /// Height that the labels take.
  let height: Double
  /// How far the first label reaches left of the middle of its column.
  let overhang: Double

  private static let longest = 90.0
  private static let slant = -Double.pi / 4

  /// - Parameter pitch: Distance between the middles of two columns.
  init(_ labels: [String], pitch: Double, style: TextStyle, canvas: borrowing Canvas) {
    self.labels = labels
    var boxes: [TextBox] = []
    for label in labels { boxes.append(canvas.measure(label, style)) }
    let widest = boxes.map(\.width).max() ?? 0
    let line = boxes.map(\.height).max() ?? 0
    var wrapped: [TextBox] = []
    for label in labels { wrapped.append(canvas.measure(label, style.within(max(1, pitch - 4), lines: 2))) }
    let wholeWords = zip(labels, wrapped).allSatisfy { label, box in
      !box.isShortened && label.contains(" ") || box.lines == 1
    }
    if widest <= pitch - 4 {
      (setting, self.style, height, stride) = (.level, style, line, 1)
      overhang = max(0, (boxes.first?.width ?? 0) / 2)
    } else if wholeWords && !wrapped.contains(where: \.isShortened) {
      setting = .wrapped
      self.style = style.within(pitch - 4, lines: 2, .center)
      height = wrapped.map(\.height).max() ?? 0
      (stride, overhang) = (1, pitch / 2)
    } else if pitch >= line * 1.3 {
      let length = min(widest, CategoryLabels.longest)
      (setting, self.style) = (.slanted, style.within(length + 0.5))
      height = (length + line) * 0.7072
      (stride, overhang) = (1, (min(boxes.first?.width ?? 0, length) + line / 2) * 0.7072)
    } else {
      let length = min(widest, CategoryLabels.longest)
      (setting, self.style, height) = (.upright, style.within(length + 0.5), length)
      stride = max(1, Int((line * 0.8 / max(pitch, 0.1)).rounded(.up)))
      overhang = line / 2
    }
  }

  /// Draws the labels below a level line.
  ///
  /// - Parameter place: The middle of a column, from its position.
  func draw(on canvas: borrowing Canvas, top: Double, color: Color, place: (Int) -> Double) {
    for (index, label) in labels.enumerated() where index % stride == 0 {
      let x = place(index)
      switch setting {
      case .level, .wrapped:
        let width = canvas.measure(label, style).width
        canvas.draw(label, at: Point(x - width / 2, top), style, color, anchor: TextAnchor(.left, .top))
      case .slanted:
        canvas.draw(
          label, at: Point(x + 1.5, top + 2.5), style, color, anchor: TextAnchor(.right, .middle),
          angle: CategoryLabels.slant)
      case .upright:
        canvas.draw(
          label, at: Point(x, top), style, color, anchor: TextAnchor(.right, .middle), angle: -.pi / 2)
      }
    }
  }
}

/// Names left of the rows of a plot or a matrix, ending at one edge: on one line, or where that is too short, on as many as
/// there is room for between the rows.
struct RowLabels {
  private let labels: [String]
  private let style: TextStyle
  /// Every how many a label stands.
  let stride: Int
  /// Width that the labels take.
  let width: Double

  /// - Parameters:
  ///   - pitch: Distance between the middles of two rows.
  ///   - widest: Width at which a label ends in an ellipsis.
  init(_ labels: [String], pitch: Double, widest: Double, style: TextStyle, canvas: borrowing Canvas) {
    self.labels = labels
    var natural = 0.0
    var line = 0.0
    for label in labels {
      let box = canvas.measure(label, style)
      natural = max(natural, box.width)
      line = max(line, canvas.measure("Ag", style).height)
    }
    width = min(natural, widest)
    self.style = style.within(
      width + 0.1, lines: natural > widest && line > 0 ? max(1, Int(pitch / line)) : 1, .trailing)
    stride = max(1, Int((line * 0.75 / max(pitch, 0.1)).rounded(.up)))
  }

  /// Draws the labels left of an upright line.
  func draw(on canvas: borrowing Canvas, right: Double, color: Color, place: (Int) -> Double) {
    for (index, label) in labels.enumerated() where index % stride == 0 {
      let text = canvas.measure(label, style)
      canvas.draw(
        label, at: Point(right - text.width, place(index)), style, color, anchor: TextAnchor(.left, .middle))
    }
  }
}
