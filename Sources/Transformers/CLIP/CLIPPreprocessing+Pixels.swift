internal import Images

extension CLIPPreprocessing {
  /// Columns and rows of a picture after resizing.
  func resized(width: Int, height: Int) -> (width: Int, height: Int) {
    switch size {
    case nil: (width, height)
    case .exact(let width, let height): (width, height)
    case .shortestEdge(let side):
      width <= height ? (side, side * height / width) : (side * width / height, side)
    }
  }

  /// The middle of a resized picture, in its pixels; it starts before the picture where that is smaller.
  func cropped(width: Int, height: Int) -> (x: Int, y: Int, width: Int, height: Int) {
    guard case .exact(let cropWidth, let cropHeight) = crop else { return (0, 0, width, height) }
    // A shift rounds down below zero too.
    return ((width - cropWidth) >> 1, (height - cropHeight) >> 1, cropWidth, cropHeight)
  }

  /// The planes of a picture that was resized and cropped: `[3, height, width]`. Its alpha is left aside.
  func planes(of image: Image) -> [Float] {
    let tables = zip(mean, deviation).map { mean, deviation in
      (0...255).map { (Float(Double($0) * rescaleFactor) - mean) / deviation }
    }
    let area = image.width * image.height
    return [Float](unsafeUninitializedCapacity: 3 * area) { planes, count in
      for channel in 0..<3 {
        for index in 0..<area { planes[channel * area + index] = tables[channel][Int(image.pixels[4 * index + channel])] }
      }
      count = 3 * area
    }
  }
}
