/// What a file is by its first bytes.
enum FileSignature: Equatable {
  case png, jpeg, webp
  /// A kind that is known and not read: "a GIF, still or animated".
  case other(String)
  case unknown

  init(_ bytes: [UInt8]) {
    func has(_ text: StaticString, at start: Int = 0) -> Bool {
      text.withUTF8Buffer { bytes.dropFirst(start).starts(with: $0) }
    }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.isEmpty {
      self = .other("empty")
    } else if has("GIF87a") || has("GIF89a") {
      self = .other("a GIF, still or animated")
    } else if has("RIFF"), has("WEBP", at: 8) {
      self = .webp
    } else if has("ftyp", at: 4) {
      self = .other("a HEIC, AVIF or film file")
    } else if has("II*\0") || has("MM\0*") {
      self = .other("a TIFF")
    } else if has("BM") {
      self = .other("a BMP")
    } else if has("%PDF") {
      self = .other("a PDF")
    } else if bytes.prefix(512).first(where: { !Self.blanks.contains($0) }) == UInt8(ascii: "<") {
      self = .other("HTML, SVG or other markup, not pixels")
    } else {
      self = .unknown
    }
  }

  // White space, and the byte order mark of UTF-8.
  private static let blanks: Set<UInt8> = [9, 10, 13, 32, 0xEF, 0xBB, 0xBF]
}
