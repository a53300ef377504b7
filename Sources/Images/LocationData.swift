/// Where a picture was taken, which cameras and phones write beside it: EXIF's GPS directory (EXIF 2.3, §4.6.6) and its
/// copy in XMP.
public enum LocationData {
  /// Whether a file that begins with these bytes, at least 12, may tell a place.
  public static func isPossible(in head: [UInt8]) -> Bool { [.jpeg, .png, .webp].contains(FileSignature(head)) }

  /// The same picture in the bytes of a JPEG, PNG or WebP file without its place; `nil` where it tells none, and of any other file.
  ///
  /// What else the metadata says goes too, but for how the picture is to be turned.
  public static func removed(from bytes: [UInt8]) -> [UInt8]? {
    switch FileSignature(bytes) {
    case .jpeg: return rewritten(bytes, jpegParts(bytes))
    case .png: return rewritten(bytes, pngParts(bytes))
    case .webp: return rewritten(bytes, webpParts(bytes)).map(withWebPSize)
    default: return nil
    }
  }

  /// A stretch of a file that holds metadata, and what takes its place.
  private struct Part {
    var range: Range<Int>
    var tellsPlace: Bool
    var replacement: [UInt8]
  }

  private static func rewritten(_ bytes: [UInt8], _ parts: [Part]) -> [UInt8]? {
    guard parts.contains(where: \.tellsPlace) else { return nil }
    var result: [UInt8] = []
    var position = 0
    for part in parts {
      result += bytes[position..<part.range.lowerBound]
      result += part.replacement
      position = part.range.upperBound
    }
    return result + bytes[position...]
  }

  /// The segments of EXIF, XMP and IPTC before the pixels.
  private static func jpegParts(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    JPEGSegment.forEach(in: bytes) { segment in
      let (range, content) = (segment.range, segment.content)
      if segment.marker == 0xE1, content.starts(with: JPEGSegment.exif) {
        let exif = content.dropFirst(JPEGSegment.exif.count)
        let kept = Orientation(exif: exif).map { [0xFF, 0xE1, 0, 34] + JPEGSegment.exif + $0.exif } ?? []
        parts.append(Part(range: range, tellsPlace: hasPlace(exif: exif), replacement: kept))
      } else if segment.marker == 0xE1 || segment.marker == 0xED {
        parts.append(Part(range: range, tellsPlace: hasPlace(xmp: content), replacement: []))
      }
    }
    return parts
  }

  /// The chunks of EXIF and text.
  private static func pngParts(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard place + 12 + length <= bytes.count else { break }
      let content = bytes[(place + 8)..<(place + 8 + length)]
      let range = place..<(place + 12 + length)
      switch String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self) {
      case "eXIf":
        let kept = Orientation(exif: content).map { pngChunk("eXIf", $0.exif) } ?? []
        parts.append(Part(range: range, tellsPlace: hasPlace(exif: content), replacement: kept))
      case "iTXt", "tEXt": parts.append(Part(range: range, tellsPlace: hasPlace(xmp: content), replacement: []))
      default: break
      }
      place += 12 + length
    }
    return parts
  }

  /// A chunk with its length and its sum (PNG specification, §5.3 and annex D).
  private static func pngChunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
    let summed = Array(name.utf8) + content
    let sum = summed.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return bytes(UInt32(content.count)) + summed + bytes(~sum)
  }

  /// The chunks of EXIF and XMP, and the flags that announce them (WebP container specification, "Extended file format").
  private static func webpParts(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var place = 12
    var flags: Int?
    var keepsEXIF = false
    while place + 8 <= bytes.count {
      let length = bytes[(place + 4)..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard place + 8 + length <= bytes.count else { break }
      let content = bytes[(place + 8)..<(place + 8 + length)]
      let range = place..<min(bytes.count, place + 8 + length + length % 2)
      switch String(decoding: bytes[place..<(place + 4)], as: UTF8.self) {
      case "VP8X" where length >= 10: flags = place + 8
      case "EXIF":
        // Some programs write what begins the segment of a JPEG.
        let exif = content.starts(with: JPEGSegment.exif) ? content.dropFirst(JPEGSegment.exif.count) : content
        let kept = Orientation(exif: exif).map { Array("EXIF".utf8) + [26, 0, 0, 0] + $0.exif } ?? []
        keepsEXIF = keepsEXIF || !kept.isEmpty
        parts.append(Part(range: range, tellsPlace: hasPlace(exif: exif), replacement: kept))
      case "XMP ": parts.append(Part(range: range, tellsPlace: hasPlace(xmp: content), replacement: []))
      default: break
      }
      place = range.upperBound
    }
    guard let flags, !parts.isEmpty else { return parts }
    let (exif, xmp): (UInt8, UInt8) = (0x08, 0x04)
    let kept = bytes[flags] & ~(exif | xmp) | (keepsEXIF ? exif : 0)
    return [Part(range: flags..<(flags + 1), tellsPlace: false, replacement: [kept])] + parts
  }

  /// The bytes with the length of the file in their header.
  private static func withWebPSize(_ bytes: [UInt8]) -> [UInt8] {
    let size = UInt32(bytes.count - 8)
    return bytes[..<4] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + bytes[8...]
  }

  private static func hasPlace(xmp content: ArraySlice<UInt8>) -> Bool {
    content.firstRange(of: Array("GPSLatitude".utf8)) != nil
  }

  /// Whether the first directory of EXIF data names one of GPS (tag 34853).
  private static func hasPlace(exif: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(exif)
    let isLittle = bytes.starts(with: "II*\0".utf8)
    guard isLittle || bytes.starts(with: "MM\0*".utf8) else { return false }
    func number(_ place: Int, _ length: Int) -> Int? {
      guard place >= 0, place + length <= bytes.count else { return nil }
      let digits = bytes[place..<(place + length)]
      return isLittle ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return false }
    return (0..<entries).contains { number(directory + 2 + 12 * $0, 2) == 34853 }
  }
}

extension Orientation {
  /// EXIF data that says nothing else, 26 bytes: a header, and a directory of one entry.
  fileprivate var exif: [UInt8] {
    Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(rawValue), 0, 0, 0, 0, 0, 0]
  }
}
