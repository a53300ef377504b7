internal import CPangoCairo
public import Images

/// A picture, as ``Canvas`` draws it.
public typealias Image = Images.Image

/// A surface to draw on, in points (1/72 in) from the upper left corner.
///
/// A canvas exists for the length of a drawing function, which gives pixels, SVG or PDF from the same calls:
///
///     let image = try Canvas.image(size: Size(width: 100, height: 50), dpi: 200) { canvas in
///       canvas.fill(Path(center: Point(50, 25), radius: 10), .black)
///     }
///
/// The same calls give the same bytes on the same machine: no format holds a time, and text is neither hinted nor
/// rounded to pixels.
public struct Canvas: ~Copyable {
  let drawing: OpaquePointer
  let text: TextSetter
  let isRaster: Bool
  /// Device pixels per point; 1 in vector formats.
  let scale: Double
  /// The surface in points.
  public let size: Size

  init(surface: OpaquePointer, size: Size, scale: Double, isRaster: Bool) {
    drawing = cairo_create(surface)
    text = TextSetter()
    self.size = size
    self.scale = scale
    self.isRaster = isRaster
    cairo_scale(drawing, scale, scale)
  }

  deinit { cairo_destroy(drawing) }

  /// The whole surface.
  public var bounds: Rectangle { Rectangle(x: 0, y: 0, width: size.width, height: size.height) }

  /// Fills an outline.
  public func fill(_ path: Path, _ color: Color) {
    trace(path)
    use(color)
    cairo_fill(drawing)
  }

  /// Fills the whole surface, also the part of a last pixel that the size does not reach.
  public func fill(_ color: Color) {
    use(color)
    cairo_paint(drawing)
  }

  /// Fills a rectangle.
  public func fill(_ r: Rectangle, _ color: Color) {
    cairo_rectangle(drawing, r.x, r.y, r.width, r.height)
    use(color)
    cairo_fill(drawing)
  }

  /// Draws along an outline.
  ///
  /// - Parameters:
  ///   - width: Width of the line in points.
  ///   - dash: Lengths of strokes and gaps in points; empty is a full line.
  public func stroke(_ path: Path, _ color: Color, width: Double, dash: [Double] = []) {
    trace(path)
    pen(color, width, dash)
    cairo_stroke(drawing)
  }

  /// Draws a straight line; an upright or level one is moved onto whole pixels, so that it is sharp.
  public func line(_ from: Point, _ to: Point, _ color: Color, width: Double, dash: [Double] = []) {
    var (from, to) = (from, to)
    if from.x == to.x {
      from.x = sharp(from.x, width)
      to.x = from.x
    } else if from.y == to.y {
      from.y = sharp(from.y, width)
      to.y = from.y
    }
    cairo_move_to(drawing, from.x, from.y)
    cairo_line_to(drawing, to.x, to.y)
    pen(color, width, dash)
    cairo_set_line_cap(drawing, CAIRO_LINE_CAP_BUTT)
    cairo_stroke(drawing)
  }

  /// Draws with everything outside a rectangle left alone.
  public func clipped<E: Error>(to r: Rectangle, _ body: () throws(E) -> Void) throws(E) {
    cairo_save(drawing)
    defer { cairo_restore(drawing) }
    cairo_rectangle(drawing, r.x, r.y, r.width, r.height)
    cairo_clip(drawing)
    try body()
  }

  /// Draws with the origin moved, then turned clockwise by an angle in radians, then scaled.
  public func transformed<E: Error>(
    origin: Point = Point(0, 0), angle: Double = 0, scale: Double = 1, _ body: () throws(E) -> Void
  ) throws(E) {
    cairo_save(drawing)
    defer { cairo_restore(drawing) }
    cairo_translate(drawing, origin.x, origin.y)
    cairo_rotate(drawing, angle)
    cairo_scale(drawing, scale, scale)
    try body()
  }

  /// The measures of a text once set.
  public func measure(_ string: String, _ style: TextStyle) -> TextBox { text.measure(string, style) }

  /// Draws a text.
  ///
  /// - Parameters:
  ///   - at: Where the anchor goes.
  ///   - angle: Turn around the anchor in radians, clockwise.
  ///   - halo: Colour of a rim around the letters, which keeps them readable over lines and points.
  public func draw(
    _ string: String, at place: Point, _ style: TextStyle, _ color: Color,
    anchor: TextAnchor = TextAnchor(.left, .baseline), angle: Double = 0, halo: Color? = nil
  ) {
    let box = text.measure(string, style)
    let offset = box.offset(of: anchor)
    guard angle != 0 else {
      show(string, style, at: Point(place.x - offset.x, place.y - offset.y), color, halo)
      return
    }
    transformed(origin: place, angle: angle) {
      show(string, style, at: Point(-offset.x, -offset.y), color, halo)
    }
  }

  private func show(_ string: String, _ style: TextStyle, at corner: Point, _ color: Color, _ halo: Color?) {
    if let halo {
      cairo_new_path(drawing)
      text.trace(string, style, on: drawing, at: corner)
      pen(halo, style.font.size * 0.3, [])
      cairo_stroke(drawing)
    }
    use(color)
    text.show(string, style, on: drawing, at: corner)
  }

  private func trace(_ path: Path) {
    cairo_new_path(drawing)
    for element in path.elements {
      switch element {
      case .move(let p): cairo_move_to(drawing, p.x, p.y)
      case .line(let p): cairo_line_to(drawing, p.x, p.y)
      case .curve(let a, let b, let p): cairo_curve_to(drawing, a.x, a.y, b.x, b.y, p.x, p.y)
      case .arc(let c, let radius, let from, let to): cairo_arc(drawing, c.x, c.y, radius, from, to)
      case .close: cairo_close_path(drawing)
      }
    }
  }

  private func use(_ color: Color) {
    cairo_set_source_rgba(drawing, color.red, color.green, color.blue, color.alpha)
  }

  private func pen(_ color: Color, _ width: Double, _ dash: [Double]) {
    use(color)
    cairo_set_line_width(drawing, width)
    cairo_set_dash(drawing, dash, Int32(dash.count), 0)
    cairo_set_line_cap(drawing, CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(drawing, CAIRO_LINE_JOIN_ROUND)
  }

  // A line of an odd number of pixels is sharp around the middle of a pixel, one of an even number on an edge.
  private func sharp(_ value: Double, _ width: Double) -> Double {
    guard isRaster else { return value }
    let pixels = max(1, (width * scale).rounded())
    let half = pixels.truncatingRemainder(dividingBy: 2) == 1 ? 0.5 : 0
    return ((value * scale - half).rounded() + half) / scale
  }
}

extension TextBox {
  /// From the upper left corner to the anchor.
  public func offset(of anchor: TextAnchor) -> Point {
    let x =
      switch anchor.horizontal {
      case .left: 0.0
      case .center: width / 2
      case .right: width
      }
    let y =
      switch anchor.vertical {
      case .top: 0.0
      case .middle: lines == 1 ? baseline - capHeight / 2 : height / 2
      case .baseline: baseline
      case .bottom: height
      }
    return Point(x, y)
  }
}
