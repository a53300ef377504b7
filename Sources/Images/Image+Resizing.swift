extension Image {
  /// The picture at another size by Pillow's `resize((width, height), Image.Resampling.BICUBIC)`, byte for byte.
  ///
  /// Each side's samples are sums over the pixels below a cubic (a = −0.5) that is widened when the picture shrinks, so
  /// that nothing is skipped; columns first, in integers of 22 fractional bits, rounded to bytes after each side. The
  /// result is opaque: colour is resampled, alpha is not.
  ///
  /// The sides are at least 1, and the result has at most ``maximumPixels``.
  public func resized(width: Int, height: Int) -> Image {
    precondition(Image.byteCount(width: width, height: height) != nil, "a picture of \(width) × \(height) pixels")
    let columns = ResamplingWeights(from: self.width, to: width)
    let rows = ResamplingWeights(from: self.height, to: height)
    // Only the rows that the second pass reads.
    let first = rows.starts[0]
    let needed = first..<(rows.starts[height - 1] + rows.counts[height - 1])
    var narrow = pixels
    if width != self.width { narrow = columns.resampleRows(pixels, rows: needed, width: self.width) }
    let offset = width != self.width ? first : 0
    if height != self.height { narrow = rows.resampleColumns(narrow, width: width, offset: offset) }
    for alpha in stride(from: 3, to: narrow.count, by: 4) { narrow[alpha] = 255 }
    return Image(filled: narrow, width: width, height: height)
  }
}
