import Images
import Testing

@Suite struct ResizingTests {
  @Test func `bicubic gives the bytes of Pillow 13 at 262 sizes, up and down`() throws {
    let rows = try Fixtures.table("resizing.txt")
    #expect(rows.count == 262)
    for row in rows {
      let numbers = row.dropLast().map { Int($0)! }
      let image = try CounterPicture.make(seed: numbers[0], width: numbers[1], height: numbers[2])
      let resized = image.resized(width: numbers[3], height: numbers[4])
      #expect(resized.width == numbers[3] && resized.height == numbers[4])
      #expect(crc32(resized.pixels) == UInt32(row[5], radix: 16)!, "\(row)")
    }
  }

  @Test func `bilinear and Lanczos give Pillow's bytes at 60 sizes`() throws {
    let rows = try Fixtures.table("resizing-filters.txt")
    #expect(rows.count == 120)
    for row in rows {
      let numbers = row[1..<6].map { Int($0)! }
      let image = try CounterPicture.make(seed: numbers[0], width: numbers[1], height: numbers[2])
      let filter: ResamplingFilter = row[0] == "bilinear" ? .bilinear : .lanczos
      let resized = image.resized(width: numbers[3], height: numbers[4], by: filter)
      #expect(crc32(resized.pixels) == UInt32(row[6], radix: 16)!, "\(row)")
    }
  }

  @Test func `one colour stays that colour at any size`() throws {
    let image = try Image(width: 5, height: 3, pixels: Array(repeating: [7, 200, 255, 255], count: 15).flatMap { $0 })
    for (width, height) in [(1, 1), (5, 3), (4, 9), (100, 2)] {
      let resized = image.resized(width: width, height: height)
      #expect(resized.pixels == Array(repeating: [7, 200, 255, 255], count: width * height).flatMap { $0 })
    }
  }
}
