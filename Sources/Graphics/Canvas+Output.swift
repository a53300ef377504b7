internal import CPangoCairo

extension Canvas {
  /// Draws to pixels, with everything transparent at first.
  ///
  /// - Parameters:
  ///   - size: In points; the picture is `size × dpi / 72` pixels, rounded.
  ///   - dpi: Pixels per inch.
  /// - Throws: ``GraphicsError`` where a side is not 1 to 32,767 pixels or Cairo is not there, and what the drawing
  ///   throws.
  public static func image(
    size: Size, dpi: Double, _ draw: (borrowing Canvas) throws -> Void
  ) throws -> Image {
    let scale = dpi / 72
    let (width, height) = ((size.width * scale).rounded(), (size.height * scale).rounded())
    guard (1...32_767).contains(width), (1...32_767).contains(height) else {
      throw GraphicsError.size(width: size.width, height: size.height, dpi: dpi)
    }
    try DrawingLibrary.load()
    let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))!
    defer { cairo_surface_destroy(surface) }
    try run(surface, size, scale, isRaster: true, draw)
    cairo_surface_flush(surface)
    let stride = Int(cairo_image_surface_get_stride(surface))
    let data = UnsafeRawBufferPointer(start: cairo_image_surface_get_data(surface), count: stride * Int(height))
    let pixels = [UInt8](unsafeUninitializedCapacity: Int(width) * Int(height) * 4) { buffer, count in
      count = Int(width) * Int(height) * 4
      buffer.withMemoryRebound(to: UInt32.self) { target in
        for y in 0..<Int(height) {
          let row = UnsafeRawBufferPointer(rebasing: data[(y * stride)..<(y * stride + Int(width) * 4)])
          straighten(row.bindMemory(to: UInt32.self), into: target.baseAddress! + y * Int(width))
        }
      }
    }
    return try Image(width: Int(width), height: Int(height), pixels: pixels)
  }

  /// Draws to an SVG file; text becomes outlines, so that it looks the same without the font.
  ///
  /// - Parameters:
  ///   - title: Name that a screen reader says first.
  ///   - description: What the picture shows, in words.
  public static func svg(
    size: Size, title: String = "", description: String = "", _ draw: (borrowing Canvas) throws -> Void
  ) throws -> [UInt8] {
    try DrawingLibrary.load()
    let sink = Sink()
    let surface = cairo_svg_surface_create_for_stream(Sink.write, sink.pointer, size.width, size.height)!
    defer { cairo_surface_destroy(surface) }
    try run(surface, size, 1, isRaster: false, draw)
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return SVGFinish.finish(sink.bytes, title: title, description: description)
  }

  /// Draws to a PDF file of one page.
  ///
  /// Its date of creation is fixed at the start of 2000, since Cairo writes the present time otherwise.
  public static func pdf(
    size: Size, title: String = "", _ draw: (borrowing Canvas) throws -> Void
  ) throws -> [UInt8] {
    try DrawingLibrary.load()
    let sink = Sink()
    let surface = cairo_pdf_surface_create_for_stream(Sink.write, sink.pointer, size.width, size.height)!
    defer { cairo_surface_destroy(surface) }
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Quire")
    if !title.isEmpty { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title) }
    try run(surface, size, 1, isRaster: false, draw)
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return sink.bytes
  }

  private static func run(
    _ surface: OpaquePointer, _ size: Size, _ scale: Double, isRaster: Bool, _ draw: (borrowing Canvas) throws -> Void
  ) throws {
    try check(cairo_surface_status(surface))
    let canvas = Canvas(surface: surface, size: size, scale: scale, isRaster: isRaster)
    try draw(canvas)
    try check(cairo_status(canvas.drawing))
  }

  private static func check(_ status: cairo_status_t) throws {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw GraphicsError.drawing(String(cString: cairo_status_to_string(status)))
  }

  // Cairo keeps a pixel as one native integer, alpha first and multiplied in; a picture wants R, G, B, A bytes, straight.
  private static func straighten(_ row: UnsafeBufferPointer<UInt32>, into target: UnsafeMutablePointer<UInt32>) {
    var opaque: UInt32 = 0xFF00_0000
    for pixel in row { opaque &= pixel }
    if opaque == 0xFF00_0000 {
      for x in 0..<row.count {
        let p = row[x]
        let swapped = (p & 0xFF00_FF00) | (p & 0xFF) << 16 | (p >> 16 & 0xFF)
        target[x] = UInt32(littleEndian: swapped)
      }
      return
    }
    for x in 0..<row.count {
      let p = row[x]
      let alpha = p >> 24
      guard alpha > 0 else {
        target[x] = 0
        continue
      }
      func straight(_ channel: UInt32) -> UInt32 { min(255, (channel * 255 + alpha / 2) / alpha) }
      let value = alpha << 24 | straight(p & 255) << 16 | straight(p >> 8 & 255) << 8 | straight(p >> 16 & 255)
      target[x] = UInt32(littleEndian: value)
    }
  }
}

/// Collects what Cairo writes.
private final class Sink {
  var bytes: [UInt8] = []
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let write: cairo_write_func_t = { context, data, count in
    let sink = Unmanaged<Sink>.fromOpaque(context!).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
