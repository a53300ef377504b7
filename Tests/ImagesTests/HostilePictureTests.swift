import Images
import Testing

/// Files that were made to take memory or time, or to lead in circles: one clear error each, before any of it is taken.
@Suite struct HostilePictureTests {
  private func problem(_ bytes: [UInt8]) -> String? {
    do {
      _ = try ImageFile.decode(bytes, name: "a")
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

  private func tooLarge(_ width: Int, _ height: Int) -> String {
    "a: says that it has \(width) × \(height) pixels; at most 128000000 are read: save a smaller copy"
  }

  @Test func `a GIF of the largest sides is refused by its header, also where its picture widens them`() {
    let head = Array("GIF89a".utf8)
    let screen = little(65_535, 2) + little(65_535, 2) + [0, 0, 0]
    let picture = [0x2C] + [UInt8](repeating: 0, count: 4) + little(1, 2) + little(1, 2) + [0, 8, 1, 0, 0]
    #expect(problem(head + screen + picture) == tooLarge(65_535, 65_535))
    let small = little(1, 2) + little(1, 2) + [0, 0, 0]
    let wide = [0x2C] + little(65_535, 2) + little(65_535, 2) + little(65_535, 2) + little(65_535, 2) + [0, 8, 1, 0, 0]
    #expect(problem(head + small + wide) == tooLarge(131_070, 131_070))
    #expect(problem(head + small + [0x3B]) == "a: cannot be read: there is no picture in it")
    let flat = [0x2C] + little(0, 2) + little(0, 2) + little(0, 2) + little(9, 2) + [0, 8, 1, 0, 0]
    #expect(problem(head + small + flat) == "a: cannot be read: a side of 0 pixels")
  }

  @Test func `a GIF of twenty thousand pictures is read at the first`() throws {
    let good = try Fixtures.bytes("formats/plain.gif")
    let frame = Array(good[61..<(good.count - 1)])
    let bytes = Array(good.dropLast()) + Array(repeatElement(frame, count: 20_000).joined()) + [0x3B]
    let found = try ImageFile.decode(bytes, name: "a")
    #expect(found.notes == ["animated: only the first of 20001 pictures was read"])
    #expect(try found.image == ImageFile.decode(good, name: "a").image)
  }

  @Test func `a BMP whose sides lie is refused`() {
    func bitmap(_ width: Int, _ height: Int, bits: Int = 24, compression: Int = 0) -> [UInt8] {
      Array("BM".utf8) + little(0, 8) + little(54, 4) + little(40, 4) + little(width, 4) + little(height, 4)
        + little(1, 2)
        + little(bits, 2) + little(compression, 4) + [UInt8](repeating: 0, count: 20)
    }
    #expect(problem(bitmap(100_000, 100_000)) == tooLarge(100_000, 100_000))
    #expect(problem(bitmap(10_000, 10_000)) == "a: cannot be read: the file ends too early")
    #expect(problem(bitmap(0, 10)) == "a: cannot be read: a side of 0 pixels")
    #expect(problem(bitmap(2, 2, bits: 7)) == "a: cannot be read: 7 bits for each pixel")
    #expect(problem(bitmap(2, 2, compression: 4)) == "a: cannot be read: its compression (number 4) is not read")
    let masks = bitmap(2, 2, bits: 32, compression: 3) + little(0xF000, 4) + little(0x0F00, 4) + little(0xF0, 4)
    #expect(problem(masks) == "a: cannot be read: an unusual order of the colours in its pixels of 32 bits")
    // Runs that jump over all of a large picture.
    let runs = bitmap(10_000, 10_000, bits: 8, compression: 1) + [UInt8](repeating: 0, count: 1024)
    #expect(problem(runs + [0, 2, 255, 255, 0, 1]) == "a: cannot be read: the file ends too early")
  }

  /// A TIFF of one strip whose tags are short or long numbers.
  private func tiff(_ tags: [Int: Int], next: Int = 0) -> [UInt8] {
    Array("II*\0".utf8) + little(8, 4) + little(tags.count, 2)
      + tags.sorted { $0.key < $1.key }.flatMap {
        little($0.key, 2) + little(4, 2) + little(1, 4) + little($0.value, 4)
      }
      + little(next, 4) + [UInt8](repeating: 9, count: 64)
  }

  private let grey = [256: 4, 257: 4, 258: 8, 259: 1, 262: 1, 273: 150, 277: 1, 278: 4, 279: 16]

  @Test(.enabled(if: OptionalLibrary.reading("tif")!.isThere))
  func `a TIFF whose directories lead in a circle is read at the first`() throws {
    for next in [8, 9, 0xFFFF_FFF0] {
      let found = try ImageFile.decode(tiff(grey, next: next), name: "a")
      #expect(found.image.width == 4)
      #expect(found.image[0, 0].red == 9)
    }
    #expect(try LocationData.removed(from: tiff(grey, next: 8), name: "a") == nil)
  }

  @Test(.enabled(if: OptionalLibrary.reading("tif")!.isThere))
  func `a TIFF that lies of its sides, tiles or samples is refused`() {
    func changed(_ changes: [Int: Int], without: [Int] = []) -> String? {
      problem(tiff(grey.merging(changes) { $1 }.filter { !without.contains($0.key) }))
    }
    #expect(changed([256: 1 << 20, 257: 1 << 20]) == tooLarge(1 << 20, 1 << 20))
    #expect(changed([256: 10_000, 257: 10_000])?.hasPrefix("a: cannot be read: ") == true)
    #expect(changed([256: 0])?.hasPrefix("a: cannot be read: ") == true)
    let tiles = changed([322: 1 << 20, 323: 1 << 20, 324: 150, 325: 16], without: [273, 278, 279])
    #expect(tiles?.hasPrefix("a: cannot be read: ") == true)
    #expect(changed([258: 12]) == "a: cannot be read: 1 samples of 12 bits for each pixel")
    #expect(changed([339: 3, 258: 32]) == "a: cannot be read: samples that are floating-point numbers")
    #expect(changed([262: 8]) == "a: cannot be read: colours of another kind than grey, palette, RGB, YCbCr and CMYK")
    #expect(changed([259: 6])?.contains("compression") == true)
  }

  private func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    big(content.count + 8, 4) + Array(type.utf8) + content
  }

  /// The head of a HEIC whose main picture is put together from tiles.
  private func heic(tiles: Int, width: Int, height: Int) -> [UInt8] {
    let grid = [0, 1, 99, 99] + big(width, 4) + big(height, 4)
    let location =
      [0, 0, 0, 0, 0x44, 0] + big(1, 2) + big(1, 2) + [0, 1, 0, 0] + big(1, 2) + big(0, 4) + big(grid.count, 4)
    let references = box("dimg", big(1, 2) + big(tiles, 2) + (0..<tiles).flatMap { _ in big(2, 2) })
    let meta =
      box("hdlr", big(0, 8) + Array("pict".utf8) + big(0, 13)) + box("pitm", big(0, 4) + big(1, 2))
      + box("iloc", [1] + location.dropFirst()) + box("iref", big(0, 4) + references) + box("idat", grid)
    return box("ftyp", Array("heic\0\0\0\0mif1heic".utf8)) + box("meta", big(0, 4) + meta)
  }

  @Test func `a HEIC of ten thousand tiles, or of a size that is no photo's, is refused before libheif sees it`() {
    #expect(
      problem(heic(tiles: 10_000, width: 100, height: 100))
        == "a: is put together from 10000 tiles; at most 4096 are read: save a smaller copy")
    #expect(problem(heic(tiles: 9, width: 60_000, height: 60_000)) == tooLarge(60_000, 60_000))
    #expect(problem(heic(tiles: 9, width: 100, height: 100))?.hasPrefix("a: cannot be read: ") == true)
  }

  @Test func `a WebP animation that is cut is refused, and one with a frame beyond its sides`() throws {
    let good = try Fixtures.bytes("formats/animated.webp")
    #expect(problem(Array(good.dropLast(2))) == "a: cannot be read: the file ends too early")
    var beyond = good
    let frame = try #require(beyond.firstRange(of: Array("ANMF".utf8)))
    beyond[frame.upperBound + 4] = 200
    #expect(problem(beyond)?.hasPrefix("a: cannot be read: ") == true)
  }

  @Test func `an AVIF that is too large is refused by its header`() throws {
    let bytes = try Fixtures.bytes("formats/chroma-420.avif")
    #expect(throws: ImageError.self) {
      try ImageFile.decode(bytes, name: "a", limits: ImageLimits(pixels: 37 * 29 - 1, bytes: 1 << 20))
    }
  }

  @Test func `where a library is not there the message names its package and a conversion`() {
    for library in OptionalLibrary.all {
      for absence in OptionalLibrary.Absence.allCases {
        let text = library.problem(absence)
        #expect(text.contains("install Debian's package lib"))
        #expect(text.contains("picture.png)"))
        #expect(text.contains("build Quire again") == (absence != .notInstalled))
      }
    }
  }
}
