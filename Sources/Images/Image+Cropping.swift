extension Image {
  /// The rectangle of a size whose top left pixel is (`x`, `y`); what lies outside the picture is black.
  ///
  /// The sides are at least 1, and the result has at most ``maximumPixels``.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Image {
    guard let count = Image.byteCount(width: width, height: height) else {
      preconditionFailure("a crop of \(width) × \(height) pixels")
    }
    if let part = distant?.cropped(x: x, y: y, width: width, height: height) { return part }
    var pixels = [UInt8](repeating: 0, count: count)
    for alpha in stride(from: 3, to: count, by: 4) { pixels[alpha] = 255 }
    // Columns and rows of the picture that the result shows.
    let columns = max(x, 0)..<max(x, 0, min(self.width, x + width))
    let rows = max(y, 0)..<max(y, 0, min(self.height, y + height))
    for row in rows where !columns.isEmpty {
      let source = (row * self.width + columns.lowerBound) * 4
      let target = ((row - y) * width + columns.lowerBound - x) * 4
      let length = columns.count * 4
      pixels.replaceSubrange(target..<(target + length), with: self.pixels[source..<(source + length)])
    }
    return Image(filled: pixels, width: width, height: height)
  }

  /// The middle of the picture, with a black border where it is smaller, as transformers' `center_crop` has it: an odd
  /// rest goes right of and below the crop, or left of and above the picture.
  public func centerCropped(width: Int, height: Int) -> Image {
    let corner = centerCropCorner(width: width, height: height)
    return cropped(x: corner.x, y: corner.y, width: width, height: height)
  }

  /// The pixel at the top left of ``centerCropped(width:height:)``, negative where there is a border.
  public func centerCropCorner(width: Int, height: Int) -> (x: Int, y: Int) {
    // Shifting rounds down below zero too.
    ((self.width - width) >> 1, (self.height - height) >> 1)
  }
}
