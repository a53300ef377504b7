/// What the segments of a JPEG file before its pixels tell beside the picture.
struct JPEGMetadata: Equatable {
  private(set) var orientation: Orientation?
  private(set) var hasProfile = false

  /// Reads as far as the segments are sound; a file that libjpeg has decoded needs no more errors.
  init(_ bytes: [UInt8]) {
    JPEGSegment.forEach(in: bytes) { segment in
      switch segment.marker {
      case 0xE1 where segment.content.starts(with: JPEGSegment.exif) && orientation == nil:
        orientation = Orientation(exif: segment.content.dropFirst(JPEGSegment.exif.count))
      case 0xE2 where segment.content.starts(with: Array("ICC_PROFILE\0".utf8)):
        hasProfile = true
      default: break
      }
    }
  }
}

/// A segment of a JPEG file before its pixels.
struct JPEGSegment {
  /// What begins the content of one that holds EXIF.
  static let exif = Array("Exif\0\0".utf8)

  /// The second byte of its marker.
  let marker: UInt8
  /// Where it lies, marker and length included.
  let range: Range<Int>
  /// What it holds.
  let content: ArraySlice<UInt8>

  /// Goes through the segments as far as they are sound.
  static func forEach(in bytes: [UInt8], _ body: (JPEGSegment) -> Void) {
    let startOfScan: UInt8 = 0xDA
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      // A marker may be preceded by any number of 0xFF.
      if marker == 0xFF {
        place += 1
        continue
      }
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard marker != startOfScan, length >= 2, place + 2 + length <= bytes.count else { return }
      let range = place..<(place + 2 + length)
      body(JPEGSegment(marker: marker, range: range, content: bytes[range.dropFirst(4)]))
      place = range.upperBound
    }
  }
}
