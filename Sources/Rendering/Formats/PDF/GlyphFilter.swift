import Basics
import Graphics

/// Shows what no font can draw as its number, `[U+1F600]`, and keeps account of it: under PDF/UA one such character would
/// cost the whole document.
package final class GlyphFilter {
  private let covered: [ClosedRange<UInt32>]
  package private(set) var missing: Set<Unicode.Scalar> = []
  /// Characters that a font of the machine draws.
  package private(set) var lent: Set<Unicode.Scalar> = []
  private var known: [Unicode.Scalar: Bool] = [:]
  private let hasFont: (Unicode.Scalar) -> Bool

  /// - Parameters:
  ///   - covered: What the engine's own fonts draw, in order: lines of `0041-005A`.
  ///   - hasFont: Whether another font of the machine draws a character.
  package init(covered: String, hasFont: @escaping (Unicode.Scalar) -> Bool) {
    self.covered = covered.split(whereSeparator: \.isWhitespace).compactMap { range in
      let ends = range.split(separator: "-").compactMap { UInt32($0, radix: 16) }
      guard let first = ends.first, let last = ends.last, first <= last else { return nil }
      return first...last
    }
    self.hasFont = hasFont
  }

  /// The text with what cannot be drawn as its number.
  package func drawable(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x7f || $0 < 0x20 && $0 != 0x0a && $0 != 0x09 }) else { return text }
    var result = String.UnicodeScalarView()
    var isJoining = false
    for scalar in text.unicodeScalars {
      // What only joins or chooses the look of a character says nothing without it.
      if isJoining, Self.joins(scalar) { continue }
      isJoining = !isDrawable(scalar)
      if isJoining {
        missing.insert(scalar)
        result.append(contentsOf: Self.number(of: scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// “U+1F600” in brackets.
  package static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
  }

  private static func joins(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200d || (0xfe00...0xfe0f).contains(scalar.value) || (0xe0020...0xe007f).contains(scalar.value)
  }

  private func isDrawable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7f { return scalar.value >= 0x20 || scalar.value == 0x0a || scalar.value == 0x09 }
    if let answer = known[scalar] { return answer }
    let answer = judge(scalar)
    known[scalar] = answer
    return answer
  }

  private func judge(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .privateUse, .surrogate, .unassigned: return false
    case .format: return scalar.value != 0xfeff
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
    default: break
    }
    if scalar.properties.isDefaultIgnorableCodePoint || isCovered(scalar.value) { return true }
    guard hasFont(scalar) else { return false }
    lent.insert(scalar)
    return true
  }

  private func isCovered(_ value: UInt32) -> Bool {
    var low = 0
    var high = covered.count
    while low < high {
      let middle = (low + high) / 2
      if covered[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < covered.count && covered[low].contains(value)
  }
}
