import Foundation
import Images
import TestSupport
import Testing

@Suite struct PNGTests {
  private func picture(_ width: Int, _ height: Int, _ pixel: (Int, Int) -> [UInt8]) throws -> Image {
    try Image(
      width: width, height: height,
      pixels: (0..<height).flatMap { y in (0..<width).flatMap { x in pixel(x, y) } })
  }

  // The kind of colour is byte 25 of the file: 2 RGB, 3 palette, 6 RGB with alpha.
  private func kind(_ bytes: [UInt8]) -> UInt8 { bytes[25] }

  @Test func `few colours come back from a palette`() throws {
    let image = try picture(40, 30) { x, y in [UInt8(x / 10 * 60), UInt8(y / 10 * 80), 7, 255] }
    let bytes = try PNG.encode(image)
    #expect(kind(bytes) == 3)
    #expect(try PNG.decode(bytes) == image)
  }

  @Test func `exactly 256 colours still fit a palette, and 257 do not`() throws {
    let fits = try picture(256, 1) { x, _ in [UInt8(x), 0, 0, 255] }
    let over = try picture(257, 1) { x, _ in x < 256 ? [UInt8(x), 0, 0, 255] : [0, 1, 0, 255] }
    #expect(kind(try PNG.encode(fits)) == 3)
    #expect(kind(try PNG.encode(over)) == 2)
    #expect(try PNG.decode(PNG.encode(fits)) == fits)
    #expect(try PNG.decode(PNG.encode(over)) == over)
  }

  @Test func `many opaque colours come back without alpha`() throws {
    let image = try picture(64, 64) { x, y in [UInt8(x * 4), UInt8(y * 4), UInt8((x * y) % 256), 255] }
    let bytes = try PNG.encode(image)
    #expect(kind(bytes) == 2)
    #expect(try PNG.decode(bytes) == image)
  }

  @Test func `straight alpha survives, also under full transparency`() throws {
    let image = try picture(16, 16) { x, y in [200, UInt8(x * 16), 9, UInt8(y * 17)] }
    let bytes = try PNG.encode(image)
    #expect(kind(bytes) == 6)
    #expect(try PNG.decode(bytes) == image)
  }

  @Test func `the same picture gives the same bytes`() throws {
    let image = try picture(100, 50) { x, y in [UInt8(x), UInt8(y), 0, 255] }
    let texts = [(keyword: "Title", text: "a"), (keyword: "Input", text: "b")]
    #expect(try PNG.encode(image, dpi: 200, texts: texts) == PNG.encode(image, dpi: 200, texts: texts))
  }

  @Test func `text chunks and resolution come back`() throws {
    let image = try picture(2, 2) { _, _ in [1, 2, 3, 255] }
    let bytes = try PNG.encode(
      image, dpi: 200, texts: [("Title", "neighbours"), ("Description", "naïve – 日本語, العربية, 🙂"), ("Empty", "")])
    let texts = try PNG.texts(bytes)
    #expect(texts.map(\.keyword) == ["Title", "Description", "Empty"])
    #expect(texts.map(\.text) == ["neighbours", "naïve – 日本語, العربية, 🙂", ""])
    #expect(abs(try #require(try PNG.dpi(bytes)) - 200) < 0.02)
    #expect(try PNG.dpi(PNG.encode(image)) == nil)
  }

  @Test(arguments: [
    "", " leading", "trailing ", "two  spaces", "Ünicode", "line\nbreak", String(repeating: "k", count: 80),
  ])
  func `a keyword that PNG does not allow is refused`(keyword: String) throws {
    let image = try picture(1, 1) { _, _ in [0, 0, 0, 255] }
    #expect(throws: ImageError.text(keyword: keyword)) { try PNG.encode(image, texts: [(keyword, "text")]) }
  }

  @Test func `a text with a zero byte is refused, since it would be cut there`() throws {
    let image = try picture(1, 1) { _, _ in [0, 0, 0, 255] }
    #expect(throws: ImageError.text(keyword: "Title")) { try PNG.encode(image, texts: [("Title", "a\0b")]) }
  }

  @Test func `every truncation is an error and none a crash`() throws {
    let bytes = try PNG.encode(
      picture(30, 30) { x, y in [UInt8(x * 8), UInt8(y * 8), 1, 255] }, texts: [("Title", "t")])
    for count in 0..<bytes.count {
      #expect(throws: ImageError.self) { try PNG.decode(Array(bytes.prefix(count))) }
    }
  }

  @Test func `a corrupt byte never crashes`() throws {
    let good = try PNG.encode(picture(12, 12) { x, y in [UInt8(x * 8), UInt8(y * 8), 1, 255] })
    var errors = 0
    for index in good.indices {
      var bytes = good
      bytes[index] ^= 0x55
      do { _ = try PNG.decode(bytes) } catch { errors += 1 }
    }
    #expect(errors > good.count / 2)
  }

  @Test func `what is no PNG is said to be none`() {
    #expect(throws: ImageError.decoding("not a PNG file")) { try PNG.decode(Array("GIF89a and more".utf8)) }
    #expect(throws: ImageError.decoding("not a PNG file")) { try PNG.decode([]) }
  }

  @Test func `a picture of absurd size is refused before memory is taken`() throws {
    var bytes = try PNG.encode(picture(1, 1) { _, _ in [0, 0, 0, 255] })
    // Width and height of a million each, with the header's sum put right.
    bytes.replaceSubrange(16..<24, with: [0, 0x0F, 0x42, 0x40, 0, 0x0F, 0x42, 0x40])
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes[12..<29] {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    sum = ~sum
    bytes.replaceSubrange(29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32($0))) })
    #expect(throws: ImageError.decoding("more pixels than allowed")) { try PNG.decode(bytes) }
  }

  @Test func `bytes that do not fill the sides are refused`() {
    #expect(throws: ImageError.size(width: 2, height: 2, bytes: 15)) {
      try Image(width: 2, height: 2, pixels: Array(repeating: 0, count: 15))
    }
    #expect(throws: ImageError.size(width: 0, height: 2, bytes: 0)) { try Image(width: 0, height: 2, pixels: []) }
    #expect(throws: ImageError.size(width: .max, height: 2, bytes: 0)) { try Image(width: .max, height: 2, pixels: []) }
  }

  @Test func `kinds that Quire never writes are read as Pillow wrote them`() throws {
    func read(_ name: String) throws -> Image {
      try PNG.decode(Fixtures.bytes(name))
    }
    let expected: [(String, (Int, Int) -> [UInt8])] = [
      ("gray16.png", { x, y in Array(repeating: UInt8(x * 60 + y * 20), count: 3) + [255] }),
      (
        "palette.png",
        { x, y in
          let i = y * 4 + x
          return [UInt8(i * 20), UInt8(255 - i * 20), UInt8(i), i == 5 ? 0 : 255]
        }
      ),
      ("bilevel.png", { x, y in Array(repeating: (x + y) % 2 == 1 ? 255 : 0, count: 3) + [255] }),
      ("gray-alpha.png", { x, y in Array(repeating: UInt8(x * 60 + y * 20), count: 3) + [UInt8(255 - x * 50)] }),
    ]
    for (name, pixel) in expected { #expect(try read(name) == picture(4, 3, pixel), "\(name)") }
  }
}
