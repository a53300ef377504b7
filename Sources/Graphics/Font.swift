/// A typeface at a size.
///
/// Where the family lacks a character, Pango looks for it in the other fonts of the machine.
public struct Font: Sendable, Hashable {
  /// How heavy the strokes are.
  public enum Weight: Int, Sendable {
    /// Text weight.
    case regular = 400
    /// For titles.
    case bold = 700
  }

  /// Family, as fontconfig knows it.
  public var family: String
  /// Size in points.
  public var size: Double
  /// Weight.
  public var weight: Weight
  /// Whether slanted.
  public var italic: Bool

  /// A typeface at a size in points.
  public init(_ family: String = "DejaVu Sans", size: Double, weight: Weight = .regular, italic: Bool = false) {
    self.family = family
    self.size = size
    self.weight = weight
    self.italic = italic
  }
}
