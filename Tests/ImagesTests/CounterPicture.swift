import Images

/// The pictures of Fixtures/counter.py.
enum CounterPicture {
  /// Noise in blocks of 1, 2, 4 or 8 pixels, by the seed.
  static func make(seed: Int, width: Int, height: Int) throws -> Image {
    let shift = UInt64(seed % 4)
    let start = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    let factors: [UInt64] = [0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB]
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 4)
    for y in 0..<UInt64(height) {
      for x in 0..<UInt64(width) {
        for channel in 0..<UInt64(3) {
          var z = start ^ channel
          z ^= (y &>> shift) &<< 34
          z ^= (x &>> shift) &<< 2
          for factor in factors {
            z ^= z &>> 30
            z &*= factor
          }
          pixels.append(UInt8(truncatingIfNeeded: z &>> 56))
        }
        pixels.append(255)
      }
    }
    return try Image(width: width, height: height, pixels: pixels)
  }
}
