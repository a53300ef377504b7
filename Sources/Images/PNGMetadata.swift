/// What the chunks of a PNG file tell beside the picture.
struct PNGMetadata: Equatable {
  private(set) var orientation: Orientation?
  private(set) var isAnimated = false
  private(set) var hasProfile = false
  /// Whether the file asks for another gamma than sRGB's.
  private(set) var hasGamma = false

  /// Reads the chunks of a file that libpng has decoded: lengths that lead out of it end the reading.
  init(_ bytes: [UInt8]) {
    var gamma: UInt32?
    var isStandard = false
    var place = 8
    while place + 12 <= bytes.count {
      let length = Int(Self.number(bytes[place..<(place + 4)]))
      guard place + 12 + length <= bytes.count else { break }
      let content = bytes[(place + 8)..<(place + 8 + length)]
      switch String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self) {
      case "acTL": isAnimated = true
      case "iCCP": hasProfile = true
      case "sRGB": isStandard = true
      case "gAMA" where length == 4: gamma = Self.number(content)
      case "eXIf" where orientation == nil: orientation = Orientation(exif: content)
      default: break
      }
      place += 12 + length
    }
    // 1/2.2 in hundred-thousandths, which stands for sRGB.
    if let gamma { hasGamma = !isStandard && gamma != 45455 }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
