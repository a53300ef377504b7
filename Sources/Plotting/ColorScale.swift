public import Graphics

/// Colours of numbers, from 0 to 1.
public struct ColorScale: Sendable, Equatable {
  /// The colours that it goes through, at equal distances.
  let stops: [Color]
  private let table: [Color]

  /// A scale through colours at equal distances, mixed in OKLab.
  public init(_ stops: [Color]) {
    precondition(stops.count >= 2, "a scale has two ends")
    self.stops = stops
    table = (0...255).map { step in
      let place = Double(step) / 255 * Double(stops.count - 1)
      let lower = min(Int(place), stops.count - 2)
      return stops[lower].mixed(with: stops[lower + 1], place - Double(lower))
    }
  }

  /// The colour of a number; those outside 0…1 get the colour of the nearer end.
  public subscript(value: Double) -> Color { table[Int((min(max(value, 0), 1) * 255).rounded())] }

  /// Viridis (Smith and van der Walt 2015), in nine stops.
  public static let viridis = ColorScale(
    [0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725].map { Color($0) })

  /// Cividis (Nuñez et al. 2018), the same to almost every eye, in nine stops.
  public static let cividis = ColorScale(
    [0x00224E, 0x1A386F, 0x434E6C, 0x61656F, 0x7D7C78, 0x9B9476, 0xBCAE6C, 0xDEC958, 0xFEE838].map { Color($0) })

  /// From paper to deep blue: nothing looks like nothing, and much is dark, in print as well.
  public static let paper = ColorScale(
    [0xF7F9FC, 0xD6E4F2, 0xA6C8E4, 0x68A3D1, 0x337DB8, 0x17589A, 0x0B3670, 0x081D45].map { Color($0) })

  /// Blue below, orange above, paper between.
  public static let diverging = ColorScale(
    [0x0B3C6F, 0x2C74B3, 0x8DBBDD, 0xF5F5F3, 0xF0B27F, 0xC9601A, 0x6E2A04].map { Color($0) })

  /// From a dark ground to pale blue: nothing looks like nothing, and much shines.
  public static let sequentialOnDark = ColorScale(
    [0x1B2025, 0x1C3B5A, 0x1A588F, 0x2A75BA, 0x5194D5, 0x83B4E7, 0xB9D4F1, 0xECF5FD].map { Color($0) })

  /// Blue below, orange above, dark between.
  public static let divergingOnDark = ColorScale(
    [0x9FD0F5, 0x3F8CCB, 0x1F4C72, 0x202327, 0x70401A, 0xCC7530, 0xF8C79A].map { Color($0) })
}
