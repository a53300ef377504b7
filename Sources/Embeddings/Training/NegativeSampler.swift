internal import Foundation
package import LinearAlgebra

/// Draws words with a probability proportional to count^`nsExponent`, in constant time.
///
/// Walker's alias method: a column is drawn evenly, then either the column's own word or its alias. One 64-bit random
/// number serves both draws: the high half of its product with the number of columns names the column, the low half is
/// compared with the column's share. Exact to 2⁻³². Vose 1991, "A linear algorithm for generating random numbers with a
/// given distribution".
package struct NegativeSampler: Sendable {
  /// In one word of memory, so that both halves come with one load.
  private struct Column {
    private let halves: UInt64

    init(share: UInt32, alias: UInt32) { halves = UInt64(share) << 32 | UInt64(alias) }

    /// The share of the column that belongs to its own word, scaled to 32 bits.
    var share: UInt64 { halves >> 32 }
    /// The word that has the rest.
    var alias: UInt32 { UInt32(truncatingIfNeeded: halves) }
  }

  private let columns: [Column]

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
    var columns = counts.indices.map { Column(share: .max, alias: UInt32($0)) }
    var small = shares.indices.filter { shares[$0] < 1 }
    var large = shares.indices.filter { shares[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.last {
      columns[poor] = Column(share: UInt32(shares[poor] * 0x1p32), alias: UInt32(rich))
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
  func fill(
    _ targets: UnsafeMutableBufferPointer<UInt32>, labels: UnsafeMutableBufferPointer<Int8>,
    centers: UnsafeBufferPointer<UInt32>, from random: inout SeededRandom
  ) {
    guard !centers.isEmpty else { return }
    let width = targets.count / centers.count
    precondition(targets.count == centers.count * width && labels.count == targets.count, "a row for each centre")
    columns.withUnsafeBufferPointer { columns in
      // A copy of the state stays in a register.
      var (next, local) = (0, random)
      for center in centers {
        targets[next] = center
        labels[next] = 1
        for other in next + 1..<next + width {
          let word = Self.draw(from: &local, columns)
          targets[other] = word
          labels[other] = word == center ? 0 : -1
        }
        next += width
      }
      random = local
    }
  }

  /// The next word.
  package func draw(from random: inout SeededRandom) -> UInt32 {
    columns.withUnsafeBufferPointer { Self.draw(from: &random, $0) }
  }

  @inline(__always)
  private static func draw(from random: inout SeededRandom, _ columns: UnsafeBufferPointer<Column>) -> UInt32 {
    let (column, rest) = random.next().multipliedFullWidth(by: UInt64(columns.count))
    let chosen = columns[Int(truncatingIfNeeded: column)]
    // A column that was never paired has itself as alias, so the one value that `share` cannot reach does no harm. The
    // sign of a difference chooses: a branch on a random number is foretold wrongly as often as not.
    let own = UInt32(truncatingIfNeeded: column)
    let isOwn = UInt32(truncatingIfNeeded: Int64(bitPattern: (rest >> 32) &- chosen.share) >> 63)
    return chosen.alias ^ ((chosen.alias ^ own) & isOwn)
  }
}
