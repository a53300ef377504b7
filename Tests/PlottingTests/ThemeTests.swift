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
      ("eight", Palette.categorical, 0.07), ("dark", .categoricalOnDark, 0.12), ("twelve", .twelve, 0.1),
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

  @Test func `a scale takes any number`() {
    for value in [-5.0, 0, 0.5, 1, 7] { #expect((0...1).contains(ColorScale.paper[value].red)) }
    #expect(ColorScale.viridis[0].bytes == Color(0x440154).bytes)
    #expect(ColorScale.viridis[1].bytes == Color(0xFDE725).bytes)
  }
}
