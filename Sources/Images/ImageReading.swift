internal import CImageIO

/// One file on its way to a picture.
struct ImageReading {
  let bytes: [UInt8]
  let name: String
  let limits: ImageLimits

  func run() throws(ImageError) -> DecodedImage {
    guard bytes.count <= limits.bytes else {
      throw problem("has \(bytes.count) bytes; at most \(limits.bytes) are read: save a smaller copy")
    }
    switch FileSignature(bytes) {
    case .png: return try png()
    case .jpeg: return try jpeg()
    case .webp: return try webp()
    case .gif: return try gif()
    case .tiff: return try tiff()
    case .bmp: return try bmp()
    case .avif: return try avif()
    case .heic: return try heic()
    case .other(let kind): throw problem("is \(kind); give a picture saved as PNG or JPEG")
    case .unknown:
      throw problem("is not a picture that can be read; PNG, JPEG, WebP, GIF, TIFF, BMP, AVIF and HEIC can")
    }
  }

  private func png() throws(ImageError) -> DecodedImage {
    let header = try asked { () throws(ImageError) in try PNG.header(bytes) }
    try check(Int(header.width), Int(header.height))
    let image = try asked { () throws(ImageError) in try PNG.decode(bytes, header, likePillow: true) }
    let metadata = PNGMetadata(bytes)
    var notes: [String] = []
    if metadata.isAnimated { notes.append("animated: only its still picture was read") }
    if header.is_deep_gray != 0 {
      notes.append(Self.deepGreys)
    } else if header.is_deep != 0 {
      notes.append("16 bits a channel cut to 8")
    }
    if metadata.hasGamma { notes.append("gamma ignored") }
    if metadata.hasProfile { notes.append(Self.profile) }
    return shown(image, .png, metadata.turn, mayBeTransparent: header.has_transparency != 0, notes)
  }

  private func jpeg() throws(ImageError) -> DecodedImage {
    let header = try asked { () throws(ImageError) in try JPEG.header(bytes) }
    try check(Int(header.width), Int(header.height), isHeld: header.is_progressive != 0)
    guard [1, 3, 4].contains(header.components) else {
      throw problem("is a JPEG of \(header.components) components; 1 (grey), 3 (colours) and 4 (inks) can be read")
    }
    let metadata = JPEGMetadata(bytes)
    var notes: [String] = []
    if header.components == 4 { notes.append(Self.inks) }
    if metadata.hasProfile { notes.append(Self.profile) }
    let turn = metadata.turn
    guard Int(header.width) * Int(header.height) > limits.held, header.is_progressive == 0 else {
      let image = try asked { () throws(ImageError) in try JPEG.decode(bytes, header) }
      return shown(image, .jpeg, turn, mayBeTransparent: false, notes)
    }
    let file = try asked { () throws(ImageError) in try JPEGStrips(bytes, header) }
    let image = Image(DistantImage(file, orientation: turn?.orientation ?? .upright))
    return DecodedImage(image: image, format: .jpeg, notes: turn.map { $0.notes + notes } ?? notes)
  }

  /// Refuses what is too large, before any memory is taken for its pixels.
  ///
  /// - Parameter isHeld: Whether all pixels will be in memory at once.
  func check(_ width: Int, _ height: Int, isHeld: Bool = true) throws(ImageError) {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    let most = min(limits.pixels, isHeld ? ImageLimits.mostHeld : Image.maximumPixels)
    if overflow || pixels > most {
      throw problem("says that it has \(width) × \(height) pixels; at most \(most) are read: save a smaller copy")
    }
  }

  /// The picture as it is looked at: upright, and on white where nothing covers it.
  func shown(
    _ stored: consuming Image, _ format: DecodedImage.Format, _ turn: Turn?, mayBeTransparent: Bool, _ notes: [String]
  ) -> DecodedImage {
    var (image, notes) = (stored, notes)
    if mayBeTransparent, image.layOnWhite() {
      notes.insert("transparency laid on white, as transformers does since version 5", at: 0)
    }
    if let turn, turn.orientation != .upright {
      image = image.turnedUpright(from: turn.orientation)
      notes = turn.notes + notes
    }
    return DecodedImage(image: image, format: format, notes: notes)
  }

  static let deepGreys =
    "16-bit greys above 255 became white, as in Pillow: save it with 8 bits to see all its greys"
  static let inks = "CMYK inks turned to RGB without a colour profile"
  static let profile = "colour profile ignored"

  /// What a library gives, its refusal under the file's name.
  func asked<Value>(_ library: () throws(ImageError) -> Value) throws(ImageError) -> Value {
    do throws(ImageError) { return try library() } catch .decoding(let message) {
      throw problem("cannot be read: \(message)")
    }
  }

  func problem(_ text: String) -> ImageError { .file(name: name, problem: text) }
}
