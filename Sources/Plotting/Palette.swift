public import Graphics

/// Colours that tell series apart, also for those who see fewer.
public struct Palette: Sendable {
  /// The colours in the order of use; more series begin again with another marker.
  public var colors: [Color]

  /// A palette of given colours.
  public init(_ colors: [Color]) {
    precondition(!colors.isEmpty, "a palette has a colour")
    self.colors = colors
  }

  /// The colour of a series.
  public subscript(index: Int) -> Color { colors[index % colors.count] }

  /// The eight colours of Okabe and Ito (2008), those that stand out least on white last.
  public static let categorical = Palette(
    [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0xF0E442].map { Color($0) })

  /// The same eight hues for a dark ground, white for black, found by search: as far apart in OKLab as they can be, for the
  /// two common kinds of colour blindness as well, where each can be read as text.
  public static let categoricalOnDark = Palette(
    [0x1A7CFB, 0xC06F09, 0x61D7B2, 0xBA6494, 0xF0A40F, 0x24B9FC, 0xFFFFFF, 0xFBF35F].map { Color($0) })

  /// Twelve colours for heads of attention, found by search: as far apart in OKLab as they can be, for the two common
  /// kinds of colour blindness as well.
  public static let twelve = Palette(
    [
      0x1066EF, 0xD52D02, 0x1E7A5A, 0xFF61AF, 0x3ED3FB, 0x640569, 0xCD8E00, 0x00E07A, 0xAD28AD, 0x1719AE, 0xA687FF,
      0x5E3000,
    ].map { Color($0) })

  /// About the same twelve hues for a dark ground, found in the same way.
  public static let twelveOnDark = Palette(
    [
      0x807EEF, 0xB63E4F, 0xB1FFB6, 0xF5A1A6, 0x83EBFE, 0x82589C, 0xCEB725, 0xA5FA10, 0xC47B9D, 0x7440F3, 0x98B0FC,
      0xC17D3C,
    ].map { Color($0) })
}
