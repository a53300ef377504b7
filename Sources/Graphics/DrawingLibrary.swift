internal import CPangoCairo

/// Cairo, Pango and fontconfig, which are loaded when something is first drawn.
enum DrawingLibrary {
  /// Why nothing can be drawn, `nil` for no reason. Asking loads the libraries.
  static let problem: GraphicsError? = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(DRAWING_MESSAGE)) {
    drawing_load($0.baseAddress) == 0 ? nil : .library(String(cString: $0.baseAddress!))
  }

  /// Has the libraries there: what comes before the first use of any of their functions.
  ///
  /// - Throws: ``GraphicsError/library(_:)`` where one is missing.
  static func load() throws(GraphicsError) {
    if let problem { throw problem }
  }
}

extension Canvas {
  /// Makes sure that something can be drawn on this machine, before work begins whose results are to be drawn.
  ///
  /// - Throws: ``GraphicsError/library(_:)`` where it cannot.
  public static func prepare() throws(GraphicsError) { try DrawingLibrary.load() }
}
