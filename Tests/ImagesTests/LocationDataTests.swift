import Images
import Testing

/// Where a picture was taken goes out of it: `Fixtures/make-located.py` made the photos.
@Suite struct LocationDataTests {
  /// EXIF of two entries: turned to the right, and a directory of GPS.
  private static let exif: [UInt8] =
    Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 2] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
    + [0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38] + [0, 0, 0, 0] + [0, 0, 0, 0, 0, 0]

  private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
    return bytes(UInt32(content.count)) + Array(name.utf8) + content + bytes(crc32(Array(name.utf8) + content))
  }

  @Test func `a PNG without its place is the same picture, turned the same way`() throws {
    let image = try Image(width: 2, height: 1, pixels: [9, 8, 7, 255, 6, 5, 4, 255])
    let plain = try PNG.encode(image)
    // Behind the header of 8 bytes and the first chunk of 25.
    let located = plain[..<33] + chunk("eXIf", Self.exif) + plain[33...]
    let clean = try #require(try LocationData.removed(from: Array(located), name: "")).bytes
    #expect(clean.firstRange(of: [0x88, 0x25] as [UInt8]) == nil)
    let (before, after) = (
      try ImageFile.decode(Array(located), name: "a"), try ImageFile.decode(clean, name: "a")
    )
    #expect(after == before)
    #expect(after.image.width == 1 && after.image.height == 2)
    // libpng says nothing of a wrong sum of this chunk.
    #expect(clean.firstRange(of: chunk("eXIf", Array(clean[41..<67]))) != nil)
    #expect(try LocationData.removed(from: plain, name: "") == nil)
  }

  private func located(_ file: String) throws -> [UInt8] { try Fixtures.bytes("located/\(file)") }

  @Test(arguments: [
    "photo.jpg", "xmp.jpg", "photo.png", "xmp-packed.png", "raw-profile.png", "raw-profile-packed.png", "photo.webp",
    "xmp.webp",
  ])
  func `what keeps its kind keeps its pixels, and how it is turned`(file: String) throws {
    let bytes = try located(file)
    #expect(LocationData.isPossible(in: Array(bytes.prefix(32))))
    let removal = try #require(try LocationData.removed(from: bytes, name: file))
    #expect(removal.newExtension == nil)
    #expect(try LocationData.removed(from: removal.bytes, name: file) == nil)
    let (before, after) = (try ImageFile.decode(bytes, name: ""), try ImageFile.decode(removal.bytes, name: ""))
    #expect(after.format == before.format)
    // EXIF in a PNG's text goes as a whole.
    if !file.hasPrefix("raw-profile") { #expect(after == before) }
  }

  @Test(
    arguments: ["photo.tif", "xmp.tif", "photo.avif", "xmp.avif", "photo.heic", "xmp.heic", "xmp.gif"].filter {
      OptionalLibrary.reading($0.suffix(4).trimmingPrefix("."))?.isThere ?? true
    })
  func `another kind becomes a PNG of what is seen`(file: String) throws {
    let bytes = try located(file)
    #expect(LocationData.isPossible(in: Array(bytes.prefix(32))))
    let removal = try #require(try LocationData.removed(from: bytes, name: file))
    #expect(removal.newExtension == "png")
    #expect(try PNG.decode(removal.bytes) == ImageFile.decode(bytes, name: "").image)
    #expect(try PNG.texts(removal.bytes).isEmpty)
    #expect(try LocationData.removed(from: removal.bytes, name: file) == nil)
  }

  @Test(arguments: ["jpg", "png", "webp", "tif", "avif", "heic", "gif", "bmp"])
  func `a picture that tells no place stays as it is`(ending: String) throws {
    #expect(try LocationData.removed(from: located("plain.\(ending)"), name: "") == nil)
  }

  @Test func `what a camera put behind a JPEG goes where it tells a place`() throws {
    let (plain, photo) = (try located("plain.jpg"), try located("photo.jpg"))
    for (behind, isTold) in [
      (photo, true), (plain, false), ([0xA9] + Array("xyz+48.1+011.5/".utf8), true), (Array("words".utf8), false),
    ] {
      let removal = try LocationData.removed(from: plain + behind, name: "")
      #expect((removal != nil) == isTold)
      guard let removal else { continue }
      let (before, after) = (try ImageFile.decode(plain, name: ""), try ImageFile.decode(removal.bytes, name: ""))
      #expect(after == before)
      #expect(removal.bytes.count <= plain.count)
    }
    for file in ["ycc-1-progressive.jpg", "restarts.jpg", "cmyk.jpg", "gray.jpg"] {
      let bytes = try Fixtures.bytes("decoding/\(file)")
      let cleaned = try #require(try LocationData.removed(from: bytes + photo, name: "")).bytes
      #expect(try ImageFile.decode(cleaned, name: "") == ImageFile.decode(bytes, name: ""))
    }
  }

  @Test func `one that tells a place and cannot be read is refused`() throws {
    var bytes = try located("photo.heic")
    // The coding of its picture, which nothing reads.
    while let place = bytes.firstRange(of: Array("hvc1".utf8)) {
      bytes.replaceSubrange(place, with: Array("hvc9".utf8))
    }
    #expect(throws: ImageError.self) { try LocationData.removed(from: bytes, name: "photo.heic") }
  }

  @Test func `what is no picture has no place`() throws {
    for text in ["", "GPSLatitude", "%PDF-1.7 GPSLatitude", "BM GPSLatitude"] {
      #expect(try LocationData.removed(from: Array(text.utf8), name: "") == nil)
    }
    #expect(!LocationData.isPossible(in: Array("%PDF-1.7".utf8)))
  }
}
