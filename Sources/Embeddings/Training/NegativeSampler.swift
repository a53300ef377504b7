internal import Foundation
package import LinearAlgebra

/// Draws words with a probability proportional to count^`nsExponent`, in constant time.
///
/// Walker's alias method: a column is drawn evenly, then either the column's own word or its alias. One 64-bit random
/// number serves both draws: the high half of its product with the number of columns names the column, the low half is
/// compared with the column's share. Exact to 2⁻³². Vose 1991, "A linear algorithm for generating random numbers with a
/// given distribution".
package struct NegativeSampler: Sendable {
  /// Each in one word of memory, so that both halves come with one load: above, the share of the column that belongs to its own
  /// word, scaled to 32 bits; below, the word that has the rest.
  private let columns: [UInt64]

  /// - Parameters:
  ///   - counts: How often each word occurs; at least one, all at least 1.
  ///   - exponent: 0 draws all words evenly, 1 as often as they occur, below 0 rare words more often.
  package init(counts: [Int], exponent: Double) {
    // Relative to the greatest, so that no exponent overflows.
    let logarithms = counts.map { exponent * log(Double($0)) }
    let greatest = logarithms.max() ?? 0
    let weights = logarithms.map { exp($0 - greatest) }
    let mean = weights.reduce(0, +) / Double(weights.count)
    var shares = weights.map { $0 / mean }
    // A column that is never paired has itself as alias, so the one value that its share cannot reach does no harm.
    var columns = counts.indices.map { UInt64(UInt32.max) << 32 | UInt64($0) }
    var small = shares.indices.filter { shares[$0] < 1 }
    var large = shares.indices.filter { shares[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.last {
      columns[poor] = UInt64(UInt32(shares[poor] * 0x1p32)) << 32 | UInt64(rich)
      shares[rich] -= 1 - shares[poor]
      if shares[rich] < 1 {
        large.removeLast()
        small.append(rich)
      }
    }
    self.columns = columns
  }

  /// Fills targets and their labels: each centre word, and behind it words that are drawn.
  ///
  /// - Parameter targets: `[centers.count, 1 + negative]`, like `labels`.
  package func fill(
    _ targets: UnsafeMutableBufferPointer<UInt32>, labels: UnsafeMutableBufferPointer<Int8>,
    centers: UnsafeBufferPointer<UInt32>, from random: inout SeededRandom, kernels: VectorKernels = .best
  ) {
    guard !centers.isEmpty else { return }
    let width = targets.count / centers.count
    precondition(targets.count == centers.count * width && labels.count == targets.count, "a row for each centre")
    columns.withUnsafeBufferPointer { columns in
      kernels.drawTargets(
        of: columns, centers: centers, negative: width - 1, from: &random, into: targets.baseAddress!,
        labels: labels.baseAddress!)
    }
  }

  /// The next word: what `fill` draws, one at a time.
  package func draw(from random: inout SeededRandom) -> UInt32 {
    let (column, rest) = random.next().multipliedFullWidth(by: UInt64(columns.count))
    let chosen = columns[Int(column)]
    return rest >> 32 < chosen >> 32 ? UInt32(column) : UInt32(truncatingIfNeeded: chosen)
  }
}
