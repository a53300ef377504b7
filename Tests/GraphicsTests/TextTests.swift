import Graphics
import Images
import Testing

@Suite struct TextTests {
  private let size = Size(width: 200, height: 60)
  private let style = TextStyle(Font(size: 10))

  /// Columns and rows that hold ink, in points.
  private func ink(_ dpi: Double, _ draw: (borrowing Canvas) -> Void) throws -> Rectangle {
    let image = try Canvas.image(size: size, dpi: dpi) { draw($0) }
    var (left, top, right, bottom) = (Int.max, Int.max, -1, -1)
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y].alpha > 0 {
        (left, top, right, bottom) = (min(left, x), min(top, y), max(right, x), max(bottom, y))
      }
    }
    let scale = 72 / dpi
    return Rectangle(
      x: Double(left) * scale, y: Double(top) * scale, width: Double(right + 1 - left) * scale,
      height: Double(bottom + 1 - top) * scale)
  }

  private func measure(_ text: String, _ style: TextStyle) throws -> TextBox {
    var box: TextBox?
    _ = try Canvas.image(size: size, dpi: 72) { box = $0.measure(text, style) }
    return try #require(box)
  }

  @Test(arguments: [72.0, 150, 300]) func `ink lies inside the measured box at any resolution`(dpi: Double) throws {
    let box = try measure("Handgloves", style)
    let found = try ink(dpi) {
      $0.draw("Handgloves", at: Point(20, 20), style, .black, anchor: TextAnchor(.left, .top))
    }
    #expect(Rectangle(x: 20, y: 20, width: box.width, height: box.height).contains(found, tolerance: 1.1))
    #expect(found.width > box.width * 0.9)
  }

  @Test func `anchors put the text where they say`() throws {
    let right = try ink(300) {
      $0.draw("HHH", at: Point(100, 30), style, .black, anchor: TextAnchor(.right, .baseline))
    }
    #expect(right.maxX <= 100.2 && right.maxX > 98)
    #expect(abs(right.maxY - 30) < 0.3)
    let middle = try ink(300) {
      $0.draw("HHH", at: Point(100, 30), style, .black, anchor: TextAnchor(.center, .middle))
    }
    #expect(abs(middle.midX - 100) < 0.4)
    #expect(abs(middle.midY - 30) < 0.3)
  }

  @Test func `a quarter turn exchanges width and height`() throws {
    let level = try ink(300) {
      $0.draw("HHHH", at: Point(100, 30), style, .black, anchor: TextAnchor(.center, .middle))
    }
    let upright = try ink(300) {
      $0.draw("HHHH", at: Point(100, 30), style, .black, anchor: TextAnchor(.center, .middle), angle: -.pi / 2)
    }
    #expect(abs(level.width - upright.height) < 0.5)
    #expect(abs(level.height - upright.width) < 0.5)
  }

  @Test func `a text too wide ends in an ellipsis or breaks into lines`() throws {
    let text = "several words that are too wide"
    let cut = try measure(text, TextStyle(Font(size: 10), maxWidth: 60))
    #expect(cut.width <= 60.1 && cut.lines == 1 && cut.isShortened)
    let broken = try measure(text, TextStyle(Font(size: 10), maxWidth: 80, maxLines: 5))
    #expect(broken.width <= 80.1 && broken.lines > 1 && !broken.isShortened)
    let whole = try measure(text, style)
    #expect(!whole.isShortened && whole.lines == 1 && whole.width > 120)
  }

  @Test(arguments: [
    "", " ", "\n", "\u{301}", "مرحبا", "日本語", "👩‍💻", "a\0b", "\u{202E}abc", String(repeating: "x", count: 20_000),
  ])
  func `any text can be measured and drawn`(text: String) throws {
    let box = try measure(text, TextStyle(Font(size: 8), maxWidth: 50, maxLines: 2))
    #expect(box.width.isFinite && box.height > 0)
    _ = try ink(72) { $0.draw(text, at: Point(5, 20), TextStyle(Font(size: 8), maxWidth: 50), .black, halo: .white) }
  }

  @Test func `characters without a glyph are named`() throws {
    #expect(try Font.missingCharacters(in: "Plain text, naïve – 0.5 ≥ −1").isEmpty)
    // A character of the private use area that no font has.
    #expect(try Font.missingCharacters(in: "a\u{F8123}b\u{F8123}") == ["\u{F8123}"])
  }
}
