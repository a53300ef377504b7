/// A picture in a panel, with values laid over it where wanted.
public struct Picture: Sendable {
  /// What is shown; its proportions are kept.
  public var image: Image
  /// Values over equal parts of the picture, row by row; empty for none.
  public var overlay: [[Double]]
  /// Colours of the overlay; the theme's sequential ones unless said.
  public var scale: ColorScale?
  /// Values at the ends of the colours; taken from the overlay unless said.
  public var range: ClosedRange<Double>?
  /// How much the overlay covers, from 0 to 1.
  public var opacity: Double
  /// What the colours measure, beside their bar; none leaves the bar out.
  public var colorBar: String?

  /// A picture in a panel.
  public init(
    _ image: Image, overlay: [[Double]] = [], scale: ColorScale? = nil, range: ClosedRange<Double>? = nil,
    opacity: Double = 0.55, colorBar: String? = nil
  ) {
    self.image = image
    self.overlay = overlay
    self.scale = scale
    self.range = range
    self.opacity = opacity
    self.colorBar = colorBar
  }
}
