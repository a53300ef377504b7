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

  /// Eight colours for a dark ground, found by search: as far apart in OKLab as they can be, for the two common kinds of
  /// colour blindness as well.
  public static let categoricalOnDark = Palette(
    [0x64A1FF, 0x7DBD00, 0xEA0594, 0xF7A0AB, 0x80FFFF, 0xAD670E, 0xFFF402, 0x9C2CFF].map { Color($0) })

  /// Twelve colours for heads of attention, found by search: as far apart in OKLab as they can be, for the two common
  /// kinds of colour blindness as well.
  public static let twelve = Palette(
    [
      0x1066EF, 0xD52D02, 0x1E7A5A, 0xFF61AF, 0x3ED3FB, 0x640569, 0xCD8E00, 0x00E07A, 0xAD28AD, 0x1719AE, 0xA687FF,
      0x5E3000,
    ].map { Color($0) })
}
