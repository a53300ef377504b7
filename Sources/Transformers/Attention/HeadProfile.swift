internal import Foundation

/// What a head does, by the rules of Clark et al. 2019, "What Does BERT Look At?".
public enum HeadCategory: String, Sendable, CaseIterable {
  /// More than half of the attention goes to the next token.
  case next
  /// More than half of the attention goes to the previous token.
  case previous
  /// More than 0.6 goes to the first token: [CLS] in BERT, the first word in GPT-2.
  case start
  /// More than 0.6 goes to [SEP].
  case separator
  /// More than 0.6 goes to punctuation.
  case punctuation
  /// The entropy is above 3.8 nats on 128 tokens; on shorter texts above the same share of its largest value.
  case broad

  /// The value above which a head is of this kind.
  public var threshold: Double {
    switch self {
    case .next, .previous: 0.5
    case .start, .separator, .punctuation: 0.6
    case .broad: HeadProfile.broadFrom
    }
  }
}

/// Where attention goes, each part of it counted once: the parts sum to 1.
public struct AttentionMix: Sendable, Equatable {
  /// To special tokens, or to the first token where a text has none.
  public var special = 0.0
  /// From a token to itself, as all below only where that is none of those above.
  public var itself = 0.0
  /// To the token before.
  public var previous = 0.0
  /// To the token behind.
  public var next = 0.0
  /// To punctuation further away.
  public var punctuation = 0.0
  /// To other words.
  public var words = 0.0

  /// The parts in the order above.
  public var parts: [Double] { [special, itself, previous, next, punctuation, words] }

  /// The mean of several, nothing of none.
  public static func mean(of mixes: [AttentionMix]) -> AttentionMix {
    func mean(_ part: KeyPath<AttentionMix, Double>) -> Double {
      mixes.isEmpty ? 0 : mixes.reduce(0) { $0 + $1[keyPath: part] } / Double(mixes.count)
    }
    return AttentionMix(
      special: mean(\.special), itself: mean(\.itself), previous: mean(\.previous), next: mean(\.next),
      punctuation: mean(\.punctuation), words: mean(\.words))
  }
}

/// Where one head's attention goes, averaged over the queries of a text.
public struct HeadProfile: Sendable, Equatable {
  /// The layer, from 0.
  public let layer: Int
  /// The head, from 0.
  public let head: Int
  /// Attention to the token after the query, mean over the queries that can see one.
  public let next: Double
  /// Attention to the token before the query.
  public let previous: Double
  /// Attention to the first token.
  public let start: Double
  /// Attention to separators: special tokens other than the first.
  public let separator: Double
  /// Attention to punctuation.
  public let punctuation: Double
  /// Attention to special tokens, the first one included where it is one.
  public let special: Double
  /// How many tokens lie between a token and what it attends to: the mean of |i − j| by attention, over the tokens that are not
  /// special and what they give to each other; 0 where there are none.
  public let distance: Double
  /// Attention of a token to itself.
  public let itself: Double
  /// All of it, each part counted once.
  public let mix: AttentionMix
  /// The mean entropy of a row, in nats.
  public let entropy: Double
  /// The mean of entropy ÷ ln n, n the keys that the query sees; queries that see one only are left out.
  public let relativeEntropy: Double

  /// The mean of several profiles of one head, on several texts.
  public static func mean(of profiles: [HeadProfile]) -> HeadProfile {
    precondition(!profiles.isEmpty, "a mean of something")
    func mean(_ value: KeyPath<HeadProfile, Double>) -> Double {
      profiles.reduce(0) { $0 + $1[keyPath: value] } / Double(profiles.count)
    }
    return HeadProfile(
      layer: profiles[0].layer, head: profiles[0].head, next: mean(\.next), previous: mean(\.previous),
      start: mean(\.start), separator: mean(\.separator), punctuation: mean(\.punctuation), special: mean(\.special),
      distance: mean(\.distance), itself: mean(\.itself), mix: .mean(of: profiles.map(\.mix)), entropy: mean(\.entropy),
      relativeEntropy: mean(\.relativeEntropy))
  }

  /// 3.8 nats where at most ln 128 are possible.
  public static let broadFrom = 3.8 / log(128)

