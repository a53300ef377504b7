internal import CImageIO

/// JPEG, by libjpeg-turbo.
enum JPEG {
  /// What the file says of itself before its pixels.
  static func header(_ bytes: [UInt8]) throws(ImageError) -> quire_jpeg_header {
    var header = quire_jpeg_header()
    var message = LibraryMessage()
    guard quire_jpeg_header_read(bytes, bytes.count, &header, &message.bytes) == 0 else {
      throw .decoding(message.text)
    }
    return header
  }

  /// The picture of the header's size, opaque, as it is stored: not turned.
  static func decode(_ bytes: [UInt8], _ header: quire_jpeg_header) throws(ImageError) -> Image {
    var message = LibraryMessage()
    var failed: Int32 = 0
    let count = Int(header.width) * Int(header.height) * 4
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      failed = quire_jpeg_decode(
        bytes, bytes.count, header.width, header.height, room.baseAddress, &message.bytes)
      filled = failed == 0 ? count : 0
    }
    guard failed == 0 else { throw .decoding(message.text) }
    return try Image(width: Int(header.width), height: Int(header.height), pixels: pixels)
  }
}
