import Images
import Testing

@Suite struct DecodingTests {
  private func decode(_ file: String) throws -> DecodedImage {
    try ImageFile.decode(Fixtures.bytes("decoding/\(file)"), name: file)
  }

  private func problem(_ bytes: [UInt8], limits: ImageLimits = .standard) -> String? {
    do {
      _ = try ImageFile.decode(bytes, name: "a.png", limits: limits)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `PNG and JPEG of every kind give Pillow's bytes`() throws {
    let rows = try Fixtures.table("decoding.txt")
    #expect(rows.count > 90)
    for row in rows {
      let picture = try decode(row[0])
      #expect(picture.format == (row[0].hasSuffix(".png") ? .png : .jpeg))
      #expect([picture.image.width, picture.image.height] == row[1...2].map { Int($0)! }, "\(row)")
      #expect(crc32(picture.image.pixels) == UInt32(row[3], radix: 16)!, "\(row)")
    }
  }

  @Test func `the notes say what was ignored or changed`() throws {
    #expect(try decode("rgb-8.png").notes.isEmpty)
    #expect(try decode("ycc-2.jpg").notes.isEmpty)
    #expect(try decode("gamma-of-srgb.png").notes.isEmpty)
    #expect(try decode("orientation-1.jpg").notes.isEmpty)
    #expect(try decode("gamma.png").notes == ["gamma ignored"])
    #expect(try decode("profile.png").notes == ["colour profile ignored"])
    #expect(try decode("profile.jpg").notes == ["colour profile ignored"])
    #expect(try decode("cmyk.jpg").notes == ["CMYK inks turned to RGB without a colour profile"])
    #expect(try decode("rgb-16.png").notes == ["16 bits a channel cut to 8"])
    #expect(try decode("animated.png").notes == ["animated: only its still picture was read"])
    #expect(try decode("orientation-6.png").notes == ["turned upright by its EXIF orientation (6)"])
    #expect(try decode("orientation-3.jpg").notes == ["turned upright by its EXIF orientation (3)"])
    let transparent = "transparency laid on white, as transformers does since version 5"
    for name in ["rgba-8", "gray-alpha-8", "rgb-transparent", "gray-transparent", "palette-transparent"] {
      #expect(try decode("\(name).png").notes == [transparent])
    }
    #expect(try decode("rgba-16.png").notes == [transparent, "16 bits a channel cut to 8"])
    #expect(try decode("xmp-attribute.jpg").notes == ["turned upright by its XMP orientation (6)"])
    #expect(try decode("xmp-after-exif.jpg").notes.isEmpty)
  }

  @Test func `a picture that could be transparent and is not says nothing of it`() throws {
    let image = try Image(width: 2, height: 1, pixels: [9, 8, 7, 255, 6, 5, 4, 255])
    var bytes = try WebP.encode(image)
    // Lossless WebP says by a bit whether anything is transparent.
    bytes[24] |= 0x10
    let found = try ImageFile.decode(bytes, name: "a.webp")
    #expect(found.image == image)
    #expect(found.notes.isEmpty)
  }

  @Test func `transparency is laid on white by rounding to the nearest`() throws {
    var pixels: [UInt8] = []
    for alpha in UInt8.min...UInt8.max {
      for value in UInt8.min...UInt8.max { pixels += [value, 255 - value, 0, alpha] }
    }
    let bytes = try WebP.encode(Image(width: 256, height: 256, pixels: pixels))
    let image = try ImageFile.decode(bytes, name: "a.webp").image
    func laid(_ value: Int, _ alpha: Int) -> UInt8 {
      UInt8((Double(value * alpha + 255 * (255 - alpha)) / 255).rounded())
    }
    for alpha in 0...255 {
      for value in 0...255 {
        let found = image[value, alpha]
        guard found != (laid(value, alpha), laid(255 - value, alpha), laid(0, alpha), 255) else { continue }
        Issue.record("\(value) under \(alpha): \(found)")
      }
    }
  }

  @Test func `a file that was cut anywhere before its last pixel is refused`() throws {
    for file in ["rgb-8.png", "palette-4-interlaced.png", "ycc-2.jpg", "ycc-1-progressive.jpg", "restarts.jpg"] {
      let bytes = try Fixtures.bytes("decoding/\(file)")
      // libjpeg may have read the last pixel before the end of the file, its two last bytes.
      for count in 0..<(bytes.count - 2) where count < 40 || count % 7 == 0 || count > bytes.count - 40 {
        #expect(throws: ImageError.self, "\(file) cut to \(count) bytes") {
          try ImageFile.decode(Array(bytes.prefix(count)), name: file)
        }
      }
    }
  }

  @Test func `a JPEG that was cut and closed again is refused, not half grey`() throws {
    for file in ["ycc-2.jpg", "restarts.jpg"] {
      let bytes = try Fixtures.bytes("decoding/\(file)")
      let cut = Array(bytes.prefix(bytes.count - bytes.count / 8)) + [0xFF, 0xD9]
      #expect(problem(cut)?.contains("cannot be read") == true, "\(file)")
    }
  }

  @Test func `damaged files never crash`() throws {
    var state: UInt64 = 5
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var refused = 0
    for row in try Fixtures.table("decoding.txt") {
      let good = try Fixtures.bytes("decoding/\(row[0])")
      for _ in 0..<40 {
        var bytes = good
        for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
        // Damaged sides are the other tests' matter, and large pictures slow.
        let limits = ImageLimits(pixels: 1_000_000, bytes: 1 << 20)
        do { _ = try ImageFile.decode(bytes, name: row[0], limits: limits) } catch { refused += 1 }
      }
    }
    #expect(refused > 1000)
  }

  @Test func `pictures of absurd size are refused by their header`() throws {
    var png = try Fixtures.bytes("decoding/rgb-8.png")
    png.replaceSubrange(16..<24, with: [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30])
    let sum = crc32(png[12..<29])
    png.replaceSubrange(29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32($0))) })
    func expected(_ most: Int) -> String {
      "a.png: says that it has 30000 × 30000 pixels; at most \(most) are read: save a smaller copy"
    }
    #expect(problem(png) == expected(128_000_000))

    var jpeg = try Fixtures.bytes("decoding/ycc-2.jpg")
    let frame = try #require((0..<jpeg.count).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0x75, 0x30, 0x75, 0x30])
    #expect(problem(jpeg) == expected(220_000_000))
  }

  @Test func `a caller's own limits hold`() throws {
    let bytes = try Fixtures.bytes("decoding/rgb-8.png")
    #expect(problem(bytes, limits: ImageLimits(pixels: 19 * 13, bytes: bytes.count)) == nil)
    #expect(problem(bytes, limits: ImageLimits(pixels: 19 * 13 - 1, bytes: bytes.count))?.contains("19 × 13") == true)
    #expect(
      problem(bytes, limits: ImageLimits(pixels: 1000, bytes: bytes.count - 1))
        == "a.png: has \(bytes.count) bytes; at most \(bytes.count - 1) are read: save a smaller copy")
  }

  @Test func `what is no picture of a kind that is read is called by its name`() {
    func expect(_ bytes: [UInt8], _ what: String) {
      #expect(problem(bytes) == "a.png: is \(what); give a picture saved as PNG or JPEG")
    }
    expect([0, 0, 0, 28] + Array("ftypisom\0\0\0\0mp42avc1".utf8), "a film, or another thing in its kind of container")
    expect([0, 0, 0, 12] + Array("jP  \r\n".utf8), "a JPEG 2000")
    expect([0, 0, 0, 12] + Array("JXL \r\n".utf8), "a JPEG XL")
    expect(Array("8BPS\0\u{1}".utf8), "a Photoshop document")
    expect([0, 0, 1, 0, 1, 0], "an icon (ICO)")
    expect(Array("%PDF-1.7".utf8), "a PDF")
    expect(Array("\n <!doctype html>".utf8), "HTML, SVG or other markup, not pixels")
    expect([], "empty")
    #expect(
      problem(Array("just words".utf8))
        == "a.png: is not a picture that can be read; PNG, JPEG, WebP, GIF, TIFF, BMP, AVIF and HEIC can")
  }

  @Test func `a JPEG of two components is refused with their number`() throws {
    var bytes = try Fixtures.bytes("decoding/gray.jpg")
    // The frame's header and the scan's, each with a second component like the first.
    let frame = try #require((0..<bytes.count).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes[frame + 3] += 3
    bytes[frame + 9] = 2
    bytes.insert(contentsOf: [2, 0x11, 0], at: frame + 13)
    let scan = try #require((frame..<bytes.count).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    bytes[scan + 3] += 2
    bytes[scan + 4] = 2
    bytes.insert(contentsOf: [2, 0], at: scan + 7)
    #expect(problem(bytes)?.contains("JPEG of 2 components") == true)
  }
}
