internal import Basics
internal import Plotting
internal import Transformers

extension PictureAttention {
  /// What the class token of every head attends to.
  func headsFigure(id: String) -> Figure {
    let (layers, heads) = (map.layers, map.heads)
    let small = picture.ground(to: 96)
    return Figure(
      id: id,
      caption: "Where the heads of the image tower look: the attention of the class token, whose vector becomes the "
        + "picture's, to each patch. Over each stand its layer and its head, counted from 0. The yellower the more, each "
        + "head on a scale of its own.",
      alternativeText:
        "The picture \(layers * heads) times, in \(layers) rows by \(heads) columns, each under a grid of "
        + "coloured patches.",
      size: Size(width: 470, height: min(640, 14 + (470 / Double(heads) + 14) * Double(layers))),
      panels: (0..<layers).flatMap { layer in
        (0..<heads).map { head in
          Panel(
            "\(layer).\(head)", .picture(Picture(small, overlay: gaze(layer, head), scale: .viridis, opacity: 0.6)))
        }
      },
      columns: heads)
  }

  /// The head that is surest of where to look, large: the class token's attention, and the attention of the patch that the
  /// class token attends to most.
  func surestHeadFigure(id: String) -> Figure {
    let (layer, head) = surestHead
    let gaze = gaze(layer, head)
    let most = gaze.joined().enumerated().max { $0.element < $1.element }?.offset ?? 0
    let (row, column) = (most / picture.pixels.columns, most % picture.pixels.columns)
    func panel(_ title: String, _ map: [[Double]]) -> Panel {
      Panel(title, .picture(Picture(picture.ground, overlay: map, scale: .viridis, colorBar: "probability")))
    }
    return Figure(
      id: id,
      caption:
        "Layer \(layer), head \(head), which is surest of where to look. Left, what the class token attends to; "
        + "right, what the patch attends to that it attends to most, in row \(row + 1), column \(column + 1).",
      alternativeText:
        "The picture twice under coloured patches; the class token gives the patch in row \(row + 1), column "
        + "\(column + 1) \((gaze[row][column] * 100).twoDecimals) % of its attention.",
      size: Size(width: 470, height: 205),
      panels: [panel("class token", gaze), panel("most attended patch", self.gaze(layer, head, of: most + 1))],
      columns: 2)
  }
}
