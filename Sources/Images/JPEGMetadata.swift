/// What the segments of a JPEG file before its pixels tell beside the picture.
struct JPEGMetadata: Equatable {
  private(set) var orientation: Orientation?
  private(set) var hasProfile = false

  /// Reads as far as the segments are sound; a file that libjpeg has decoded needs no more errors.
  init(_ bytes: [UInt8]) {
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      // A marker may be preceded by any number of 0xFF.
      if marker == 0xFF {
        place += 1
        continue
      }
      let startOfScan: UInt8 = 0xDA
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard marker != startOfScan, length >= 2, place + 2 + length <= bytes.count else { return }
      read(marker, bytes[(place + 4)..<(place + 2 + length)])
      place += 2 + length
    }
  }

  private mutating func read(_ marker: UInt8, _ content: ArraySlice<UInt8>) {
    switch marker {
    case 0xE1 where content.starts(with: Array("Exif\0\0".utf8)) && orientation == nil:
      orientation = Orientation(exif: content.dropFirst(6))
    case 0xE2 where content.starts(with: Array("ICC_PROFILE\0".utf8)):
      hasProfile = true
    default: break
    }
  }
}
