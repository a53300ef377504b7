/// How a camera was held: the orientation of EXIF 2.3 (§4.6.4, tag 274).
enum Orientation: Int {
  /// The first row is the top.
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, quarterTurnedLeft, transversed, quarterTurnedRight

  /// Whether columns become rows.
  var swapsSides: Bool { rawValue >= 5 }

  /// Whether the last column of the file is what is seen first, from the left or, where sides are swapped, from the top.
  var reversesColumns: Bool { [.mirrored, .upsideDown, .transversed, .quarterTurnedRight].contains(self) }

  /// Whether the last row of the file is what is seen first.
  var reversesRows: Bool { [.upsideDown, .flipped, .quarterTurnedLeft, .transversed].contains(self) }

  /// How the mirror image is stored in the same pixels.
  var mirrored: Orientation {
    switch self {
    case .upright: .mirrored
    case .mirrored: .upright
    case .upsideDown: .flipped
    case .flipped: .upsideDown
    case .transposed: .quarterTurnedLeft
    case .quarterTurnedLeft: .transposed
    case .transversed: .quarterTurnedRight
    case .quarterTurnedRight: .transversed
    }
  }
}

extension Image {
  /// The picture as it was seen, where `orientation` says how it is stored.
  func turnedUpright(from orientation: Orientation) -> Image {
    let (width, height) = orientation.swapsSides ? (self.height, self.width) : (self.width, self.height)
    // Where a pixel lies in `self`: at `start`, and on by `right` and `down` for each step in the new picture.
    let row = self.width
    let lastColumn = self.width - 1
    let lastRow = row * (self.height - 1)
    let (start, right, down) =
      switch orientation {
      case .upright: (0, 1, row)
      case .mirrored: (lastColumn, -1, row)
      case .upsideDown: (lastRow + lastColumn, -1, -row)
      case .flipped: (lastRow, 1, -row)
      case .transposed: (0, row, 1)
      case .quarterTurnedLeft: (lastRow, -row, 1)
      case .transversed: (lastRow + lastColumn, -row, -1)
      case .quarterTurnedRight: (lastColumn, row, -1)
      }
    var turned = [UInt8](repeating: 0, count: pixels.count)
    pixels.withUnsafeBytes { old in
      turned.withUnsafeMutableBytes { new in
        var target = 0
        for y in 0..<height {
          var source = start + y * down
          for _ in 0..<width {
            let pixel = old.loadUnaligned(fromByteOffset: 4 * source, as: UInt32.self)
            new.storeBytes(of: pixel, toByteOffset: target, as: UInt32.self)
            source += right
            target += 4
          }
        }
      }
    }
    return Image(filled: turned, width: width, height: height)
  }
}
