public import Graphics

/// How figures look: type, inks and palettes.
public struct Theme: Sendable {
  /// Font family; Pango finds other fonts for what it lacks.
  public var family: String
  /// Size of panel titles, in points.
  public var titleSize: Double
  /// Size of axis labels, legends and labels of points.
  public var labelSize: Double
  /// Size of tick labels and numbers, at least 7.
  public var tickSize: Double
  /// The paper.
  public var background: Color
  /// Titles and labels of points.
  public var ink: Color
  /// Tick labels and axis labels.
  public var mutedInk: Color
  /// Lines of the grid.
  public var grid: Color
  /// Axes and ticks.
  public var rule: Color
  /// Marks that give context.
  public var faint: Color
  /// Cells without a value.
  public var missing: Color
  /// Colours of series.
  public var palette: Palette
  /// Colours of heads of attention.
  public var heads: Palette
  /// Colours of values from little to much.
  public var sequential: ColorScale
  /// Colours of values around a middle.
  public var diverging: ColorScale

  /// For paper: white ground, small type.
  public static let print = Theme(
    family: "DejaVu Sans", titleSize: 8.5, labelSize: 7.5, tickSize: 7, background: .white, ink: Color(0x1B1F24),
    mutedInk: Color(0x4B535D), grid: Color(0xE6E9EC), rule: Color(0x8A939D), faint: Color(0xB3BAC2),
    missing: Color(0xCDD2D8), palette: .categorical, heads: .twelve, sequential: .paper,
    diverging: .diverging)

  /// For a bright screen: the same inks, larger type.
  public static let screen: Theme = {
    var theme = Theme.print
    theme.titleSize = 9.5
    theme.labelSize = 8.5
    theme.tickSize = 8
    return theme
  }()

  /// For a dark screen, on the ground of the page in `screen.css`: the type of paper, so that a figure is the same drawing
  /// in other inks, and every hue stays what it is on paper, so that words about a colour hold for both.
  public static let dark = Theme(
    family: "DejaVu Sans", titleSize: 8.5, labelSize: 7.5, tickSize: 7, background: Color(0x15181B),
    ink: Color(0xE8EBEE), mutedInk: Color(0xB0B8C1), grid: Color(0x2B3036), rule: Color(0x7A848E),
    faint: Color(0x78828D), missing: Color(0x3F454C), palette: .categoricalOnDark, heads: .twelveOnDark,
    sequential: .sequentialOnDark, diverging: .divergingOnDark)

  /// The colours of values: those that a figure asks for, otherwise the theme's for the range.
  ///
  /// Colours that begin or turn at white paper are exchanged for those that do so at this theme's ground.
  func colors(_ asked: ColorScale?, of range: ClosedRange<Double>) -> ColorScale {
    guard let asked else { return range.lowerBound < 0 && range.upperBound > 0 ? diverging : sequential }
    return asked == .diverging ? diverging : asked == .paper ? sequential : asked
  }

  var title: TextStyle { TextStyle(Font(family, size: titleSize, weight: .bold)) }
  var label: TextStyle { TextStyle(Font(family, size: labelSize)) }
  var tick: TextStyle { TextStyle(Font(family, size: tickSize)) }
}

extension TextStyle {
  /// The same face within a width.
  func within(_ width: Double, lines: Int = 1, _ alignment: Alignment = .leading) -> TextStyle {
    TextStyle(font, maxWidth: width, maxLines: lines, alignment: alignment)
  }
}
