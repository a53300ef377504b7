import Foundation
import Images
import TestSupport
import Testing

/// WebP out and in: `Fixtures/make-webp.py` made the files and what they hold, by Pillow.
@Suite struct WebPTests {
  static let names = ["lossy", "lossy-alpha", "lossless", "located", "animated"]

  @Test(arguments: names) func `a file has the pixels that Pillow finds`(name: String) throws {
    let found = try WebP.decode(Fixtures.bytes("webp/\(name).webp"))
    #expect(try found == PNG.decode(Fixtures.bytes("webp/\(name).png")))
  }

  @Test(arguments: [(1, 1), (7, 300), (256, 3)]) func `every pixel is kept, also where nothing is seen`(
    width: Int, height: Int
  ) throws {
    var state: UInt32 = 3
    let pixels = (0..<(width * height * 4)).map { _ -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      // Often transparent, with colours below.
      return state >> 30 == 0 ? 0 : UInt8(state >> 24)
    }
    let image = try Image(width: width, height: height, pixels: pixels)
    let bytes = try WebP.encode(image)
    #expect(try WebP.decode(bytes) == image)
    #expect(try WebP.encode(image) == bytes)
  }

  @Test func `with loss the bytes are fewer and the pixels about the same`() throws {
    let (width, height) = (160, 120)
    var state: UInt32 = 3
    let pixels = (0..<(width * height)).flatMap { place -> [UInt8] in
      state = state &* 1_664_525 &+ 1_013_904_223
      let (x, y, grain) = (place % width, place / width, state >> 28)
      // A gradient with some grain, and a bright line across it.
      return x == y ? [250, 200, 40, 255] : [UInt32(x) + grain, UInt32(y) + grain, 90 + grain, 255].map { UInt8($0) }
    }
    let image = try Image(width: width, height: height, pixels: pixels)
    let bytes = try WebP.encode(image, quality: 90)
    #expect(try bytes.count < WebP.encode(image).count)
    #expect(try WebP.encode(image, quality: 90) == bytes)
    let found = try WebP.decode(bytes)
    #expect((found.width, found.height) == (width, height))
    let difference = zip(found.pixels, pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    #expect(difference < pixels.count * 6)
  }

  @Test func `a side beyond the format's is refused`() throws {
    let image = try Image(
      width: WebP.longestSide + 1, height: 1, pixels: [UInt8](repeating: 255, count: 4 * (WebP.longestSide + 1)))
    #expect {
      try WebP.encode(image)
    } throws: { error in
      "\(error)" == "the picture cannot be written: a side of more than 16,383 pixels"
    }
  }

  @Test(arguments: names) func `a file that is cut anywhere is refused`(name: String) throws {
    let bytes = try Fixtures.bytes("webp/\(name).webp")
    for count in 0..<bytes.count {
      #expect(throws: ImageError.self, "\(count) of \(bytes.count) bytes") {
        try WebP.decode(Array(bytes.prefix(count)))
      }
    }
    #expect(problem(Array(bytes.prefix(bytes.count - 4))) == "the picture cannot be read: the file ends too early")
  }

  @Test func `damaged data and too many pixels are called by name`() throws {
    var bytes = try Fixtures.bytes("webp/lossless.webp")
    for place in 30..<bytes.count { bytes[place] ^= 0xA5 }
    #expect(problem(bytes) == "the picture cannot be read: its data are damaged")
    #expect(
      problem(try Fixtures.bytes("webp/lossy.webp"), limits: ImageLimits(pixels: 21 * 13 - 1, bytes: 1 << 20))
        == "the picture cannot be read: it has 21 × 13 pixels; at most 272 are read")
  }

  @Test func `the place where a picture was taken goes, and how it is turned stays`() throws {
    let bytes = try Fixtures.bytes("webp/located.webp")
    let clean = try #require(try LocationData.removed(from: bytes, name: "")).bytes
    #expect(clean.firstRange(of: Array("GPSLatitude".utf8)) == nil)
    #expect(
      clean.firstRange(of: [0x25, 0x88] as [UInt8]) == nil && clean.firstRange(of: [0x88, 0x25] as [UInt8]) == nil)
    #expect(clean.firstRange(of: [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6] as [UInt8]) != nil)
    #expect(clean.firstRange(of: Array("XMP ".utf8)) == nil)
    // The length in the header is the file's, and what is left is announced.
    #expect(clean[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) } == clean.count - 8)
    #expect(clean[20] & 0x0C == 0x08)
    #expect(try WebP.decode(clean) == WebP.decode(bytes))
    #expect(try LocationData.removed(from: clean, name: "") == nil)
    #expect(try LocationData.removed(from: Fixtures.bytes("webp/lossy.webp"), name: "") == nil)
  }

  @Test(arguments: names) func `changed bytes give a picture or an error, and metadata that is read once is read whole`(
    name: String
  ) throws {
    let bytes = try Fixtures.bytes("webp/\(name).webp")
    var state: UInt64 = 11
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0...random(4) { changed[random(changed.count)] = UInt8(random(256)) }
      _ = try? WebP.decode(changed, limits: ImageLimits(pixels: 1 << 20, bytes: 1 << 20))
      if let clean = try LocationData.removed(from: changed, name: "")?.bytes {
        #expect(try LocationData.removed(from: clean, name: "") == nil)
      }
    }
  }

  private func problem(_ bytes: [UInt8], limits: ImageLimits = .standard) -> String? {
    do {
      _ = try WebP.decode(bytes, limits: limits)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
