import Embeddings
import LinearAlgebra

/// A corpus with a structure that a training must find: sentences speak of one topic each.
///
/// Words `t3w7` belong to topic 3; every other word or so is one of some common words that belong to none.
struct PlantedCorpus {
  static let topics = 12
  static let wordsInTopic = 12

  let corpus: TokenizedCorpus

  init(sentences: Int, seed: UInt64 = 3) {
    var random = SeededRandom(seed: seed)
    let common = (0..<20).map { "common\($0)" }
    let words = common + (0..<Self.topics).flatMap { topic in (0..<Self.wordsInTopic).map { "t\(topic)w\($0)" } }
    var tokens: [UInt32] = []
    var rowEnds: [Int] = []
    for _ in 0..<sentences {
      let topic = random.next(below: UInt32(Self.topics))
      for _ in 0..<(6 + random.next(below: 20)) {
        let isCommon = random.next(below: 3) == 0
        tokens.append(
          isCommon
            ? random.next(below: UInt32(common.count))
            : UInt32(common.count) + topic * UInt32(Self.wordsInTopic) + random.next(below: UInt32(Self.wordsInTopic)))
      }
      rowEnds.append(tokens.count)
    }
    corpus = TokenizedCorpus(words: words, tokens: tokens, rowEnds: rowEnds)
  }

  /// The share of neighbours that speak of the topic of the word that was asked about.
  static func purity(of vectors: KeyedVectors) throws -> Double {
    var hits = 0
    var total = 0
    for topic in 0..<topics {
      for word in 0..<wordsInTopic {
        let neighbors = try vectors.mostSimilar(to: "t\(topic)w\(word)", topN: wordsInTopic - 1)
        hits += neighbors.count { $0.word.hasPrefix("t\(topic)w") }
        total += neighbors.count
      }
    }
    return Double(hits) / Double(total)
  }
}
