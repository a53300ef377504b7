internal import CImageIO

#if canImport(Glibc)
  internal import Glibc
#endif

/// WebP, by libwebp.
public enum WebP {
  /// The longest side that the format can hold.
  public static let longestSide = 16_383

  /// A picture as the bytes of a lossless WebP file, which keeps every pixel; the same picture gives the same bytes.
  ///
  /// - Throws: ``ImageError/encoding(_:)`` for a side of more than ``longestSide`` pixels.
  public static func encode(_ image: Image) throws(ImageError) -> [UInt8] { try encode(image, setting: -1) }

  /// A picture as the bytes of a WebP file that keeps what the eye sees; the same picture gives the same bytes.
  ///
  /// - Parameter quality: From 0 to 100. The eye finds little missing from 80 on.
  /// - Throws: ``ImageError/encoding(_:)`` for a side of more than ``longestSide`` pixels.
  public static func encode(_ image: Image, quality: Int) throws(ImageError) -> [UInt8] {
    precondition((0...100).contains(quality), "quality is from 0 to 100")
    return try encode(image, setting: Float(quality))
  }

  private static func encode(_ image: Image, setting: Float) throws(ImageError) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = LibraryMessage()
    let failed = image.pixels.withUnsafeBufferPointer { pixels in
      quire_webp_encode(
        pixels.baseAddress, UInt32(image.width), UInt32(image.height), setting, &bytes, &count, &message.bytes)
    }
    defer { free(bytes) }
    guard failed == 0 else { throw .encoding(message.text) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  /// The picture in the bytes of a WebP file, the first one of an animation.
  ///
  /// - Throws: ``ImageError/decoding(_:)`` for a file that is cut short or damaged, or that has more pixels than allowed.
  public static func decode(
    _ bytes: [UInt8], limits: ImageLimits = .standard
  ) throws(ImageError) -> Image {
    let header = try header(bytes)
    let (width, height) = (Int(header.width), Int(header.height))
    guard width * height <= min(limits.pixels, Image.maximumPixels) else {
      throw .decoding("it has \(width) × \(height) pixels; at most \(limits.pixels) are read")
    }
    do throws(LibraryRefusal) {
      return try Image.filled(width: header.width, height: header.height) { room, message in
        quire_webp_decode(bytes, bytes.count, header.width, header.height, room, &message.bytes)
      }
    } catch {
      throw .decoding(error.message)
    }
  }

  /// What the file says of itself before its pixels.
  static func header(_ bytes: [UInt8]) throws(ImageError) -> quire_webp_header {
    var header = quire_webp_header()
    var message = LibraryMessage()
    guard quire_webp_header_read(bytes, bytes.count, &header, &message.bytes) == 0 else {
      throw .decoding(message.text)
    }
    return header
  }
}
