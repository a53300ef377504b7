internal import CImageIO

extension Image {
  /// The picture that a library writes into the room for its pixels.
  ///
  /// - Parameter fill: Fills the room, gives 0, or a reason that is put into the message.
  static func filled(
    width: UInt32, height: UInt32, _ fill: (UnsafeMutablePointer<UInt8>?, inout LibraryMessage) -> Int32
  ) throws(LibraryRefusal) -> Image {
    var message = LibraryMessage()
    var status: Int32 = 0
    let count = Int(width) * Int(height) * 4
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      status = fill(room.baseAddress, &message)
      filled = status == 0 ? count : 0
    }
    guard status == 0 else { throw LibraryRefusal(status: status, message: message.text) }
    return Image(filled: pixels, width: Int(width), height: Int(height))
  }

  /// Shows the colours under what is transparent.
  mutating func makeOpaque() { for alpha in stride(from: 3, to: pixels.count, by: 4) { pixels[alpha] = 255 } }

  /// Lays what is transparent on white, as Pillow's `alpha_composite` does.
  ///
  /// - Returns: Whether anything was.
  mutating func layOnWhite() -> Bool {
    let count = width * height
    return pixels.withUnsafeMutableBufferPointer { quire_lay_on_white($0.baseAddress, count) != 0 }
  }
}

/// What a library says where it gives nothing.
struct LibraryRefusal: Error {
  /// One of CImageIO's.
  let status: Int32
  let message: String
}
