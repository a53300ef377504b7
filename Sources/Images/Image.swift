/// A picture of eight bits a channel: red, green, blue, straight (not premultiplied) alpha.
///
/// Straight, because that is what PNG stores and what a vision model reads; a drawing surface that wants premultiplied
/// colour converts when it takes the picture.
public struct Image: Sendable {
  /// Columns, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  /// The pixels, unless they are distant.
  @usableFromInline var whole: [UInt8]
  /// Where the pixels of a very large photo come from when they are wanted.
  @usableFromInline var distant: DistantImage?

  /// `height × width × 4` bytes, row by row from the top. A very large photo is read again for them, and then takes all its
  /// memory: ``resized(width:height:)`` and ``cropped(x:y:width:height:)`` do without.
  @inlinable public var pixels: [UInt8] {
    get { if let distant { distant.pixels } else { whole } }
    _modify {
      if let distant {
        whole = distant.pixels
        self.distant = nil
      }
      yield &whole
    }
  }

  /// A picture over given bytes.
  ///
  /// - Throws: ``ImageError/size(width:height:bytes:)`` unless there are `width × height × 4` bytes and both sides are at
  ///   least 1.
  public init(width: Int, height: Int, pixels: [UInt8]) throws(ImageError) {
    guard Image.byteCount(width: width, height: height) == pixels.count else {
      throw .size(width: width, height: height, bytes: pixels.count)
    }
    self.init(filled: pixels, width: width, height: height)
  }

  /// A picture over bytes that are known to fill its sides.
  init(filled pixels: [UInt8], width: Int, height: Int) {
    assert(pixels.count == width * height * 4)
    self.width = width
    self.height = height
    whole = pixels
  }

  /// A picture whose pixels are elsewhere.
  init(_ distant: DistantImage) {
    width = distant.area.width
    height = distant.area.height
    whole = []
    self.distant = distant
  }

  /// The four channels of a pixel.
  public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8) {
    precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the picture")
    let at = (y * width + x) * 4
    return (pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3])
  }

  /// The bytes of a picture, `nil` where no picture has these sides.
  static func byteCount(width: Int, height: Int) -> Int? {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    return width > 0 && height > 0 && !overflow && area <= maximumPixels ? area * 4 : nil
  }

  /// The largest picture that is read or written: 2²⁸ pixels, a gigabyte.
  public static let maximumPixels = 1 << 28
}

extension Image: Equatable {
  /// Whether they have the same sides and the same bytes.
  public static func == (one: Image, other: Image) -> Bool {
    one.width == other.width && one.height == other.height && one.pixels == other.pixels
  }
}
