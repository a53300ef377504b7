/// What the segments of a JPEG file before its pixels tell beside the picture.
struct JPEGMetadata {
  /// Of several segments of EXIF, one after the other, as Pillow has it.
  private(set) var exif: [UInt8] = []
  /// The last one's.
  private(set) var xmp: ArraySlice<UInt8> = []
  private(set) var hasProfile = false

  /// Reads as far as the segments are sound; a file that libjpeg has decoded needs no more errors.
  init(_ bytes: [UInt8]) {
    JPEGSegment.forEach(in: bytes) { segment in
      switch segment.marker {
      case 0xE1 where segment.content.starts(with: EXIF.prefix):
        exif += segment.content.dropFirst(EXIF.prefix.count)
      case 0xE1 where segment.content.starts(with: XMP.prefix):
        xmp = segment.content.dropFirst(XMP.prefix.count)
      case 0xE2 where segment.content.starts(with: Array("ICC_PROFILE\0".utf8)):
        hasProfile = true
      default: break
      }
    }
  }

  /// How the picture is to be turned.
  var turn: Turn? { Turn(exif: EXIF(exif[...]), xmp: xmp) }
}

/// A segment of a JPEG file before its pixels.
struct JPEGSegment {
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

  /// Where the picture ends, and what some cameras put behind it begins: further pictures, a film. `nil` for one that does not end.
  static func endOfPicture(in bytes: [UInt8]) -> Int? {
    let (startOfScan, endOfImage): (UInt8, UInt8) = (0xDA, 0xD9)
    var place = 2
    var isScan = false
    return bytes.withUnsafeBufferPointer { bytes in
      while place + 1 < bytes.count {
        guard bytes[place] == 0xFF else {
          guard isScan else { return nil }
          place += 1
          continue
        }
        let marker = bytes[place + 1]
        switch marker {
        case endOfImage: return place + 2
        // A byte of the scan, a mark to restart at, a filler.
        case 0x00, 0xD0...0xD7: place += 2
        case 0xFF: place += 1
        default:
          guard place + 3 < bytes.count else { return nil }
          isScan = marker == startOfScan
          place += 2 + max(2, Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
        }
      }
      return nil
    }
  }
}
