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

  /// The planes of a picture that was resized and cropped: `[3, height, width]`. Its alpha is left aside.
  func planes(of image: Image) -> [Float] {
    let tables = zip(mean, deviation).map { mean, deviation in
      (0...255).map { (Float(Double($0) * rescaleFactor) - mean) / deviation }
    }
    let area = image.width * image.height
    return [Float](unsafeUninitializedCapacity: 3 * area) { planes, count in
      for channel in 0..<3 {
        for index in 0..<area {
          planes[channel * area + index] = tables[channel][Int(image.pixels[4 * index + channel])]
        }
      }
      count = 3 * area
    }
  }
}
