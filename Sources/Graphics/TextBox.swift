/// How a text is set: its face, its width and what to do with what does not fit.
public struct TextStyle: Sendable, Hashable {
  /// Where the lines of a paragraph stand.
  public enum Alignment: Sendable {
    /// At the start of the line.
    case leading
    /// In the middle.
    case center
    /// At the end.
    case trailing
  }

  /// Face and size.
  public var font: Font
  /// Width in points at which lines break; none sets everything in one line for each line of the text.
  public var maxWidth: Double?
  /// Lines at most; what is over ends in an ellipsis. Only with `maxWidth`.
  public var maxLines: Int
  /// Where lines stand in a paragraph of several.
  public var alignment: Alignment

  /// A way to set a text.
  public init(_ font: Font, maxWidth: Double? = nil, maxLines: Int = 1, alignment: Alignment = .leading) {
    self.font = font
    self.maxWidth = maxWidth
    self.maxLines = max(1, maxLines)
    self.alignment = alignment
  }
}

/// The measures of a text once set, in points.
public struct TextBox: Sendable, Equatable {
  /// Width of the widest line.
  public var width: Double
  /// Height of all lines, with their leading.
  public var height: Double
  /// From the top down to the first line's baseline.
  public var baseline: Double
  /// Height of a capital letter.
  public var capHeight: Double
  /// How many lines.
  public var lines: Int
  /// Whether an ellipsis stands for something left out.
  public var isShortened: Bool
  /// How many characters no font of the machine can draw.
  public var missingGlyphs: Int
}

/// Which part of a text is put at a given place.
public struct TextAnchor: Sendable, Hashable {
  /// Across.
  public enum Horizontal: Sendable {
    /// The left edge.
    case left
    /// The middle.
    case center
    /// The right edge.
    case right
  }

  /// Down.
  public enum Vertical: Sendable {
    /// The top of the first line.
    case top
    /// Half way up the capitals of a single line, half way down a paragraph.
    case middle
    /// The first line's baseline.
    case baseline
    /// The bottom of the last line.
    case bottom
  }

  /// Across.
  public var horizontal: Horizontal
  /// Down.
  public var vertical: Vertical

  /// An anchor.
  public init(_ horizontal: Horizontal, _ vertical: Vertical) {
    self.horizontal = horizontal
    self.vertical = vertical
  }
}
