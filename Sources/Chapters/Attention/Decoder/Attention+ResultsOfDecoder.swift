internal import Foundation
internal import Transformers

extension Attention.Results {
  /// What a decoder read and said; absent for a model without one.
  struct Decoder: Encodable {
    /// The text, whether it is what the model says itself, and whether it ended of itself.
    var target: String
    var isOwn, isEnded: Bool
    /// Its tokens, the one that every text of the decoder begins with before them.
    var tokens: [String]
    var layers, heads: Int
    /// How many beams the model's files ask for, where one is followed here.
    var beams: Int
    /// The mean of the logarithms of the probabilities of the tokens to be said, e to the power of it, how many these tokens are, and
    /// how many of them are the likeliest; absent where the checkpoint has no scores for words.
    var logProbability, probability: Double?
    var answers, firstChoices: Int?
    /// The share of its attention to itself that the token which it starts from gets.
    var startShare: Double
    /// The head that gives that token least, and how much it gives, mean over the tokens.
    var chosen: Head
    var chosenStartShare: Double
  }

  /// What the decoder attends to in the sentence; absent for a model without one.
  struct Cross: Encodable {
    /// A word of the target, and the word of the sentence that it attends to most: in the chosen head, and on average over all heads.
    struct Aligned: Encodable {
      var word, source: String
      var weight: Double
      var meanSource: String
      var meanWeight: Double
    }

    var layers, heads: Int
    /// The head in which the words of the target give most to a single word of the sentence, and how much that is on average.
    var chosen: Head
    var decision: Double
    var words: [Aligned]
    /// The entropy of rows over the largest possible, mean over the tokens of the target: of all heads, of the chosen one, and of the one
    /// with the least.
    var entropy, chosenEntropy, leastEntropy: Double
    var sharpest: Head
    /// By layer and head.
    var entropies: [[Double]]
    /// The share of cross-attention that special tokens of the sentence get.
    var specialShare: Double
  }
}

extension Attention.Results.Decoder {
  init(_ study: TargetStudy) {
    let map = study.own
    let likelihoods = study.likelihoods()
    let mean = likelihoods.flatMap { $0.isEmpty ? nil : $0.map(\.logarithm).mean }
    let starts = (0..<map.layers * map.heads).map { head in
      (0..<map.count).map { Double(map[head / map.heads, head % map.heads, $0, 0]) }.mean
    }
    let least = starts.indices.min { starts[$0] < starts[$1] } ?? 0
    self.init(
      target: study.text, isOwn: study.isOwn, isEnded: study.isEnded, tokens: study.labels, layers: map.layers,
      heads: map.heads, beams: study.model.configuration.generation.beams, logProbability: mean,
      probability: mean.map { exp($0) }, answers: likelihoods?.count,
      firstChoices: likelihoods.map { $0.count { $0.isFirst } },
      startShare: starts.mean, chosen: .init(layer: least / map.heads, head: least % map.heads),
      chosenStartShare: starts[least])
  }
}

extension Attention.Results.Cross {
  init(_ study: TargetStudy) {
    let (words, chosen) = (study.words, study.chosen)
    let names = study.sourceNames
    let mean = words.mean
    let own = words.matrix(chosen.layer, chosen.head)
    func strongest(_ row: [Double]) -> Int { study.sought.max { (row[$0], $1) < (row[$1], $0) } ?? 0 }
    let entropies = study.tokens.profiles().map { $0.map(\.relativeEntropy) }
    let all = entropies.flatMap { $0 }
    let least = all.indices.min { all[$0] < all[$1] } ?? 0
    let special = study.tokens.keys.indices.filter { study.tokens.keys[$0].isSpecial }
    self.init(
      layers: words.layers, heads: words.heads, chosen: chosen, decision: study.decision(chosen.layer, chosen.head),
      words: study.told.map { query in
        let (first, average) = (strongest(own[query]), strongest(mean[query]))
        return Aligned(
          word: study.names[query], source: names[first], weight: own[query][first], meanSource: names[average],
          meanWeight: mean[query][average])
      },
      entropy: all.mean, chosenEntropy: entropies[chosen.layer][chosen.head], leastEntropy: all[least],
      sharpest: .init(layer: least / words.heads, head: least % words.heads), entropies: entropies,
      specialShare: study.tokens.mean.map { row in special.reduce(0) { $0 + row[$1] } }.mean)
  }
}
