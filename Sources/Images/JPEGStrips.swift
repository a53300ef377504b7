internal import CImageIO

/// The rows of a JPEG file, decoded a strip at a time.
struct JPEGStrips: Sendable {
  let bytes: [UInt8]
  let width: Int
  let height: Int

  /// Rows that are decoded together.
  private static let rows: UInt32 = 16

  /// - Throws: ``ImageError/decoding(_:)`` for a file that is not whole.
  init(_ bytes: [UInt8], _ header: quire_jpeg_header) throws(ImageError) {
    (self.bytes, width, height) = (bytes, Int(header.width), Int(header.height))
    if let problem = decode(context: nil, take: nil) { throw .decoding(problem) }
  }

  private func decode(context: UnsafeMutableRawPointer?, take: quire_rows?) -> String? {
    var message = LibraryMessage()
    let status = quire_jpeg_decode_strips(
      bytes, bytes.count, UInt32(width), UInt32(height), Self.rows, context, take, &message.bytes)
    return status == 0 ? nil : message.text
  }

  /// Gives row after row, RGBA, with its number.
  func forEachRow(_ body: (UnsafePointer<UInt8>, Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var taker = Taker(width: width, body: body)
      let problem = withUnsafeMutablePointer(to: &taker) { taker in
        decode(context: taker) { context, rgba, first, count in
          let taker = context!.assumingMemoryBound(to: Taker.self).pointee
          for row in 0..<Int(count) { taker.body(rgba! + 4 * taker.width * row, Int(first) + row) }
        }
      }
      precondition(problem == nil, "a picture that was whole is so again: \(problem ?? "")")
    }
  }

  /// What the rows are given to.
  private struct Taker {
    let width: Int
    let body: (UnsafePointer<UInt8>, Int) -> Void
  }
}