  /// What the head does, most specific first; empty where no rule applies.
  public var categories: [HeadCategory] {
    let values: [(HeadCategory, Double)] = [
      (.next, next), (.previous, previous), (.start, start), (.separator, separator), (.punctuation, punctuation),
      (.broad, relativeEntropy),
    ]
    return values.filter { $0.1 > $0.0.threshold }.map(\.0)
  }
}

extension AttentionMap {
  /// The profile of every head, `[layer][head]`.
  public func profiles() -> [[HeadProfile]] {
    (0..<layers).map { layer in (0..<heads).map { profile(layer, $0) } }
  }

  /// The distance, as `HeadProfile.distance` has it, of attention that is spread evenly over all tokens that are seen and not special;
  /// the mean over the layers.
  public var evenDistance: Double {
    if windows.isEmpty { return evenDistance(0) }
    return (0..<layers).reduce(0) { $0 + evenDistance($1) } / Double(max(layers, 1))
  }

  private func evenDistance(_ layer: Int) -> Double {
    let ordinary = units.indices.filter { !units[$0].isSpecial }
    let distances = ordinary.map { query in
      let seen = ordinary.filter { sees(layer, query, $0) }
      return Double(seen.reduce(0) { $0 + abs(query - $1) }) / Double(seen.count)
    }
    return distances.isEmpty ? 0 : distances.reduce(0, +) / Double(distances.count)
  }

  private func profile(_ layer: Int, _ head: Int) -> HeadProfile {
    /// The mean over the queries for which `value` has one.
    func mean(_ value: (Int, ArraySlice<Float>) -> Double?) -> Double {
      let values = units.indices.compactMap { value($0, row(layer, head, $0)) }
      return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    func at(_ key: Int, _ row: ArraySlice<Float>) -> Double { Double(row[row.startIndex + key]) }
    func total(_ row: ArraySlice<Float>, _ isCounted: (Int, Unit) -> Bool) -> Double {
      units.enumerated().reduce(0) { isCounted($1.offset, $1.element) ? $0 + at($1.offset, row) : $0 }
    }
    return HeadProfile(
      layer: layer, head: head,
      next: mean { $0 + 1 < count && sees(layer, $0, $0 + 1) ? at($0 + 1, $1) : nil },
      previous: mean { $0 > 0 ? at($0 - 1, $1) : nil },
      start: mean { at(0, $1) },
      separator: mean { _, row in total(row) { $0 > 0 && $1.isSpecial } },
      punctuation: mean { _, row in total(row) { $1.isPunctuation } },
      special: mean { _, row in total(row) { $1.isSpecial } },
      distance: mean { query, row in
        guard !units[query].isSpecial else { return nil }
        let given = total(row) { !$1.isSpecial }
        guard given > 0 else { return nil }
        let far = units.indices.reduce(0) {
          units[$1].isSpecial ? $0 : $0 + at($1, row) * Double(abs(query - $1))
        }
        return far / given
      },
      itself: mean { at($0, $1) },
      mix: .mean(of: units.indices.map { mix($0, row(layer, head, $0)) }),
      entropy: mean { Self.entropy($1) },
      relativeEntropy: mean {
        let seen = visible(layer, $0)
        return seen > 1 ? Self.entropy($1) / log(Double(seen)) : nil
      })
  }

  /// Where one row goes.
  private func mix(_ query: Int, _ row: ArraySlice<Float>) -> AttentionMix {
    let hasSpecial = units.contains(where: \.isSpecial)
    var mix = AttentionMix()
    for (key, unit) in units.enumerated() {
      let part: WritableKeyPath<AttentionMix, Double> =
        if hasSpecial ? unit.isSpecial : key == 0 {
          \.special
        } else if key == query {
          \.itself
        } else if key == query - 1 {
          \.previous
        } else if key == query + 1 {
          \.next
        } else {
          unit.isPunctuation ? \.punctuation : \.words
        }
      mix[keyPath: part] += Double(row[row.startIndex + key])
    }
    return mix
  }

  /// −Σ p ln p of one row, in nats.
  static func entropy(_ row: ArraySlice<Float>) -> Double {
    row.reduce(0) { $1 > 0 ? $0 - Double($1) * log(Double($1)) : $0 }
  }
}
