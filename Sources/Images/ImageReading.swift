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
    case .webp: throw problem("is a WebP, still or animated; give a picture saved as PNG or JPEG")
    case .other(let kind): throw problem("is \(kind); give a picture saved as PNG or JPEG")
    case .unknown: throw problem("is not a picture that can be read; PNG and JPEG can")
    }
  }

  private func png() throws(ImageError) -> DecodedImage {
    let header = try asked { () throws(ImageError) in try PNG.header(bytes) }
    try check(Int(header.width), Int(header.height))
    let image = try asked { () throws(ImageError) in try PNG.decode(bytes, header, likePillow: true) }
    let metadata = PNGMetadata(bytes)
    var notes: [String] = []
    if metadata.isAnimated { notes.append("animated: only its still picture was read") }
    if header.has_transparency != 0 { notes.append("transparency dropped, the colours under it kept as stored") }
    if header.is_deep_gray != 0 {
      notes.append("16-bit greys above 255 became white, as in Pillow: save it with 8 bits to see all its greys")
    } else if header.is_deep != 0 {
      notes.append("16 bits a channel cut to 8")
    }
    if metadata.hasGamma { notes.append("gamma ignored") }
    if metadata.hasProfile { notes.append("colour profile ignored") }
    return turned(image, .png, metadata.orientation, notes)
  }

  private func jpeg() throws(ImageError) -> DecodedImage {
    let header = try asked { () throws(ImageError) in try JPEG.header(bytes) }
    try check(Int(header.width), Int(header.height))
    guard [1, 3, 4].contains(header.components) else {
      throw problem("is a JPEG of \(header.components) components; 1 (grey), 3 (colours) and 4 (inks) can be read")
    }
    let image = try asked { () throws(ImageError) in try JPEG.decode(bytes, header) }
    let metadata = JPEGMetadata(bytes)
    var notes: [String] = []
    if header.components == 4 { notes.append("CMYK inks turned to RGB without a colour profile") }
    if metadata.hasProfile { notes.append("colour profile ignored") }
    return turned(image, .jpeg, metadata.orientation, notes)
  }

  private func check(_ width: Int, _ height: Int) throws(ImageError) {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    if overflow || pixels > min(limits.pixels, Image.maximumPixels) {
      throw problem(
        "says that it has \(width) × \(height) pixels; at most \(limits.pixels) are read: save a smaller copy")
    }
  }

  private func turned(
    _ image: Image, _ format: DecodedImage.Format, _ orientation: Orientation?, _ notes: [String]
  ) -> DecodedImage {
    guard let orientation, orientation != .upright else {
      return DecodedImage(image: image, format: format, notes: notes)
    }
    return DecodedImage(
      image: image.turnedUpright(from: orientation), format: format,
      notes: ["turned upright by its EXIF orientation (\(orientation.rawValue))"] + notes)
  }

  /// What a library gives, its refusal under the file's name.
  private func asked<Value>(_ library: () throws(ImageError) -> Value) throws(ImageError) -> Value {
    do throws(ImageError) { return try library() } catch .decoding(let message) {
      throw problem("cannot be read: \(message)")
    }
  }

  private func problem(_ text: String) -> ImageError { .file(name: name, problem: text) }
}
