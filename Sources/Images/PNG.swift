internal import CImageIO

#if canImport(Glibc)
  internal import Glibc
#endif

/// Portable Network Graphics, by libpng.
///
/// The same picture and texts give the same bytes: no chunk holds a time.
public enum PNG {
  /// A picture as the bytes of a PNG file.
  ///
  /// Opaque pictures are written without alpha, those of at most 256 colours with a palette.
  /// - Parameters:
  ///   - dpi: Dots per inch, written as a pHYs chunk.
  ///   - texts: Keyword and text of each text chunk, in this order.
  /// - Throws: ``ImageError/text(keyword:)`` for a keyword that PNG does not allow, ``ImageError/encoding(_:)``.
  public static func encode(
    _ image: Image, dpi: Double? = nil, texts: [(keyword: String, text: String)] = []
  ) throws(ImageError) -> [UInt8] {
    for (keyword, text) in texts where !isKeyword(keyword) || text.utf8.contains(0) { throw .text(keyword: keyword) }
    let strings = texts.map { (strdup($0.keyword)!, strdup($0.text)!) }
    defer {
      for (keyword, text) in strings {
        free(keyword)
        free(text)
      }
    }
    let chunks = strings.map { quire_png_text(keyword: UnsafePointer($0.0), text: UnsafePointer($0.1)) }
    let perMetre = dpi.map { UInt32(min(max($0 / 0.0254, 1), 1e9).rounded()) } ?? 0

    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = LibraryMessage()
    let failed = image.pixels.withUnsafeBufferPointer { pixels in
      quire_png_encode(
        pixels.baseAddress, UInt32(image.width), UInt32(image.height), perMetre, chunks, Int32(chunks.count), &bytes,
        &count, &message.bytes)
    }
    defer { free(bytes) }
    guard failed == 0 else { throw .encoding(message.text) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  /// The picture in the bytes of a PNG file, whatever its colour type and depth.
  ///
  /// - Throws: ``ImageError/decoding(_:)`` with libpng's reason.
  public static func decode(_ bytes: [UInt8]) throws(ImageError) -> Image {
    let header = try header(bytes)
    guard UInt64(header.width) * UInt64(header.height) <= Image.maximumPixels else {
      throw .decoding("more pixels than allowed")
    }
    return try decode(bytes, header, likePillow: false)
  }

  /// Dots per inch, where the file says.
  public static func dpi(_ bytes: [UInt8]) throws(ImageError) -> Double? {
    let perMetre = try header(bytes).pixels_per_metre
    return perMetre == 0 ? nil : Double(perMetre) * 0.0254
  }

  /// The text chunks before the pixels, in the order of the file.
  public static func texts(_ bytes: [UInt8]) throws(ImageError) -> [(keyword: String, text: String)] {
    var found: [(keyword: String, text: String)] = []
    var message = LibraryMessage()
    let failed = withUnsafeMutablePointer(to: &found) { list in
      quire_png_texts(
        bytes, bytes.count, list,
        { context, keyword, text in
          let list = context!.assumingMemoryBound(to: [(keyword: String, text: String)].self)
          list.pointee.append((String(cString: keyword!), String(cString: text!)))
        }, &message.bytes)
    }
    guard failed == 0 else { throw .decoding(message.text) }
    return found
  }

  /// What the file says of itself before its pixels.
  static func header(_ bytes: [UInt8]) throws(ImageError) -> quire_png_header {
    var header = quire_png_header()
    var message = LibraryMessage()
    guard quire_png_header_read(bytes, bytes.count, &header, &message.bytes) == 0 else {
      throw .decoding(message.text)
    }
    return header
  }

  /// The picture of the header's size: straight RGBA, or what Pillow's `convert("RGB")` gives.
  static func decode(_ bytes: [UInt8], _ header: quire_png_header, likePillow: Bool) throws(ImageError) -> Image {
    var message = LibraryMessage()
    var failed: Int32 = 0
    let count = Int(header.width) * Int(header.height) * 4
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      failed = quire_png_decode(
        bytes, bytes.count, likePillow ? 1 : 0, header.width, header.height, room.baseAddress, &message.bytes)
      filled = failed == 0 ? count : 0
    }
    guard failed == 0 else { throw .decoding(message.text) }
    return try Image(width: Int(header.width), height: Int(header.height), pixels: pixels)
  }

  private static func isKeyword(_ keyword: String) -> Bool {
    (1...79).contains(keyword.utf8.count) && keyword.utf8.allSatisfy { (32...126).contains($0) }
      && !keyword.hasPrefix(" ") && !keyword.hasSuffix(" ") && !keyword.contains("  ")
  }
}
