/// How a camera was held: the orientation of EXIF 2.3 (§4.6.4, tag 274).
enum Orientation: Int {
  /// The first row is the top.
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, quarterTurnedLeft, transversed, quarterTurnedRight

  /// The orientation that EXIF data (a TIFF header and its first directory) gives, `nil` where it gives none.
  init?(exif: ArraySlice<UInt8>) {
    let bytes = Array(exif)
    let isLittle = bytes.starts(with: Array("II*\0".utf8))
    guard isLittle || bytes.starts(with: Array("MM\0*".utf8)) else { return nil }
    func number(_ place: Int, _ length: Int) -> Int? {
      guard place >= 0, place + length <= bytes.count else { return nil }
      let digits = bytes[place..<(place + length)]
      return isLittle ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for entry in 0..<entries {
      let place = directory + 2 + 12 * entry
      guard let tag = number(place, 2), let type = number(place + 2, 2) else { return nil }
      guard tag == 274 else { continue }
      let short = 3
      guard type == short, let value = number(place + 8, 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }

  /// Whether columns become rows.
  var swapsSides: Bool { rawValue >= 5 }
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
