/// What a file is by its first bytes.
enum FileSignature: Equatable {
  case png, jpeg, webp, gif, tiff, bmp, avif, heic
  /// A kind that is known and not read: "a PDF".
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
      self = .gif
    } else if has("RIFF"), has("WEBP", at: 8) {
      self = .webp
    } else if has("ftyp", at: 4) {
      self = Self.container(bytes)
    } else if TaggedFile(bytes.prefix(4)) != nil {
      self = .tiff
    } else if has("BM") {
      self = .bmp
    } else if has("%PDF") {
      self = .other("a PDF")
    } else if has("jP  ", at: 4) || bytes.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
      self = .other("a JPEG 2000")
    } else if has("JXL ", at: 4) || bytes.starts(with: [0xFF, 0x0A]) {
      self = .other("a JPEG XL")
    } else if has("8BPS") {
      self = .other("a Photoshop document")
    } else if bytes.starts(with: [0, 0, 1, 0]) {
      self = .other("an icon (ICO)")
    } else if bytes.prefix(512).first(where: { !Self.blanks.contains($0) }) == UInt8(ascii: "<") {
      self = .other("HTML, SVG or other markup, not pixels")
    } else {
      self = .unknown
    }
  }

  /// What an ISO container holds (ISO/IEC 14496-12, §4.3): by its main brand, else by the first of the others that tells.
  private static func container(_ bytes: [UInt8]) -> FileSignature {
    let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let box = bytes.prefix(max(16, min(length, 512)))
    // The second word is a version.
    let brands = stride(from: 8, to: box.count - 3, by: 4).filter { $0 != 12 }.map {
      String(decoding: box[$0..<($0 + 4)], as: UTF8.self)
    }
    for brand in brands {
      if ["avif", "avis"].contains(brand) { return .avif }
      if ["heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs"].contains(brand) { return .heic }
    }
    return ["mif1", "msf1"].contains(brands.first) ? .heic : .other("a film, or another thing in its kind of container")
  }

  // White space, and the byte order mark of UTF-8.
  private static let blanks: Set<UInt8> = [9, 10, 13, 32, 0xEF, 0xBB, 0xBF]
}
