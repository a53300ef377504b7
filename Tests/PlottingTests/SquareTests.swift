import Images
import Plotting
import Testing

/// Squares over a picture, and captions that are set whole.
@Suite struct SquareTests {
  private func drawn(_ overlay: [[Double]], theme: Theme = .print, range: ClosedRange<Double>? = nil) throws -> Image {
    let grey = try Image(width: 1, height: 1, pixels: [90, 90, 90, 255]).resized(
      width: 40 * overlay[0].count, height: 40 * overlay.count)
    return try Samples.figure(
      "squares", [Panel(.picture(Picture(grey, overlay: overlay, style: .squares, range: range)))],
      size: Size(width: 40 * Double(overlay[0].count) + 10, height: 40 * Double(overlay.count) + 13)
    ).image(theme: theme, dpi: 144)
  }

  /// How light a pixel is, as a grey print has it.
  private func level(_ image: Image, _ x: Int, _ y: Int) -> Double {
    let (red, green, blue, _) = image[x, y]
    return 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)
  }

  @Test(arguments: [false, true]) func `the sign of a value can be seen without colour`(_ isDark: Bool) throws {
    let image = try drawn([[1, -1]], theme: isDark ? .dark : .print)
    let y = image.height / 2
    let (above, below) = (level(image, image.width / 4, y), level(image, image.width * 3 / 4, y))
    #expect(abs(above - below) > 80, "\(above), \(below)")
    // A hollow square has a rim that is as unlike its inside.
    let row = (image.width / 2..<image.width - 14).map { level(image, $0, y) }
    #expect(row.contains { abs($0 - below) > 60 })
  }

  @Test func `the area of a square is its value`() throws {
    let image = try drawn([[1, 0.25, 0.0625, .nan]], range: -1...1)
    let color = image[image.width / 8, image.height / 2]
    let areas = (0..<4).map { cell in
      (0..<image.height).reduce(0) { count, y in
        count
          + (cell * image.width / 4..<(cell + 1) * image.width / 4).count { x in
            let pixel = image[x, y]
            return abs(Int(pixel.0) - Int(color.0)) + abs(Int(pixel.1) - Int(color.1))
              + abs(Int(pixel.2) - Int(color.2)) < 12
          }
      }
    }
    #expect(areas[0] > 3_000 && areas[3] == 0, "\(areas)")
    #expect(abs(Double(areas[0]) / Double(areas[1]) - 4) < 0.5, "\(areas)")
    #expect(abs(Double(areas[0]) / Double(areas[2]) - 16) < 4, "\(areas)")
  }

  @Test func `captions beside bars and above pictures are set whole where there is room`() throws {
    let words = "a small cat to the right of a big cat on an orange background in the rain in the evening"
    func ink(_ text: String) throws -> Int {
      var title = Panel(text, .picture(Picture(Samples.image)))
      title.titleLines = 20
      let figure = Samples.figure(
        "whole",
        [
          title,
          Panel(x: Axis(limits: 0...1, ticks: .none), marks: [.bars([text], [0.1], direction: .horizontal)]),
        ], size: Size(width: 300, height: 150), columns: 2)
      let image = try figure.image(dpi: 144)
      return stride(from: 0, to: image.pixels.count, by: 4).count {
        image.pixels[$0] < 100 && image.pixels[$0 + 1] < 100 && image.pixels[$0 + 2] < 100
      }
    }
    let inks = try [6, 12, 18].map { try ink(words.split(separator: " ").prefix($0).joined(separator: " ")) }
    #expect(inks[1] - inks[0] > 800 && inks[2] - inks[1] > 800, "\(inks)")
  }
}
