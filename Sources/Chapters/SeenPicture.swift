internal import Images
internal import Transformers

/// A picture as a vision model sees it, at the size at which figures show it.
struct SeenPicture {
  let pixels: CLIPPixels
  /// All of the picture.
  let whole: Image
  /// The part of it that the model sees.
  let seen: Image
  /// The same in grey, so that colours laid over it are the overlay's alone.
  let ground: Image

  /// Pixels along the longer side of a drawn picture.
  private static let longestSide = 640

  /// - Throws: `ImageError` for a picture that the model's files make too large or leave smaller than a patch.
  init(_ image: Image, by model: CLIPModel) throws(ImageError) {
    pixels = try model.pixels(of: image)
    let crop = pixels.crop
    let area = [crop.x, crop.y, crop.width, crop.height].map { Int($0.rounded()) }
    whole = Self.reduced(image, to: Self.longestSide)
    seen = Self.reduced(
      image.cropped(x: area[0], y: area[1], width: max(1, area[2]), height: max(1, area[3])), to: Self.longestSide)
    ground = Self.grey(seen)
  }

  /// The grey part with at most `side` pixels along its longer side.
  func ground(to side: Int) -> Image { Self.reduced(ground, to: side) }

  /// The part that the model sees with at most `side` pixels along its longer side.
  func seen(to side: Int) -> Image { Self.reduced(seen, to: side) }

  /// A number for each patch in the patches' rows and columns.
  func rows(_ values: [Double]) -> [[Double]] {
    (0..<pixels.rows).map { Array(values[$0 * pixels.columns..<($0 + 1) * pixels.columns]) }
  }

  /// A picture at the size at which figures show it: a photo as it is would take a hundred times the room.
  static func shown(_ image: Image) -> Image { reduced(image, to: longestSide) }

  private static func reduced(_ image: Image, to side: Int) -> Image {
    let longest = max(image.width, image.height)
    guard longest > side else { return image }
    let scale = { (length: Int) in max(1, length * side / longest) }
    return image.resized(width: scale(image.width), height: scale(image.height))
  }

  /// By ITU-R 601, as Pillow's `convert("L")`.
  private static func grey(_ image: Image) -> Image {
    var grey = image
    for pixel in stride(from: 0, to: image.pixels.count, by: 4) {
      let (red, green, blue) = (Int(image.pixels[pixel]), Int(image.pixels[pixel + 1]), Int(image.pixels[pixel + 2]))
      let level = UInt8((red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16)
      for channel in 0..<3 { grey.pixels[pixel + channel] = level }
    }
    return grey
  }
}
