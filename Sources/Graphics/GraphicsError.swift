/// What can go wrong while drawing.
public enum GraphicsError: Error, Equatable, CustomStringConvertible {
  /// The canvas is empty, or larger than Cairo can draw.
  case size(width: Double, height: Double, dpi: Double)
  /// Cairo's own words.
  case drawing(String)
  /// Cairo or Pango is not on this machine; the text says which file, and what to install.
  case library(String)

  /// What is wrong and what would be right.
  public var description: String {
    switch self {
    case .size(let width, let height, let dpi):
      "a canvas of \(width) × \(height) pt at \(dpi) dpi cannot be drawn: each side must be from 1 to 32,767 pixels"
    case .drawing(let message): "drawing failed: \(message)"
    case .library(let message): message
    }
  }
}
