import Embeddings
import Foundation
import LinearAlgebra
import TestSupport

/// What gensim computed: `Fixtures/make_gensim.py`.
struct GensimGolden: Decodable {
  struct Pair: Decodable {
    let first: String
    let second: String
    let similarity: Float
  }

  struct Named: Decodable {
    let word: String
    let similarity: Float
  }

  struct Query: Decodable {
    let positive: [String]
    let negative: [String]
    let topN: Int
    let restrict: Int?
    let neighbours: [Named]
  }

  struct Thresholds: Decodable {
    let sample: Double
    let counts: [Int]
    let thresholds: [UInt32]
  }

  struct Training: Decodable {
    let name: String
    let sentence: [UInt32]
    let input: [[Float]]
    let output: [[Float]]
    let trainedInput: [[Float]]
    let trainedOutput: [[Float]]
    let loss: Double
  }

  struct Tree: Decodable {
    let counts: [Int]
    let codes: [[Int]]
    let points: [[Int]]
  }

  let trees: [Tree]
  let words: [String]
  let vectors: [[Float]]
  let normalized: [[Float]]
  let similarities: [Pair]
  let queries: [Query]
  let thresholds: [Thresholds]
  let training: [Training]

  static let shared = try! JSONDecoder().decode(
    GensimGolden.self, from: Data(contentsOf: fixture("gensim.json")))

  /// The same words and vectors that gensim asked.
  static var vectors: KeyedVectors {
    KeyedVectors(vocabulary: Vocabulary(words: shared.words)!, vectors: Matrix(shared.vectors))
  }
}
