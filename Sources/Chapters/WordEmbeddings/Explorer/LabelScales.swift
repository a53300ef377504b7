internal import Foundation

/// From which scale on each label of a map shows, so that at no scale two of them overlap.
///
/// The scale is the map's width on the screen in pixels. A label keeps its size while its place moves with the scale, so two
/// labels that are apart at one scale are apart at every greater one: those at (x, y) and (x′, y′) overlap exactly below
///
///     min( (w + w′) / 2 / |x − x′| , (h + h′) / 2 / |y − y′| )
///
/// Labels are given their scale in turn, each the least at which it is clear of those before it. One that has come stays, so
/// nothing flickers while a reader zooms. A label may also end at some scale, as the names of regions do.
/// Been, Daiches and Yap 2006, "Dynamic map labeling".
package struct LabelScales: Sendable {
  /// A label, centred on its place.
  package struct Label: Sendable {
    /// The place on the map, from 0 to 1.
    package var x, y: Double
    /// The size in pixels.
    package var width, height: Double
    /// The scale from which on it does not show any more.
    package var end: Double

    package init(x: Double, y: Double, width: Double, height: Double, end: Double = .infinity) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
      self.end = end
    }
  }

  /// The level of each label, in the order of the labels; `never` where it lies on the very place of an earlier one, or where it
  /// would end before it could begin.
  package let levels: [UInt8]

  /// The level of a label that shows at no scale.
  package static let never = UInt8.max
  /// The scale of level 0, in pixels: less than the width of any map.
  package static let base = 128.0
  /// How many levels double the scale. 254 of them reach what 65,535 places in a row need for a label of 200 pixels each.
  package static let levelsInOctave = 14.0

  /// - Parameter labels: The most important first.
  /// - Complexity: O(labels²).
  package init(of labels: [Label]) {
    var levels = [UInt8](repeating: 0, count: labels.count)
    var starts = [Double](repeating: 0, count: labels.count)
    labels.withUnsafeBufferPointer { labels in
      for (index, label) in labels.enumerated() {
        var least = 0.0
        for other in 0..<index {
          let before = labels[other]
          let dx = abs(label.x - before.x)
          let dy = abs(label.y - before.y)
          // Most labels are far apart: no division for those that are clear of each other already.
          let wide = (label.width + before.width) / 2
          let high = (label.height + before.height) / 2
          guard dx * least < wide, dy * least < high else { continue }
          let clear = min(dx > 0 ? wide / dx : .infinity, dy > 0 ? high / dy : .infinity)
          // One that begins only where the two are clear is not in the way, and one that has ended is no more.
          if clear > starts[other] { least = max(least, min(clear, before.end)) }
        }
        levels[index] = Self.level(reaching: least)
        starts[index] = Self.scale(of: levels[index])
        if starts[index] >= label.end {
          levels[index] = Self.never
          starts[index] = .infinity
        }
      }
    }
    self.levels = levels
  }

  /// The scale at which a level begins.
  package static func scale(of level: UInt8) -> Double {
    level == never ? .infinity : level == 0 ? 0 : base * exp2(Double(level) / levelsInOctave)
  }

  /// The least level that begins at a scale or above it.
  private static func level(reaching scale: Double) -> UInt8 {
    guard scale > 0 else { return 0 }
    var level = max(1, (log2(scale / base) * levelsInOctave).rounded(.up))
    // The logarithm is rounded; the promise is not.
    while level < Double(never), base * exp2(level / levelsInOctave) < scale { level += 1 }
    return level < Double(never) ? UInt8(level) : never
  }
}
