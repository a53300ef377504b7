extension Image {
  /// The picture at another size by Pillow's `resize((width, height), filter)`, byte for byte.
  ///
  /// Each new pixel is a sum over the pixels below the filter's curve, which is widened when the picture shrinks, so that
  /// none is skipped: first along one side and then along the other, in integers of 22 fractional bits, rounded to bytes
  /// after each. Alpha is not resampled: the result is opaque.
  ///
  /// The order is Pillow 13's: along the rows first, unless the height loses more than twice the pixels that the width
  /// does. Earlier versions always began with the rows, which gives such pictures other last bits.
  ///
  /// The sides are at least 1, and the result has at most ``maximumPixels``.
  public func resized(width: Int, height: Int, by filter: ResamplingFilter = .bicubic) -> Image {
    precondition(Image.byteCount(width: width, height: height) != nil, "a picture of \(width) × \(height) pixels")
    if let small = distant?.resized(width: width, height: height, by: filter) { return small }
    let across = width == self.width ? nil : ResamplingWeights(from: self.width, to: width, by: filter)
    let down = height == self.height ? nil : ResamplingWeights(from: self.height, to: height, by: filter)
    let isFlattened = isFlattened(width: width, height: height)
    var result = self[rows: down?.reach ?? 0..<self.height]
    if isFlattened, let down { result = down.resampledDown(result) }
    if let across { result = across.resampledAcross(result) }
    if !isFlattened, let down { result = down.resampledDown(result) }
    return result
  }

  /// Whether the columns are resampled before the rows.
  func isFlattened(width: Int, height: Int) -> Bool {
    height < self.height && self.height - height > 2 * (self.width - width)
  }

  /// Some of the rows.
  private subscript(rows rows: Range<Int>) -> Image {
    if rows.count == height { return self }
    let bytes = pixels[(rows.lowerBound * width * 4)..<(rows.upperBound * width * 4)]
    return Image(filled: Array(bytes), width: width, height: rows.count)
  }
}
