import Images
import Testing

/// GIF, BMP, TIFF, WebP, AVIF and HEIC as Pillow reads them: `Fixtures/make-formats.py` made the files.
@Suite struct FormatTests {
  private func bytes(_ file: String) throws -> [UInt8] { try Fixtures.bytes("formats/\(file)") }

  private func decode(_ file: String) throws -> DecodedImage { try ImageFile.decode(bytes(file), name: file) }

  /// Whether the library that reads a file is on this machine.
  private static func isRead(_ file: String) -> Bool {
    OptionalLibrary.reading(file.split(separator: ".").last!)?.isThere ?? true
  }

  private static let endings: [String: DecodedImage.Format] = [
    "gif": .gif, "bmp": .bmp, "tif": .tiff, "webp": .webp, "avif": .avif,
  ]

  @Test func `files of every kind give Pillow's bytes`() throws {
    let rows = try Fixtures.table("formats.txt")
    #expect(rows.count > 130)
    for row in rows where Self.isRead(row[0]) {
      let picture = try decode(row[0])
      #expect(picture.format == Self.endings[String(row[0].split(separator: ".").last!)], "\(row)")
      #expect([picture.image.width, picture.image.height] == row[1...2].map { Int($0)! }, "\(row)")
      #expect(crc32(picture.image.pixels) == UInt32(row[3], radix: 16)!, "\(row)")
    }
  }

  @Test(
    .enabled(if: isRead("a.heic")),
    arguments: ["rgb", "rgba", "l", "full-chroma", "several", "exif-only", "tiles", "grey-deep", "rgb-deep"]
      + (2...8).map { "orientation-\($0)" })
  func `HEIC gives pillow-heif's bytes but for rounding`(name: String) throws {
    let (found, expected) = (try decode("\(name).heic"), try PNG.decode(bytes("\(name).heic.png")))
    #expect(found.format == .heic)
    #expect((found.image.width, found.image.height) == (expected.width, expected.height))
    let differences = zip(found.image.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.max()! <= 1)
    #expect(differences.count { $0 > 0 } * 10 < differences.count)
  }

  @Test func `the notes say what was done`() throws {
    let laid = "transparency laid on white, as transformers does since version 5"
    func animated(_ count: Int) -> String { "animated: only the first of \(count) pictures was read" }
    let expected: [String: [String]] = [
      "plain.gif": [], "transparent.gif": [laid], "animated.gif": [laid, animated(3)],
      "bits-24.bmp": [], "fields-rgba.bmp": [laid], "bits-32.bmp": [],
      "rgb-8.tif": [], "rgba-8-straight.tif": [laid], "pages.tif": ["several pages: only the first was read"],
      "cmyk.tif": ["CMYK inks turned to RGB without a colour profile"],
      "rgb-16-little.tif": ["16 bits a channel cut to 8"],
      "grey-16-big.tif": [
        "16-bit greys above 255 became white, as in Pillow: save it with 8 bits to see all its greys"
      ],
      "orientation-6.tif": ["turned upright by its EXIF orientation (6)"],
      "orientation-xmp.tif": ["turned upright by its XMP orientation (6)"],
      "lossy.webp": [], "lossy-alpha.webp": [laid], "animated.webp": [animated(3)],
      "animated-alpha.webp": [laid, animated(3)], "turned.webp": ["turned upright by its EXIF orientation (8)"],
      "part-opaque.webp": [animated(2)],
      "coded-10-3-0-9.avif": ["10 bits a channel cut to 8"], "chroma-420.avif": [], "alpha.avif": [laid],
      "animated.avif": [animated(2)],
      "orientation-7.avif": ["turned upright by what its file says (7)"],
      "turned-xmp.avif": ["turned upright by its XMP orientation (6)"],
      "rgb-deep.heic": ["10 bits a channel cut to 8"], "rgb.heic": [], "rgba.heic": [laid], "orientation-6.heic": [],
      "grey-deep.heic": [
        "16-bit greys above 255 became white, as in Pillow: save it with 8 bits to see all its greys"
      ],
      "several.heic": ["3 pictures: only the main one was read"],
    ]
    for (file, notes) in expected where Self.isRead(file) { #expect(try decode(file).notes == notes, "\(file)") }
  }

  /// A few of each kind.
  static let some = [
    "interlaced.gif", "animated.gif", "bits-4.bmp", "fields-rgba.bmp", "runs-8.bmp", "runs-4.bmp", "old.bmp",
    "rgba-8-multiplied.tif", "rgb-8-tiles-planar-deflated.tif", "saved-jpeg.tif", "saved-group4.tif",
    "saved-tiff_lzw.tif",
    "palette-4.tif", "wide-offsets.tif", "animated-alpha.webp", "turned.webp", "alpha.avif", "orientation-6.avif",
    "animated.avif", "rgba.heic", "orientation-6.heic", "several.heic",
  ]

  @Test(arguments: some.filter(isRead)) func `changed bytes give a picture or an error`(file: String) throws {
    let good = try bytes(file)
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let limits = ImageLimits(pixels: 1_000_000, bytes: 1 << 20)
    var refused = 0
    for round in 0..<120 {
      var changed = good
      // At first where lengths and sides stand.
      let reach = round < 80 ? min(400, changed.count) : changed.count
      for _ in 0...random(4) { changed[random(reach)] = UInt8(random(256)) }
      do { _ = try ImageFile.decode(changed, name: file, limits: limits) } catch { refused += 1 }
      _ = try? LocationData.removed(from: changed, name: file)
    }
    #expect(refused > 0)
  }

  @Test(arguments: some.filter(isRead)) func `a file that is cut before its last pixel is refused`(file: String) throws
  {
    let good = try bytes(file)
    for count in 0..<good.count where count < 32 || count % 41 == 0 {
      // What lies behind the first picture of an animation or of pages is not needed.
      if file.hasPrefix("animated") || file.hasPrefix("several"), count > good.count / 4 { break }
      guard count < good.count - 260 || count < good.count / 2 else { break }
      #expect(throws: ImageError.self, "\(count) of \(good.count) bytes") {
        try ImageFile.decode(Array(good.prefix(count)), name: file)
      }
    }
  }
}
