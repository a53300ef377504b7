/// A text being prepared: its scalars, and for each the characters of the original text that it stands for.
struct AlignedText {
  /// One scalar of the text, and the range of the original's scalars that it comes from.
  struct Unit {
    var scalar: Unicode.Scalar
    var start: Int32
    var end: Int32
  }

  var units: [Unit]

  init(units: [Unit] = []) {
    self.units = units
  }

  /// The original itself.
  init(_ text: String) {
    units = text.unicodeScalars.enumerated().map { position, scalar in
      Unit(scalar: scalar, start: Int32(position), end: Int32(position + 1))
    }
  }

  /// The range of the original that a range of units covers.
  static func range(of units: ArraySlice<Unit>) -> Range<Int> {
    guard let first = units.first, let last = units.last else { return 0..<0 }
    return Int(first.start)..<max(Int(first.start), Int(last.end))
  }
}
