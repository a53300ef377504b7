import Foundation
import Plotting
import Testing

@Suite struct ThemeTests {
  private let themes = [("print", Theme.print), ("screen", Theme.screen), ("dark", Theme.dark)]

  @Test func `every ink of text can be read on its paper`() {
    for (name, theme) in themes {
      #expect(theme.ink.contrast(with: theme.background) >= 7, "\(name)")
      #expect(theme.mutedInk.contrast(with: theme.background) >= 4.5, "\(name)")
      for color in theme.palette.colors {
        #expect(color.legible(on: theme.background).contrast(with: theme.background) >= 4.5, "\(name)")
      }
    }
  }

  @Test func `in the dark every series can be read as text, and every mark and axis stands out`() {
    let theme = Theme.dark
    func contrast(_ color: Color) -> Double { color.contrast(with: theme.background) }
    for color in theme.palette.colors { #expect(contrast(color) >= 4.5) }
    for color in theme.heads.colors { #expect(contrast(color) >= 3) }
    // Points that give context are drawn at this opacity.
    for mark in [theme.rule, theme.faint, theme.faint.opacity(0.75).over(theme.background)] {
      #expect(contrast(mark) >= 3)
    }
    // A missing cell differs from an empty one.
    for scale in [theme.sequential[0], theme.diverging[0.5]] { #expect(theme.missing.contrast(with: scale) >= 1.3) }
  }

  @Test func `the dark ground is the page's`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let css = try String(contentsOf: root.appending(path: "templates/html/screen.css"), encoding: .utf8)
    let dark = try #require(css.range(of: "@media (prefers-color-scheme: dark)")).upperBound
    let paper = try #require(css[dark...].firstMatch(of: /--paper: #([0-9a-f]{6});/)).1
    #expect(Theme.dark.background.bytes == Color(try #require(UInt32(paper, radix: 16))).bytes)
  }

  @Test func `a series keeps its hue in the dark`() {
    for (light, dark) in [(Theme.print.palette, Theme.dark.palette), (Theme.print.heads, Theme.dark.heads)] {
      #expect(light.colors.count == dark.colors.count)
      for (color, other) in zip(light.colors, dark.colors) {
        let (p, q) = (color.oklab, other.oklab)
        // Black and white have none.
        guard hypot(p.a, p.b) > 0.02 else { continue }
        let turn = abs(atan2(p.b, p.a) - atan2(q.b, q.a))
        #expect(min(turn, 2 * .pi - turn) < 0.45)
      }
    }
  }

  @Test func `no text is smaller than 7 points`() {
    for (name, theme) in themes {
      #expect(min(theme.titleSize, theme.labelSize, theme.tickSize) >= 7, "\(name)")
    }
  }

  @Test func `marks stand out from the paper`() {
    for (name, theme) in themes {
      // The last, yellow, is drawn only where eight series share a plot.
      for color in theme.palette.colors.dropLast() { #expect(color.contrast(with: theme.background) >= 1.9, "\(name)") }
    }
  }

  /// What people without the cones for red, or for green, see of a colour (Viénot, Brettel and Mollon 1999).
  private func seen(_ color: Color, without cone: String) -> Color {
    func linear(_ v: Double) -> Double { v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4) }
    func encoded(_ v: Double) -> Double {
      let v = min(max(v, 0), 1)
      return v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055
    }
    let (r, g, b) = (linear(color.red), linear(color.green), linear(color.blue))
    let share = cone == "red" ? (0.11238, 0.88762, 0.00401) : (0.29275, 0.70725, -0.02234)
    let mixed = share.0 * r + share.1 * g
    return Color(
      red: encoded(mixed), green: encoded(mixed), blue: encoded(share.2 * r - share.2 * g + b))
  }

  private func nearest(_ colors: [Color]) -> Double {
    colors.indices.flatMap { i in colors.indices.filter { $0 > i }.map { colors[i].distance(to: colors[$0]) } }.min()!
  }

  @Test func `series stay apart for every eye`() {
    for (name, palette, least) in [
      ("eight", Palette.categorical, 0.07), ("dark", .categoricalOnDark, 0.15), ("twelve", .twelve, 0.1),
      ("twelve in the dark", .twelveOnDark, 0.12),
    ] {
      #expect(nearest(palette.colors) >= 0.09, "\(name)")
      for cone in ["red", "green"] {
        #expect(nearest(palette.colors.map { seen($0, without: cone) }) >= least, "\(name) without \(cone)")
      }
    }
    #expect(Palette.twelve.colors.count == 12)
  }

  @Test func `more of a value is always darker, or always lighter`() {
    for (name, scale, sign) in [
      ("paper", ColorScale.paper, -1.0), ("viridis", .viridis, 1), ("cividis", .cividis, 1),
      ("dark", .sequentialOnDark, 1),
    ] {
      let lightness = (0...50).map { scale[Double($0) / 50].oklab.lightness * sign }
      for (value, next) in zip(lightness, lightness.dropFirst()) { #expect(next > value, "\(name)") }
    }
  }

  @Test func `a diverging scale is palest in the middle and as strong on both sides`() {
    let scale = ColorScale.diverging
    for step in 1...10 {
      let (below, above) = (
        scale[0.5 - Double(step) / 20].oklab.lightness, scale[0.5 + Double(step) / 20].oklab.lightness
      )
      #expect(abs(below - above) < 0.12)
      #expect(scale[0.5].oklab.lightness > max(below, above))
    }
  }

  @Test func `in the dark nothing looks like the ground, and the middle of a diverging scale as well`() {
    let (theme, scale) = (Theme.dark, Theme.dark.diverging)
    #expect(theme.sequential[0].contrast(with: theme.background) < 1.15)
    #expect(scale[0.5].contrast(with: theme.background) < 1.15)
    for step in 1...10 {
      let (below, above) = (
        scale[0.5 - Double(step) / 20].oklab.lightness, scale[0.5 + Double(step) / 20].oklab.lightness
      )
      #expect(abs(below - above) < 0.12)
      #expect(scale[0.5].oklab.lightness < min(below, above))
    }
  }

  @Test func `a number in a cell can be read on every colour`() {
    for (_, theme) in themes {
      for step in 0...100 {
        for color in [theme.sequential[Double(step) / 100], theme.diverging[Double(step) / 100], theme.missing] {
          #expect(max(Color.black.contrast(with: color), Color.white.contrast(with: color)) >= 4.5)
        }
      }
    }
  }

  @Test(arguments: Samples.all.map(\.id)) func `in the dark a figure is the same drawing in other inks`(id: String)
    throws
  {
    let figure = try #require(Samples.all.first { $0.id == id })
    func shapes(_ theme: Theme) throws -> String {
      String(decoding: try figure.svg(theme: theme), as: UTF8.self)
        .replacing(/rgb\([^)]*\)/, with: "ink").replacing(/xlink:href="data:[^"]*"/, with: "picture")
    }
    #expect(try shapes(.dark) == shapes(.print))
  }

  @Test func `colours that turn at white paper turn at the dark ground, and others stay`() throws {
    func color(_ scale: ColorScale, _ value: Double, _ theme: Theme) throws -> [UInt8] {
      let figure = Samples.figure(
        "one", [Panel(.heatmap(Heatmap([[value]], scale: scale, range: -1...1, cells: .fill)))])
      let image = try figure.image(theme: theme, dpi: 72)
      let middle = (image.height / 2 * image.width + image.width / 2) * 4
      return Array(image.pixels[middle..<middle + 3])
    }
    func bytes(_ color: Color) -> [UInt8] { [color.bytes.red, color.bytes.green, color.bytes.blue] }
    for value in [-1.0, 0, 0.4] {
      let place = (value + 1) / 2
      #expect(try color(.diverging, value, .dark) == bytes(ColorScale.divergingOnDark[place]))
      #expect(try color(.paper, value, .dark) == bytes(ColorScale.sequentialOnDark[place]))
      #expect(try color(.viridis, value, .dark) == bytes(ColorScale.viridis[place]))
      #expect(try color(.diverging, value, .print) == bytes(ColorScale.diverging[place]))
    }
  }

  @Test func `a photograph and what is laid over it are the same in the dark`() throws {
    let picture = Picture(Samples.image, overlay: [[0, 0.5], [0.2, 1]], scale: .diverging)
    let figure = Samples.figure("photo", [Panel(.picture(picture))])
    let (light, dark) = (try figure.image(dpi: 72), try figure.image(theme: .dark, dpi: 72))
    let middle = light.height / 2 * light.width * 4
    for x in stride(from: 20, to: 100, by: 5) {
      #expect(light.pixels[middle + x * 4] == dark.pixels[middle + x * 4])
    }
  }

  @Test func `a scale takes any number`() {
    for value in [-5.0, 0, 0.5, 1, 7] { #expect((0...1).contains(ColorScale.paper[value].red)) }
    #expect(ColorScale.viridis[0].bytes == Color(0x440154).bytes)
    #expect(ColorScale.viridis[1].bytes == Color(0xFDE725).bytes)
  }
}
