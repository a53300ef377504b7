import Images
import Testing

/// Where a picture was taken goes out of a PNG file; `WebPTests` has WebP, and photos beside answers are JPEG.
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
    let clean = try #require(LocationData.removed(from: Array(located)))
    #expect(clean.firstRange(of: [0x88, 0x25] as [UInt8]) == nil)
    let (before, after) = (
      try ImageFile.decode(Array(located), name: "a"), try ImageFile.decode(clean, name: "a")
    )
    #expect(after == before)
    #expect(after.image.width == 1 && after.image.height == 2)
    // libpng says nothing of a wrong sum of this chunk.
    #expect(clean.firstRange(of: chunk("eXIf", Array(clean[41..<67]))) != nil)
    #expect(LocationData.removed(from: plain) == nil)
  }
}
