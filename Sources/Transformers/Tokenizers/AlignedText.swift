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

  /// Every scalar by what it becomes; nil leaves it. The scalars that it becomes share its place.
  static func replacing(_ units: [Unit], _ replacement: (Unicode.Scalar) -> [Unicode.Scalar]?) -> [Unit] {
    var result: [Unit] = []
    result.reserveCapacity(units.count)
    for unit in units {
      guard let scalars = replacement(unit.scalar) else {
        result.append(unit)
        continue
      }
      for scalar in scalars { result.append(Unit(scalar: scalar, start: unit.start, end: unit.end)) }
    }
    return result
  }

  /// Each scalar's lower case, whatever stands around it.
  func lowercased() -> AlignedText {
    AlignedText(
      units: Self.replacing(units) { scalar in
        if ("A"..."Z").contains(scalar) { return [Unicode.Scalar(scalar.value + 32)!] }
        return scalar.isASCII ? nil : Array(scalar.properties.lowercaseMapping.unicodeScalars)
      })
  }

  /// The range of the original that a range of units covers.
  static func range(of units: ArraySlice<Unit>) -> Range<Int> {
    guard let first = units.first, let last = units.last else { return 0..<0 }
    return Int(first.start)..<max(Int(first.start), Int(last.end))
  }
}
