import Images
import Testing

/// Photos that are not held in memory give what those do that are.
@Suite struct DistantImageTests {
  private func both(_ file: String) throws -> (held: Image, distant: Image) {
    let bytes = try Fixtures.bytes("decoding/\(file)")
    let held = try ImageFile.decode(bytes, name: file)
    let distant = try ImageFile.decode(bytes, name: file, limits: ImageLimits(pixels: 1 << 20, bytes: 1 << 20, held: 0))
    #expect(distant.notes == held.notes)
    return (held.image, distant.image)
  }

  private static let sizes = [
    (3, 2), (1, 1), (20, 3), (2, 40), (5, 12), (60, 50), (7, 1), (1, 7), (11, 6), (6, 11), (11, 2), (3, 6),
  ]

  private static let files =
    (1...8).map { "orientation-\($0).jpg" } + [
      "ycc-2.jpg", "restarts.jpg", "gray.jpg", "cmyk.jpg", "xmp-attribute.jpg",
    ]

  @Test(arguments: files) func `resized, cut and mirrored it is the same, byte for byte`(file: String) throws {
    let (held, distant) = try both(file)
    #expect((distant.width, distant.height) == (held.width, held.height))
    for (width, height) in Self.sizes {
      #expect(distant.resized(width: width, height: height) == held.resized(width: width, height: height))
      let (mirrored, kept) = (distant.mirrored(), held.mirrored())
      #expect(mirrored.resized(width: width, height: height) == kept.resized(width: width, height: height))
    }
    for (x, y, width, height) in [(1, 2, 4, 3), (0, 0, 6, 6), (held.width - 3, held.height - 2, 3, 2), (-1, 2, 9, 9)] {
      let (part, kept) = (
        distant.cropped(x: x, y: y, width: width, height: height),
        held.cropped(x: x, y: y, width: width, height: height)
      )
      #expect(part.resized(width: 2, height: 5) == kept.resized(width: 2, height: 5))
      #expect(part.resized(width: 9, height: 1) == kept.resized(width: 9, height: 1))
      #expect(part.mirrored().resized(width: 2, height: 7) == kept.mirrored().resized(width: 2, height: 7))
      #expect(part == kept)
      #expect(part.mirrored() == kept.mirrored())
    }
    #expect(distant == held)
    #expect(distant[1, 2] == held[1, 2])
  }

  @Test func `a picture whose bytes are changed is one in memory from then on`() throws {
    let (held, distant) = try both("ycc-2.jpg")
    var (one, other) = (held, distant)
    one.pixels[5] = 7
    other.pixels[5] = 7
    #expect(one == other)
    #expect(distant == held)
    #expect(one != held)
  }

  @Test func `a file that is not whole is refused at once, and a progressive one is held`() throws {
    let limits = ImageLimits(pixels: 1 << 20, bytes: 1 << 20, held: 0)
    let bytes = try Fixtures.bytes("decoding/restarts.jpg")
    #expect(throws: ImageError.self) {
      try ImageFile.decode(Array(bytes.prefix(bytes.count / 2)), name: "a.jpg", limits: limits)
    }
    let progressive = try Fixtures.bytes("decoding/ycc-2-progressive.jpg")
    #expect(
      try ImageFile.decode(progressive, name: "a.jpg", limits: limits) == ImageFile.decode(progressive, name: "a.jpg"))
  }

  @Test func `twice mirrored is the picture`() throws {
    let (held, distant) = try both("orientation-6.jpg")
    #expect(held.mirrored().mirrored() == held)
    #expect(distant.mirrored().mirrored() == held)
    #expect(held.mirrored()[0, 0] == held[held.width - 1, 0])
  }
}
