package import FuzzSupport
internal import Images

extension FuzzReader {
  /// The readers of `Images`.
  package static let images: [FuzzReader] = [.png, .jpeg, .webp, .picture, .location]

  /// Small limits, so that no input is slow; the standard ones are for sizes and not for kinds.
  private static let limits = ImageLimits(pixels: 1 << 20, bytes: 1 << 24)

  /// PNG: pixels, texts and resolution.
  package static let png = FuzzReader("png", mutator: PNGMutator()) { bytes, _ in
    _ = try? PNG.texts(bytes)
    _ = try? PNG.dpi(bytes)
    try decode(bytes)
  }

  /// JPEG, all at once and, as large ones are, strip by strip.
  package static let jpeg = FuzzReader("jpeg") { bytes, _ in
    var strips = limits
    strips.held = 16
    _ = (try? ImageFile.decode(bytes, name: "picture", limits: strips))?.image.resized(width: 24, height: 17)
    try decode(bytes)
  }

  /// WebP.
  package static let webp = FuzzReader("webp") { bytes, _ in try decode(bytes) }

  /// The further kinds: GIF, TIFF, BMP, AVIF, HEIC.
  package static let picture = FuzzReader("picture") { bytes, _ in try decode(bytes) }

  /// The place that a picture tells of, taken out: what is left is a picture as before, and tells of none.
  package static let location = FuzzReader("location") { bytes, _ in
    _ = LocationData.isPossible(in: bytes)
    guard let removal = try LocationData.removed(from: bytes, name: "picture") else { return }
    let again = try LocationData.removed(from: removal.bytes, name: "picture")
    try BrokenPromise.unless(again == nil, "a picture still tells of its place")
  }

  /// Decodes a picture, and brings it to sizes as chapters do.
  private static func decode(_ bytes: [UInt8]) throws {
    let decoded = try ImageFile.decode(bytes, name: "picture", limits: limits)
    let image = decoded.image
    try BrokenPromise.unless(image.width * image.height <= limits.pixels, "a picture over the limit was decoded")
    _ = image.resized(width: 24, height: 17).centerCropped(width: 16, height: 20)
    let again = try ImageFile.decode(bytes, name: "picture", limits: limits)
    try BrokenPromise.unless(again == decoded, "a picture decoded twice differs: memory that nobody wrote is read")
  }
}
