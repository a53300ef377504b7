internal import CImageIO

extension ImageReading {
  func webp() throws(ImageError) -> DecodedImage {
    let header = try asked { () throws(ImageError) in try WebP.header(bytes) }
    try check(Int(header.width), Int(header.height))
    var image = try asked { () throws(ImageError) in try WebP.decode(bytes, limits: limits) }
    let metadata = WebPMetadata(bytes)
    var notes: [String] = []
    if header.is_animated != 0 { notes.append(Self.animated(metadata.pictures)) }
    if metadata.hasProfile { notes.append(Self.profile) }
    // What a picture without transparency leaves free is black.
    if header.has_alpha == 0, header.is_animated != 0 { image.makeOpaque() }
    return shown(image, .webp, metadata.turn, mayBeTransparent: header.has_alpha != 0, notes)
  }

  func gif() throws(ImageError) -> DecodedImage {
    let gif = try asked { () throws(ImageError) in try GIF(bytes) }
    try check(gif.width, gif.height)
    let image = try asked { () throws(ImageError) in try gif.image() }
    let pictures = gif.pictures
    return shown(
      image, .gif, nil, mayBeTransparent: gif.mayBeTransparent, pictures > 1 ? [Self.animated(pictures)] : [])
  }

  func bmp() throws(ImageError) -> DecodedImage {
    let bitmap = try asked { () throws(ImageError) in try BMP(bytes) }
    try check(bitmap.width, bitmap.height)
    let image = try asked { () throws(ImageError) in try bitmap.image() }
    return shown(image, .bmp, nil, mayBeTransparent: bitmap.mayBeTransparent, [])
  }

  func tiff() throws(ImageError) -> DecodedImage {
    let directory = EXIF(bytes[...])
    let namesExtra: Int32 = directory?.namesExtraSamples == true ? 1 : 0
    var header = quire_tiff_header()
    try ask(.tiff) { quire_tiff_header_read(bytes, bytes.count, namesExtra, &header, &$0.bytes) }
    try check(Int(header.width), Int(header.height))
    let image = try picture(header.width, header.height, by: .tiff) { room, message in
      quire_tiff_decode(bytes, bytes.count, namesExtra, header.width, header.height, room, &message.bytes)
    }
    var notes: [String] = []
    if directory?.isFollowed == true { notes.append("several pages: only the first was read") }
    if header.is_cmyk != 0 { notes.append(Self.inks) }
    if header.is_deep_gray != 0 {
      notes.append(Self.deepGreys)
    } else if header.depth == 16 {
      notes.append("16 bits a channel cut to 8")
    }
    if header.has_profile != 0 { notes.append(Self.profile) }
    let turn = Turn(exif: directory, xmp: directory?.xmp ?? [])
    return shown(image, .tiff, turn, mayBeTransparent: true, notes)
  }

  func avif() throws(ImageError) -> DecodedImage {
    let most = UInt32(min(limits.pixels, Image.maximumPixels))
    var header = quire_avif_header()
    try ask(.avif) { quire_avif_header_read(bytes, bytes.count, most, &header, &$0.bytes) }
    try check(Int(header.width), Int(header.height))
    let image = try picture(header.width, header.height, by: .avif) { room, message in
      quire_avif_decode(bytes, bytes.count, header.width, header.height, room, &message.bytes)
    }
    var exif = [UInt8](repeating: 0, count: header.exif)
    var xmp = [UInt8](repeating: 0, count: header.xmp)
    try ask(.avif) { quire_avif_metadata(bytes, bytes.count, most, exif.count, &exif, xmp.count, &xmp, &$0.bytes) }
    var notes: [String] = []
    if header.pictures > 1 { notes.append(Self.animated(Int(header.pictures))) }
    if header.depth > 8 { notes.append("\(header.depth) bits a channel cut to 8") }
    if header.has_profile != 0 { notes.append(Self.profile) }
    return shown(image, .avif, Self.turn(header, exif: exif, xmp: xmp), mayBeTransparent: true, notes)
  }

  /// What the container says of turning goes before what its EXIF says; XMP counts where neither says anything.
  private static func turn(_ header: quire_avif_header, exif: [UInt8], xmp: [UInt8]) -> Turn? {
    if header.orientation != 1 {
      return Orientation(rawValue: Int(header.orientation)).map { Turn($0, by: "what its file says") }
    }
    return EXIF(exif[...])?.hasOrientation == true ? nil : Turn(exif: nil, xmp: xmp[...])
  }

  func heic() throws(ImageError) -> DecodedImage {
    if let tiles = HEIFTiles(bytes) {
      guard tiles.count <= HEIFTiles.most else {
        throw problem(
          "is put together from \(tiles.count) tiles; at most \(HEIFTiles.most) are read: save a smaller copy")
      }
      try check(tiles.width, tiles.height)
    }
    var header = quire_heif_header()
    try ask(.heif) { quire_heif_header_read(bytes, bytes.count, &header, &$0.bytes) }
    try check(Int(header.width), Int(header.height))
    var isDeepGrey: Int32 = 0
    let image = try picture(header.width, header.height, by: .heif) { room, message in
      quire_heif_decode(bytes, bytes.count, header.width, header.height, room, &isDeepGrey, &message.bytes)
    }
    var notes: [String] = []
    if header.pictures > 1 { notes.append("\(header.pictures) pictures: only the main one was read") }
    if isDeepGrey != 0 {
      notes.append(Self.deepGreys)
    } else if header.depth > 8 {
      notes.append("\(header.depth) bits a channel cut to 8")
    }
    if header.has_profile != 0 { notes.append(Self.profile) }
    return shown(image, .heic, nil, mayBeTransparent: true, notes)
  }

  private static func animated(_ pictures: Int) -> String {
    "animated: only the first of \(pictures) pictures was read"
  }

  /// What an optional library does, its refusal or its absence under the file's name.
  private func ask(_ library: OptionalLibrary, _ call: (inout LibraryMessage) -> Int32) throws(ImageError) {
    var message = LibraryMessage()
    let status = call(&message)
    guard status != 0 else { return }
    throw refusal(LibraryRefusal(status: status, message: message.text), of: library)
  }

  private func picture(
    _ width: UInt32, _ height: UInt32, by library: OptionalLibrary,
    _ fill: (UnsafeMutablePointer<UInt8>?, inout LibraryMessage) -> Int32
  ) throws(ImageError) -> Image {
    do throws(LibraryRefusal) { return try Image.filled(width: width, height: height, fill) } catch {
      throw refusal(error, of: library)
    }
  }

  private func refusal(_ refusal: LibraryRefusal, of library: OptionalLibrary) -> ImageError {
    guard let absence = OptionalLibrary.Absence(refusal.status) else {
      return problem("cannot be read: \(refusal.message)")
    }
    return problem(library.problem(absence))
  }
}
