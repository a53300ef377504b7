/// Where a picture was taken, which cameras and phones write beside it: EXIF's GPS directory (EXIF 2.3, §4.6.6) and its
/// copy in XMP.
public enum LocationData {
  /// A picture that no longer tells its place.
  public struct Removal: Sendable, Equatable {
    /// The new file.
    public let bytes: [UInt8]
    /// What its name should end in, where it is of another kind than before: `png`.
    public let newExtension: String?
  }

  /// Whether a file that begins with these bytes, at least 32 or all of a shorter one, may tell a place.
  public static func isPossible(in head: [UInt8]) -> Bool {
    DecodedImage.Format(of: head).map { $0 != .bmp } ?? false
  }

  /// The same picture without its place; `nil` where it tells none, and of what is no picture.
  ///
  /// JPEG, PNG and WebP keep their pixels as they are stored. What else the metadata says goes too, but for how the picture is
  /// to be turned. A picture of another kind becomes a PNG of what ``ImageFile/decode(_:name:limits:)`` reads from it, upright
  /// and on white.
  /// - Throws: ``ImageError/file(name:problem:)`` for a picture that tells a place and cannot be read.
  public static func removed(from bytes: [UInt8], name: String) throws(ImageError) -> Removal? {
    let kept: [UInt8]?
    switch DecodedImage.Format(of: Array(bytes.prefix(512))) {
    case .jpeg: kept = rewritten(bytes, jpegParts(bytes))
    case .png: kept = rewritten(bytes, pngParts(bytes))
    case .webp: kept = rewritten(bytes, webpParts(bytes)).map(withWebPSize)
    case .gif, .tiff, .avif, .heic:
      guard LocationSearch(bytes).tellsPlace else { return nil }
      let image = try ImageFile.decode(bytes, name: name).image
      return Removal(bytes: try PNG.encode(image), newExtension: "png")
    case .bmp, nil: return nil
    }
    return kept.map { Removal(bytes: $0, newExtension: nil) }
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

  /// The segments of EXIF, XMP and IPTC before the pixels, and what lies behind them where that tells a place: further pictures
  /// with EXIF of their own, a film.
  private static func jpegParts(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    let end = JPEGSegment.endOfPicture(in: bytes) ?? bytes.count
    let isFollowed = end < bytes.count && LocationSearch(Array(bytes[end...])).tellsPlace
    JPEGSegment.forEach(in: bytes) { segment in
      let (range, content) = (segment.range, segment.content)
      if segment.marker == 0xE1, content.starts(with: EXIF.prefix) {
        let exif = EXIF(content)
        let kept = exif?.orientation.map { [0xFF, 0xE1, 0, 34] + EXIF.prefix + $0.exif } ?? []
        parts.append(Part(range: range, tellsPlace: exif?.tellsPlace == true, replacement: kept))
      } else if segment.marker == 0xE1 || segment.marker == 0xED {
        parts.append(Part(range: range, tellsPlace: XMP.tellsPlace(content), replacement: []))
      } else if segment.marker == 0xE2, isFollowed, content.starts(with: Array("MPF\0".utf8)) {
        // The list of the pictures that go.
        parts.append(Part(range: range, tellsPlace: false, replacement: []))
      }
    }
    if isFollowed { parts.append(Part(range: end..<bytes.count, tellsPlace: true, replacement: [])) }
    return parts
  }

  /// The chunks of EXIF and text.
  private static func pngParts(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var place = 8
    let texts = (try? PNG.texts(bytes)) ?? []
    while place + 12 <= bytes.count {
      let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard place + 12 + length <= bytes.count else { break }
      let content = bytes[(place + 8)..<(place + 8 + length)]
      let range = place..<(place + 12 + length)
      switch String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self) {
      case "eXIf":
        let exif = EXIF(content)
        let kept = exif?.orientation.map { pngChunk("eXIf", $0.exif) } ?? []
        parts.append(Part(range: range, tellsPlace: exif?.tellsPlace == true, replacement: kept))
      case "iTXt", "tEXt", "zTXt":
        let keyword = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
        let isTold = texts.contains { $0.keyword == keyword && tellsPlace(keyword, $0.text) }
        parts.append(Part(range: range, tellsPlace: isTold || XMP.tellsPlace(content), replacement: []))
      default: break
      }
      place += 12 + length
    }
    return parts
  }

  /// Whether a text of a PNG tells a place, as XMP or as EXIF in hexadecimal.
  private static func tellsPlace(_ keyword: String, _ text: String) -> Bool {
    let profile = keyword.hasPrefix("Raw profile type") ? PNGMetadata.rawProfile(text)[...] : []
    return XMP.tellsPlace(Array(text.utf8)[...]) || XMP.tellsPlace(profile) || EXIF(profile)?.tellsPlace == true
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
        let exif = EXIF(content)
        let kept = exif?.orientation.map { Array("EXIF".utf8) + [26, 0, 0, 0] + $0.exif } ?? []
        keepsEXIF = keepsEXIF || !kept.isEmpty
        parts.append(Part(range: range, tellsPlace: exif?.tellsPlace == true, replacement: kept))
      case "XMP ": parts.append(Part(range: range, tellsPlace: XMP.tellsPlace(content), replacement: []))
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
}

extension Orientation {
  /// EXIF data that says nothing else, 26 bytes: a header, and a directory of one entry.
  fileprivate var exif: [UInt8] {
    Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(rawValue), 0, 0, 0, 0, 0, 0]
  }
}
