internal import CPangoCairo
public import Images

extension Canvas {
  /// Draws a picture into a rectangle.
  ///
  /// - Parameters:
  ///   - smooth: Whether pixels blend where the picture is enlarged; otherwise each stays a sharp square.
  ///   - opacity: 1 covers what lies below.
  public func draw(_ image: borrowing Image, in r: Rectangle, smooth: Bool = true, opacity: Double = 1) {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(image.width), Int32(image.height))!
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else { return }
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    cairo_surface_flush(surface)
    cairo_image_surface_get_data(surface).withMemoryRebound(to: UInt32.self, capacity: stride * image.height) {
      target in
      for y in 0..<image.height {
        for x in 0..<image.width {
          let at = (y * image.width + x) * 4
          target[y * stride + x] = Canvas.premultiplied(
            image.pixels[at], image.pixels[at + 1], image.pixels[at + 2], image.pixels[at + 3])
        }
      }
    }
    cairo_surface_mark_dirty(surface)
    cairo_save(drawing)
    cairo_rectangle(drawing, r.x, r.y, r.width, r.height)
    cairo_clip(drawing)
    cairo_translate(drawing, r.x, r.y)
    cairo_scale(drawing, r.width / Double(image.width), r.height / Double(image.height))
    cairo_set_source_surface(drawing, surface, 0, 0)
    let pattern = cairo_get_source(drawing)
    cairo_pattern_set_filter(pattern, smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
    cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
    cairo_paint_with_alpha(drawing, opacity)
    cairo_restore(drawing)
  }

  /// Draws a raster of coloured cells into a rectangle, without seams between them.
  ///
  /// On pixels each cell ends on a whole pixel and is written directly, which takes a fraction of filling as many
  /// rectangles. Vector formats get rectangles, or one enlarged picture where there are more than `asVectors`.
  /// - Parameter colors: `rows × columns`, row by row; a transparent one leaves what is below.
  public func drawCells(_ colors: [Color], columns: Int, in r: Rectangle, asVectors: Int = 2_500) {
    precondition(columns > 0 && colors.count % columns == 0, "cells must fill whole rows")
    let rows = colors.count / columns
    guard rows > 0 else { return }
    if isRaster, colors.allSatisfy({ $0.alpha == 1 || $0.alpha == 0 }) {
      writeCells(colors, columns, rows, r)
    } else if colors.count <= asVectors {
      // Viewers show the ground between rectangles that only touch. Opaque ones reach under their neighbours instead,
      // which are drawn later.
      let reach = colors.allSatisfy { $0.alpha == 1 } ? 2.0 : 1
      let (w, h) = (r.width / Double(columns), r.height / Double(rows))
      for row in 0..<rows {
        for column in 0..<columns where colors[row * columns + column].alpha > 0 {
          let cell = Rectangle(
            x: r.x + Double(column) * w, y: r.y + Double(row) * h, width: column < columns - 1 ? w * reach : w,
            height: row < rows - 1 ? h * reach : h)
          fill(cell, colors[row * columns + column])
        }
      }
    } else if let image = Canvas.enlarged(colors, columns, rows) {
      draw(image, in: r, smooth: false)
    }
  }

  private func writeCells(_ colors: [Color], _ columns: Int, _ rows: Int, _ r: Rectangle) {
    let surface = cairo_get_target(drawing)!
    cairo_surface_flush(surface)
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    func edges(_ start: Double, _ length: Double, _ count: Int, _ limit: Int) -> [Int] {
      (0...count).map {
        min(max(Int(((start + length * Double($0) / Double(count)) * scale).rounded()), 0), limit)
      }
    }
    let xs = edges(r.x, r.width, columns, width)
    let ys = edges(r.y, r.height, rows, height)
    cairo_image_surface_get_data(surface).withMemoryRebound(to: UInt32.self, capacity: stride * height) { target in
      for row in 0..<rows where ys[row] < ys[row + 1] {
        let line = target + ys[row] * stride
        for column in 0..<columns {
          let color = colors[row * columns + column]
          guard color.alpha > 0 else { continue }
          let bytes = color.bytes
          let value = Canvas.premultiplied(bytes.red, bytes.green, bytes.blue, 255)
          for x in xs[column]..<xs[column + 1] { for y in 0..<(ys[row + 1] - ys[row]) { line[y * stride + x] = value } }
        }
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  // Viewers may blend pixels; eight for each cell keep the blend to a cell's rim.
  private static func enlarged(_ colors: [Color], _ columns: Int, _ rows: Int) -> Image? {
    let factor = max(1, min(8, 4_096 / max(columns, rows)))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(colors.count * factor * factor * 4)
    for row in 0..<(rows * factor) {
      for column in 0..<(columns * factor) {
        let c = colors[(row / factor) * columns + column / factor].bytes
        pixels.append(contentsOf: [c.red, c.green, c.blue, c.alpha])
      }
    }
    return try? Image(width: columns * factor, height: rows * factor, pixels: pixels)
  }

  private static func premultiplied(_ red: UInt8, _ green: UInt8, _ blue: UInt8, _ alpha: UInt8) -> UInt32 {
    let a = UInt32(alpha)
    func part(_ channel: UInt8) -> UInt32 { (UInt32(channel) * a + 127) / 255 }
    return a << 24 | part(red) << 16 | part(green) << 8 | part(blue)
  }
}
