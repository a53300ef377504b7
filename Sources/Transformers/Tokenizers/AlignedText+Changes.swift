extension AlignedText {
  /// A scalar of a text that has been rewritten, and how the reference counts its place on: 0 in place of one before, 1 put in after one,
  /// below 0 in place of one more than so many.
  struct Change {
    var scalar: Unicode.Scalar
    var change: Int
  }

  /// A rewritten text, each scalar with the place that the reference gives it.
  static func rewritten(_ changes: [Change], from units: [Unit]) -> [Unit] {
    guard let first = units.first else { return [] }
    var place = 0
    return changes.map { item in
      var unit = Unit(scalar: item.scalar, start: first.start, end: first.start)
      if item.change > 0 {
        if place > 0 { (unit.start, unit.end) = (units[place - 1].start, units[place - 1].end) }
      } else {
        let old = units[min(place, units.count - 1)]
        (unit.start, unit.end) = (old.start, old.end)
        place += 1 - item.change
      }
      return unit
    }
  }
}
