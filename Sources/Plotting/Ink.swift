/// The colour of a mark.
public enum Ink: Sendable, Hashable {
  /// The next colour of the theme's palette.
  case automatic
  /// A colour of the theme's palette, from 0, the same in all panels.
  case series(Int)
  /// Grey, for what gives context.
  case muted
  /// A colour of one's own.
  case color(Color)
}
