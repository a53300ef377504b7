internal import Transformers

/// How important each word is, by six measures that ask different questions.
struct WordImportance {
  /// A measure: its name in figures, and its share for each word.
  struct Measure {
    let name: String
    let shares: [Double]
  }

  /// The words that are judged: no special tokens, no punctuation.
  let words: [AttentionMap.Unit]
  /// What hiding each of them does.
  let hidden: Occlusion
  /// How far the sentence moves when the word is hidden.
  let occlusion: Measure
  /// Attention received from words.
  let received: Measure
  /// Attention received from all tokens, special ones and punctuation included.
  let receivedByAll: Measure
  /// Attention followed through all layers.
  let rollout: Measure
  /// The most attention that can flow through all layers; nil for more words than `longestFlow`.
  let flow: Measure?
  /// Attention weighted by the length of what it brings.
  let normBased: Measure

  /// A flow is worked out for every two words: beyond so many, tokens of all kinds counted, that takes a minute and more.
  static let longestFlow = 64

  /// The measures that are drawn, in that order.
  var drawn: [Measure] { [occlusion, received, rollout, normBased] }

  /// All measures.
  var measures: [Measure] { [occlusion, received, receivedByAll, rollout, normBased] + [flow].compactMap(\.self) }

  /// The share of all that attention brings, by its length, which special tokens bring.
  let specialShareByLength: Double

  /// Judges the words of a recorded pass.
  ///
  /// - Parameter judged: The words, as places in the map.
  init(_ model: LanguageModel, _ pass: ForwardPass, _ map: AttentionMap, judged: [Int]) throws {
    let units = judged.map { map.units[$0] }
    words = units
    func pick(_ all: [Double]) -> [Double] { judged.map { all[$0] } }

    hidden = try model.hidingEach(
      of: units.map(\.positions), in: pass.encoding, pooling: AttentionStudy.pooling(of: model))
    occlusion = Measure(name: "occlusion", shares: Self.shares(hidden.distances.map { max(0, Double($0)) }))
    received = Measure(
      name: "attention from words",
      shares: Self.shares(map.keeping(judged, renormalizing: true).received()))
    receivedByAll = Measure(name: "attention from all", shares: Self.shares(pick(map.received())))

    func shares(ofSources rows: [[Double]]) -> [Double] {
      Self.shares(pick(map.units.indices.map { source in rows.reduce(0) { $0 + $1[source] } }))
    }
    rollout = Measure(name: "rollout", shares: shares(ofSources: map.rollout()))
    flow =
      map.count > Self.longestFlow
      ? nil : Measure(name: "maximum flow", shares: shares(ofSources: map.maximumFlow()))

    let tokens = pass.encoding.count
    var lengths = [Double](repeating: 0, count: tokens)
    for layer in model.normBasedAttention(pass) {
      layer.withUnsafeBufferPointer { values in
        for index in values.indices { lengths[index % tokens] += Double(values[index]) }
      }
    }
    let all = lengths.reduce(0, +)
    let special = map.units.filter(\.isSpecial).flatMap(\.positions).reduce(0) { $0 + lengths[$1] }
    specialShareByLength = all > 0 ? special / all : 0
    normBased = Measure(
      name: "norm-based", shares: Self.shares(units.map { $0.positions.reduce(0) { $0 + lengths[$1] } }))
  }

  /// The words, the most important by occlusion first; of equals the earlier one.
  var order: [Int] {
    words.indices.sorted { (occlusion.shares[$1], $0) < (occlusion.shares[$0], $1) }
  }

  /// Kendall's τ between how far the sentence moves when a word is hidden and how far its other words do; nil without an order.
  var agreementWithOthers: Double? {
    words.count > 1
      ? RankAgreement.kendall(occlusion.shares, words.indices.map { hidden.movementOfOthers(hiding: $0) }) : nil
  }

  /// Kendall's τ of every two measures.
  var agreements: [(first: Measure, second: Measure, tau: Double?)] {
    measures.indices.flatMap { second in
      (0..<second).map { first in
        let (a, b) = (measures[first], measures[second])
        return (a, b, words.count > 1 ? RankAgreement.kendall(a.shares, b.shares) : nil)
      }
    }
  }

  /// The place of each word by a measure, counted from 1; of equals the earlier word is first.
  static func ranks(_ shares: [Double]) -> [Int] {
    var ranks = [Int](repeating: 0, count: shares.count)
    let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
    for (rank, word) in order.enumerated() { ranks[word] = rank + 1 }
    return ranks
  }

  /// The place of each value, counted from 1, as a reader of so many decimals sees it: what is printed alike shares a place.
  static func places(_ values: [Double], decimals: Int) -> [Int] {
    let printed = values.map { $0.fixed(decimals) }
    return values.indices.map { index in
      1 + values.indices.count { values[$0] > values[index] && printed[$0] != printed[index] }
    }
  }

  private static func shares(_ values: [Double]) -> [Double] {
    let sum = values.reduce(0, +)
    return sum > 0 ? values.map { $0 / sum } : values
  }
}
