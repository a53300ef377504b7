/// What the chunks of a WebP file tell beside the picture (WebP container specification, "Extended file format").
struct WebPMetadata {
  private(set) var exif: ArraySlice<UInt8> = []
  private(set) var xmp: ArraySlice<UInt8> = []
  private(set) var hasProfile = false
  /// The frames of an animation, 1 of a still picture.
  private(set) var pictures = 1

  /// Reads as far as the chunks are sound; of several of a kind the first counts, as libwebp has it.
  init(_ bytes: [UInt8]) {
    var frames = 0
    var place = 12
    while place + 8 <= bytes.count {
      let length = bytes[(place + 4)..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard place + 8 + length <= bytes.count else { break }
      let content = bytes[(place + 8)..<(place + 8 + length)]
      switch String(decoding: bytes[place..<(place + 4)], as: UTF8.self) {
      case "EXIF" where exif.isEmpty: exif = content
      case "XMP " where xmp.isEmpty: xmp = content
      case "ICCP": hasProfile = true
      case "ANMF": frames += 1
      default: break
      }
      place += 8 + length + length % 2
    }
    pictures = max(1, frames)
  }

  /// How the picture is to be turned.
  var turn: Turn? { Turn(exif: EXIF(exif), xmp: xmp) }
}
