/// Where the colours lie in a bitmap's pixels of 16 and 32 bits.
struct BMPFields {
  /// The bits of red, green, blue and alpha; without any of alpha a pixel is opaque.
  private let masks: [UInt32]

  /// The layouts that Pillow reads, by the bits of a pixel.
  private static let known: [Int: [[UInt32]]] = [
    32: [
      [0xFF0000, 0xFF00, 0xFF, 0], [0xFF00_0000, 0xFF0000, 0xFF00, 0], [0xFF00_0000, 0xFF00, 0xFF, 0],
      [0xFF00_0000, 0xFF0000, 0xFF00, 0xFF], [0xFF, 0xFF00, 0xFF0000, 0xFF00_0000],
      [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000], [0xFF00_0000, 0xFF00, 0xFF, 0xFF0000],
    ],
    24: [[0xFF0000, 0xFF00, 0xFF, 0]],
    16: [[0xF800, 0x7E0, 0x1F, 0], [0x7C00, 0x3E0, 0x1F, 0]],
  ]

  /// What a file says that has fields.
  init(bits: Int, masks: [Int]) throws(ImageError) {
    var masks = masks.map(UInt32.init)
    // Without a word of any they are the usual ones, with alpha.
    if bits == 32, masks.allSatisfy({ $0 == 0 }) { masks = [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000] }
    // Alpha is looked at in pixels of 32 bits alone.
    if bits != 32, masks.count == 4 { masks[3] = 0 }
    guard Self.known[bits]?.contains(masks) == true else {
      throw .decoding("an unusual order of the colours in its pixels of \(bits) bits")
    }
    self.masks = masks
  }

  /// What a file means that has none: five bits each, or eight with a byte between that stands for nothing.
  init(_ bits: Int) {
    masks = bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0]
  }

  /// Whether some bits are alpha's.
  var hasAlpha: Bool { masks[3] != 0 }

  /// The colour of a pixel, fewer bits than eight stretched to all of the range and cut off.
  func colour(_ value: UInt32) -> (UInt8, UInt8, UInt8, UInt8) {
    func channel(_ mask: UInt32) -> UInt8 {
      let shift = UInt32(mask.trailingZeroBitCount)
      return UInt8((value & mask) >> shift * 255 / (mask >> shift))
    }
    return (channel(masks[0]), channel(masks[1]), channel(masks[2]), masks[3] == 0 ? 255 : channel(masks[3]))
  }
}
