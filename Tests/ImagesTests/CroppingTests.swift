import Images
import Testing

@Suite struct CroppingTests {
  /// Pixels that name their place, red by column and green by row.
  private func grid(_ width: Int, _ height: Int) throws -> Image {
    try Image(
      width: width, height: height,
      pixels: (0..<height).flatMap { y in (0..<width).flatMap { x in [UInt8(x + 1), UInt8(y + 1), 9, 255] } })
  }

  private func places(_ image: Image) -> [[Int]] {
    (0..<image.height).map { y in (0..<image.width).map { x in Int(image[x, y].red) * 10 + Int(image[x, y].green) } }
  }

  @Test func `a crop takes the pixels below it`() throws {
    #expect(try places(grid(5, 4).cropped(x: 1, y: 2, width: 3, height: 1)) == [[23, 33, 43]])
  }

  @Test func `outside the picture a crop is black and opaque`() throws {
    let crop = try grid(2, 2).cropped(x: -1, y: 1, width: 4, height: 2)
    #expect(places(crop) == [[0, 12, 22, 0], [0, 0, 0, 0]])
    #expect((0..<8).allSatisfy { crop.pixels[4 * $0 + 3] == 255 })
    #expect(try places(grid(2, 2).cropped(x: 5, y: -7, width: 2, height: 1)) == [[0, 0]])
  }

  // The values of transformers 5.23's center_crop on the same grids.
  @Test func `an odd rest lies right and below, a border's odd row above and left`() throws {
    #expect(try places(grid(5, 4).centerCropped(width: 2, height: 1)) == [[22, 32]])
    #expect(try places(grid(1, 2).centerCropped(width: 2, height: 3)) == [[0, 0], [0, 11], [0, 12]])
    #expect(try places(grid(4, 1).centerCropped(width: 1, height: 2)) == [[0], [21]])
    let corner = try grid(1, 5).centerCropCorner(width: 4, height: 2)
    #expect(corner == (-2, 1))
  }
}
