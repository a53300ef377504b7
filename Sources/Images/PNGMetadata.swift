/// What the chunks of a PNG file tell beside the picture.
struct PNGMetadata {
  private(set) var exif: ArraySlice<UInt8> = []
  private(set) var xmp: ArraySlice<UInt8> = []
  private(set) var isAnimated = false
  private(set) var hasProfile = false
  /// Whether the file asks for another gamma than sRGB's.
  private(set) var hasGamma = false

  /// Reads the chunks of a file that libpng has decoded: lengths that lead out of it end the reading.
  init(_ bytes: [UInt8]) {
    var gamma: UInt32?
    var isStandard = false
    var hasText = false
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
      case "eXIf": exif = content
      case "iTXt", "tEXt", "zTXt": hasText = true
      default: break
      }
      place += 12 + length
    }
    // 1/2.2 in hundred-thousandths, which stands for sRGB.
    if let gamma { hasGamma = !isStandard && gamma != 45455 }
    if hasText { readTexts(bytes) }
  }

  /// How the picture is to be turned.
  var turn: Turn? { Turn(exif: EXIF(exif), xmp: xmp) }

  /// XMP, and EXIF where older programs put it (ImageMagick's "Raw profile type exif").
  private mutating func readTexts(_ bytes: [UInt8]) {
    for (keyword, text) in (try? PNG.texts(bytes)) ?? [] {
      if keyword == XMP.keyword { xmp = Array(text.utf8)[...] }
      if keyword == "Raw profile type exif", exif.isEmpty { exif = Self.rawProfile(text)[...] }
    }
  }

  /// The bytes of a profile that is written in hexadecimal after three lines: nothing, its name and its length.
  static func rawProfile(_ text: String) -> [UInt8] {
    let digits = text.utf8.split(separator: 10, omittingEmptySubsequences: false).dropFirst(3).joined()
      .compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
