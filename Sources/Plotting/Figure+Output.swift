internal import Basics
internal import Graphics
public import Images

extension Figure {
  /// Makes sure that the figure can be drawn.
  ///
  /// - Throws: ``PlottingError``.
  public func check() throws(PlottingError) { _ = try FigureDrawing(self, .print) }

  /// The figure as the bytes of a PNG file.
  ///
  /// Title, description and the resolution are in the file; the same figure gives the same bytes on the same machine.
  /// - Parameters:
  ///   - dpi: Pixels per inch of the printed size.
  ///   - provenance: Keyword and text of further text chunks, such as the sum of the inputs.
  /// - Throws: ``PlottingError``.
  public func png(
    theme: Theme = .print, dpi: Double = 200, provenance: [(String, String)] = []
  ) throws(PlottingError) -> [UInt8] {
    try png(of: try image(theme: theme, dpi: dpi), dpi: dpi, provenance: provenance)
  }

  /// The figure as the bytes of a PNG file, where its pixels are drawn already.
  ///
  /// - Parameter image: What ``image(theme:dpi:)`` gave.
  /// - Throws: ``PlottingError``.
  public func png(
    of image: Image, dpi: Double = 200, provenance: [(String, String)] = []
  ) throws(PlottingError) -> [UInt8] {
    let about = [("Title", id), ("Description", alternativeText), ("Software", "Quire")].filter { !$0.1.isEmpty }
    let texts = (about + provenance).map { (keyword: $0.0, text: $0.1.filter { $0 != "\0" }) }
    return try reporting { try PNG.encode(image, dpi: dpi, texts: texts) }
  }

  /// The figure as pixels.
  ///
  /// - Throws: ``PlottingError``.
  public func image(theme: Theme = .print, dpi: Double = 200) throws(PlottingError) -> Image {
    let drawing = try FigureDrawing(self, theme)
    return try reporting { try Canvas.image(size: size, dpi: dpi) { canvas in drawing.draw(on: canvas) } }
  }

  /// The figure as an SVG file, with its alternative text as the description.
  ///
  /// - Throws: ``PlottingError``.
  public func svg(theme: Theme = .print) throws(PlottingError) -> [UInt8] {
    let drawing = try FigureDrawing(self, theme)
    return try reporting {
      try Canvas.svg(size: size, title: caption.source, description: alternativeText) { canvas in
        drawing.draw(on: canvas)
      }
    }
  }

  /// The figure as a PDF file of one page.
  ///
  /// - Throws: ``PlottingError``.
  public func pdf(theme: Theme = .print) throws(PlottingError) -> [UInt8] {
    let drawing = try FigureDrawing(self, theme)
    return try reporting { try Canvas.pdf(size: size, title: caption.source) { canvas in drawing.draw(on: canvas) } }
  }

  /// Makes sure that figures can be drawn on this machine, before work begins whose results they show.
  ///
  /// - Throws: `GraphicsError` where they cannot.
  public static func prepare() throws { try Canvas.prepare() }

  private func reporting<Result>(_ work: () throws -> Result) throws(PlottingError) -> Result {
    do { return try work() } catch { throw .drawing(figure: id, reason: "\(error)") }
  }
}
