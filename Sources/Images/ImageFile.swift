/// A picture read from a file.
public struct DecodedImage: Sendable, Equatable {
  /// The kinds of file that are read.
  public enum Format: String, Sendable, CaseIterable {
    /// Portable Network Graphics.
    case png = "PNG"
    /// JPEG, baseline or progressive.
    case jpeg = "JPEG"
    case webp = "WebP"
    case gif = "GIF"
    case tiff = "TIFF"
    /// A bitmap of Windows or OS/2.
    case bmp = "BMP"
    /// AV1 pictures.
    case avif = "AVIF"
    /// High Efficiency Image File Format, as phones write it.
    case heic = "HEIC"

    /// What a file is that begins with these bytes, at least 32 of them or all; `nil` for what is not read.
    public init?(of head: [UInt8]) {
      switch FileSignature(head) {
      case .png: self = .png
      case .jpeg: self = .jpeg
      case .webp: self = .webp
      case .gif: self = .gif
      case .tiff: self = .tiff
      case .bmp: self = .bmp
      case .avif: self = .avif
      case .heic: self = .heic
      case .other, .unknown: return nil
      }
    }
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
  /// Width times height of the largest JPEG that is held in memory: a larger one that is no progressive one is read again, in
  /// strips, whenever it is resized.
  public var held: Int

  /// Limits of a caller's own; 64 million pixels, 256 MB, are held.
  public init(pixels: Int, bytes: Int, held: Int = 64_000_000) {
    self.pixels = pixels
    self.bytes = bytes
    self.held = held
  }

  /// The most pixels of a picture that can only be read as a whole, which is every one but a JPEG that is no progressive one: they
  /// take 512 MB.
  public static let mostHeld = 128_000_000

  /// 220 million pixels, 256 MiB of file: the largest photos of phones have 200 million.
  public static let standard = ImageLimits(pixels: 220_000_000, bytes: 256 << 20)
}

/// Photos and drawings as a vision model reads them.
public enum ImageFile {
  /// The picture in the bytes of a PNG, JPEG, WebP, GIF, TIFF, BMP, AVIF or HEIC file, as the image processors of transformers
  /// have read it since version 5: the pixels of Pillow's `ImageOps.exif_transpose(Image.open(file))`, what is transparent laid
  /// on white, with an alpha of 255.
  ///
  /// Gamma and colour profiles are ignored, 16-bit colours keep their high byte and 16-bit greys are clipped at 255, as Pillow
  /// does; the notes tell which of these happened. Of several pictures it is the first, or the one that the file calls the main
  /// one; of an animated PNG the one that is shown where animations are not understood.
  ///
  /// The pixels are those of Pillow 13 byte for byte; JPEG's where both use libjpeg-turbo, whose versions 2.1 and 3 decode alike,
  /// HEIC's but for differences of 1 in rounding, of 2 in a few pixels where it has more than 8 bits.
  /// - Parameter name: What errors call the file: a path or an address.
  /// - Throws: ``ImageError/file(name:problem:)`` for what is no whole picture of these kinds within the limits, and where the
  ///   library that reads it is not there.
  public static func decode(
    _ bytes: [UInt8], name: String, limits: ImageLimits = .standard
  ) throws(ImageError) -> DecodedImage {
    try ImageReading(bytes: bytes, name: name, limits: limits).run()
  }
}
