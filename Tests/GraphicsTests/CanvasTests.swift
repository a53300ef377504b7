import Graphics
import Images
import Testing

@Suite struct CanvasTests {
  private let size = Size(width: 60, height: 40)

  private func sample(_ canvas: borrowing Canvas) {
    canvas.fill(.white)
    canvas.fill(Rectangle(x: 5, y: 5, width: 10, height: 10), Color(0x0072B2))
    canvas.stroke(Path(center: Point(30, 20), radius: 8), Color(0xD55E00), width: 1.5, dash: [3, 1])
    canvas.draw("Aé", at: Point(2, 38), TextStyle(Font(size: 8)), .black)
    canvas.drawCells(
      (0..<16).map { Color(red: Double($0) / 15, green: 0, blue: 0) }, columns: 4,
      in: Rectangle(x: 42, y: 4, width: 15, height: 15), asVectors: 8)
  }

  @Test func `a point is dpi over 72 pixels`() throws {
    let image = try Canvas.image(size: size, dpi: 144) { $0.fill(.white) }
    #expect(image.width == 120)
    #expect(image.height == 80)
    #expect(image[119, 79] == (255, 255, 255, 255))
  }

  @Test func `what is not drawn is transparent, and alpha is straight`() throws {
    let image = try Canvas.image(size: size, dpi: 72) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 10, height: 10), Color(0xFF8000, alpha: 0.5))
    }
    #expect(image[20, 20] == (0, 0, 0, 0))
    let pixel = image[5, 5]
    #expect(abs(Int(pixel.red) - 255) <= 2 && abs(Int(pixel.green) - 128) <= 2 && pixel.blue == 0)
    #expect(abs(Int(pixel.alpha) - 128) <= 1)
  }

  @Test func `the same calls give the same bytes in every format`() throws {
    for _ in 0..<3 {
      #expect(try Canvas.image(size: size, dpi: 150, sample) == Canvas.image(size: size, dpi: 150, sample))
      #expect(try Canvas.svg(size: size, sample) == Canvas.svg(size: size, sample))
      #expect(try Canvas.pdf(size: size, sample) == Canvas.pdf(size: size, sample))
    }
  }

  @Test func `a vector file names what it shows and holds no present date`() throws {
    let svg = String(
      decoding: try Canvas.svg(size: size, title: "a < b & c", description: "Two \"things\"\u{1}", sample),
      as: UTF8.self)
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title>a &lt; b &amp; c</title>"))
    #expect(svg.contains("<desc>Two &quot;things&quot;</desc>"))
    let pdf = String(decoding: try Canvas.pdf(size: size, title: "t", sample), as: UTF8.self)
    #expect(pdf.hasPrefix("%PDF-1."))
    #expect(pdf.contains("(20000101000000Z)"))
  }

  @Test func `a size that cannot be drawn is an error`() {
    for (size, dpi) in [
      (Size(width: 0, height: 10), 72.0), (Size(width: 1e6, height: 10), 72), (Size(width: .nan, height: 10), 72),
      (Size(width: 10, height: 10), 0), (Size(width: 10, height: 10), .infinity),
    ] {
      #expect(throws: GraphicsError.self) { try Canvas.image(size: size, dpi: dpi) { _ in } }
    }
  }

  @Test func `an error from the drawing comes out as it is`() {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try Canvas.image(size: size, dpi: 72) { _ in throw Stop() } }
    #expect(throws: Stop.self) { try Canvas.svg(size: size) { _ in throw Stop() } }
    #expect(throws: Stop.self) { try Canvas.pdf(size: size) { _ in throw Stop() } }
  }

  @Test func `cells fill their rectangle without a seam`() throws {
    let image = try Canvas.image(size: size, dpi: 97) { canvas in
      canvas.fill(.white)
      canvas.drawCells(
        Array(repeating: .black, count: 7 * 7), columns: 7, in: Rectangle(x: 10, y: 10, width: 20, height: 20))
    }
    let scale = 97.0 / 72
    for y in Int(10 * scale) + 1..<Int(30 * scale) {
      for x in Int(10 * scale) + 1..<Int(30 * scale) { #expect(image[x, y] == (0, 0, 0, 255)) }
    }
  }

  @Test func `a picture keeps its colours and its place`() throws {
    let picture = try Image(width: 2, height: 1, pixels: [255, 0, 0, 255, 0, 0, 255, 255])
    let image = try Canvas.image(size: size, dpi: 72) { canvas in
      canvas.fill(.white)
      canvas.draw(picture, in: Rectangle(x: 10, y: 10, width: 20, height: 10), smooth: false)
    }
    #expect(image[12, 15] == (255, 0, 0, 255))
    #expect(image[28, 15] == (0, 0, 255, 255))
    #expect(image[31, 15] == (255, 255, 255, 255))
  }

  @Test func `nothing is drawn outside a clip`() throws {
    let image = try Canvas.image(size: size, dpi: 72) { canvas in
      canvas.clipped(to: Rectangle(x: 10, y: 10, width: 10, height: 10)) { canvas.fill(canvas.bounds, .black) }
    }
    #expect(image[15, 15].alpha == 255)
    #expect(image[25, 15].alpha == 0)
  }
}
