/// A picture in a panel, with values laid over it where wanted.
public struct Picture: Sendable {
  /// How the values over a picture are drawn.
  public enum Overlay: String, Codable, Sendable {
    /// Every part of the picture under its colour.
    case cells
    /// A square in the middle of every part, whose area is the value: filled above zero, hollow below, so that the sign
    /// stays where there is no colour. The picture under them is faded.
    case squares
  }

  /// What is shown; its proportions are kept.
  public var image: Image
  /// Values over equal parts of the picture, row by row; empty for none.
  public var overlay: [[Double]]
  /// How the values are drawn.
  public var style: Overlay
  /// Colours of the overlay; the theme's sequential ones unless said. Squares have the theme's diverging ones.
  public var scale: ColorScale?
  /// Values at the ends of the colours, or of the largest squares; taken from the overlay unless said.
  public var range: ClosedRange<Double>?
  /// How much the overlay covers, from 0 to 1.
  public var opacity: Double
  /// What the colours measure, beside their bar; none leaves the bar out. Of squares, how the value of the largest is named
  /// in the key below the picture.
  public var colorBar: String?

  /// A picture in a panel.
  public init(
    _ image: Image, overlay: [[Double]] = [], style: Overlay = .cells, scale: ColorScale? = nil,
    range: ClosedRange<Double>? = nil, opacity: Double = 0.55, colorBar: String? = nil
  ) {
    self.image = image
    self.overlay = overlay
    self.style = style
    self.scale = scale
    self.range = range
    self.opacity = opacity
    self.colorBar = colorBar
  }
}
