/// A picture read from a file.
public struct DecodedImage: Sendable, Equatable {
  /// The kinds of file that are read.
  public enum Format: String, Sendable {
    /// Portable Network Graphics.
    case png = "PNG"
    /// JPEG, baseline or progressive.
    case jpeg = "JPEG"
  }

  /// The pixels, opaque.
  public let image: Image
  /// What the file is, by its content.
  public let format: Format
  /// What was done or ignored that a reader of the picture may want to know, each a clause without a full stop.
  public let notes: [String]

  /// Whether the file holds inks, which not every program turns into the same colours.
  public var isOfInks: Bool { notes.contains { $0.hasPrefix("CMYK") } }
}

/// The largest pictures that are read, judged by the file's header before any memory is taken for pixels.
public struct ImageLimits: Sendable, Equatable {
  /// Width times height.
  public var pixels: Int
  /// Bytes of the file.
  public var bytes: Int

  /// Limits of a caller's own.
  public init(pixels: Int, bytes: Int) {
    self.pixels = pixels
    self.bytes = bytes
  }

  /// A hundred million pixels, 256 MiB of file: more than cameras make.
  public static let standard = ImageLimits(pixels: 100_000_000, bytes: 256 << 20)
}

/// Photos and drawings as a vision model reads them.
public enum ImageFile {
  /// The picture in the bytes of a PNG or JPEG file: the pixels of Pillow's
  /// `ImageOps.exif_transpose(Image.open(file)).convert("RGB")`, with an alpha of 255.
  ///
  /// Alpha is dropped without blending, gamma and colour profiles are ignored, 16-bit colours keep their high byte and
  /// 16-bit greys are clipped at 255, as Pillow does; the notes tell which of these happened. Of an animated PNG it is
  /// the picture that is shown where animations are not understood.
  ///
  /// Of JPEG, the pixels are Pillow's byte for byte where both use libjpeg-turbo, whose versions 2.1 and 3 decode alike.
  /// - Parameter name: What errors call the file: a path or an address.
  /// - Throws: ``ImageError/file(name:problem:)`` for what is no whole PNG or JPEG picture within the limits.
  public static func decode(
    _ bytes: [UInt8], name: String, limits: ImageLimits = .standard
  ) throws(ImageError) -> DecodedImage {
    try ImageReading(bytes: bytes, name: name, limits: limits).run()
  }
}
