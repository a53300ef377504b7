internal import Foundation

/// Where one head of cross-attention looks in the source, averaged over the rows of the target.
public struct CrossProfile: Sendable, Equatable {
  /// The layer of the decoder and the head, from 0.
  public let layer, head: Int
  /// The share that the first token of the source gets.
  public let first: Double
  /// The share of special tokens other than the first.
  public let separator: Double
  /// The share of punctuation.
  public let punctuation: Double
  /// The share of special tokens, the first one included where it is one.
  public let special: Double
  /// The mean entropy of a row, in nats.
  public let entropy: Double
  /// The same over ln of the source's length, its largest value; 0 for a source of one.
  public let relativeEntropy: Double
}

extension CrossAttention {
  /// The profile of every head, `[layer][head]`.
  public func profiles() -> [[CrossProfile]] {
    (0..<layers).map { layer in (0..<heads).map { profile(layer, $0) } }
  }

  private func profile(_ layer: Int, _ head: Int) -> CrossProfile {
    func mean(_ value: (ArraySlice<Float>) -> Double) -> Double {
      queries.indices.reduce(0) { $0 + value(row(layer, head, $1)) } / Double(queries.count)
    }
    func share(_ isCounted: (Int, AttentionMap.Unit) -> Bool) -> Double {
      mean { row in
        zip(row, keys.enumerated()).reduce(0) { isCounted($1.1.offset, $1.1.element) ? $0 + Double($1.0) : $0 }
      }
    }
    let entropy = mean { AttentionMap.entropy($0) }
    return CrossProfile(
      layer: layer, head: head, first: share { place, _ in place == 0 },
      separator: share { $0 > 0 && $1.isSpecial }, punctuation: share { $1.isPunctuation },
      special: share { $1.isSpecial }, entropy: entropy,
      relativeEntropy: keys.count > 1 ? entropy / log(Double(keys.count)) : 0)
  }

  /// How differently any two heads look at the source: the Jensen–Shannon divergence of their rows, mean over the rows, in nats.
  ///
  /// - Returns: A symmetric matrix, heads in the order layer · heads + head.
  public func divergences() -> [[Double]] {
    HeadDistances.divergences(heads: layers * heads, rows: queries.count) { row($0 / heads, $0 % heads, $1) }
  }
}
