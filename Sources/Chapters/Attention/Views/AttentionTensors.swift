internal import Foundation
internal import Transformers

/// The numbers of a sentence's attention that views show, layer by layer.
package struct AttentionTensors: Sendable {
  /// The numbers of one layer.
  package struct Layer: Sendable {
    /// `[heads, tokens, tokens]`, a row for each token that looks.
    package var weights: [Float]
    /// `[heads, tokens, size]`, biases included.
    package var queries, keys, values: [Float]
    /// How long each head's value is once it is brought to the hidden state, ‖v W_O‖: `[heads, tokens]`.
    package var lengths: [Float]
    /// The logarithm of the sum that each row's softmax divides by: `[heads, tokens]`.
    package var normalizers: [Float]

    /// The numbers of one layer.
    package init(
      weights: [Float], queries: [Float], keys: [Float], values: [Float], lengths: [Float], normalizers: [Float]
    ) {
      (self.weights, self.queries, self.keys, self.values) = (weights, queries, keys, values)
      (self.lengths, self.normalizers) = (lengths, normalizers)
    }
  }

  /// Heads of a layer, tokens, and numbers in one query.
  package let heads, count, size: Int
  /// Every layer, the lowest first.
  package let layers: [Layer]
  /// What is added to scores by distance, `[heads, 2 · tokens − 1]`; empty where nothing is.
  package var biases: [Float] = []

  /// Tensors from their numbers.
  package init(heads: Int, count: Int, size: Int, layers: [Layer]) {
    precondition(layers.allSatisfy { $0.weights.count == heads * count * count }, "a weight for each pair of tokens")
    precondition(
      layers.allSatisfy { [$0.queries, $0.keys, $0.values].allSatisfy { $0.count == heads * count * size } },
      "three vectors for each token")
    (self.heads, self.count, self.size, self.layers) = (heads, count, size, layers)
  }

  /// The tensors of a recorded pass.
  init(_ study: AttentionStudy) {
    let (heads, size, count) = (
      study.model.configuration.heads, study.model.configuration.headSize, study.encoding.count
    )
    /// `[tokens, heads, size]` as `[heads, tokens, size]`.
    func byHeads(_ numbers: [Float]) -> [Float] {
      (0..<heads).flatMap { head in
        (0..<count).flatMap { token in
          let start = (token * heads + head) * size
          return numbers[start..<start + size]
        }
      }
    }
    let lengths = study.model.valueLengths(study.pass)
    let layers = study.pass.layers.enumerated().map { index, record in
      let scores = record.scores.elements
      // What a token sees lies side by side.
      let seen = (0..<count).map { token in
        let keys = study.tokens.seen(index, token)
        return (keys.first ?? 0)..<((keys.last ?? -1) + 1)
      }
      return Layer(
        weights: record.probabilities.elements, queries: byHeads(record.queries.elements),
        keys: byHeads(record.keys.elements), values: byHeads(record.values.elements), lengths: lengths[index].elements,
        normalizers: (0..<heads * count).map { row in
          let keys = seen[row % count]
          return Self.logarithmOfSum(scores[row * count + keys.lowerBound..<row * count + keys.upperBound])
        })
    }
    self.init(heads: heads, count: count, size: size, layers: layers)
    biases = study.model.scoreRule(tokens: count).biases
  }

  /// ln Σ exp x, without a sum that is too large for a float.
  private static func logarithmOfSum(_ scores: ArraySlice<Float>) -> Float {
    let largest = Double(scores.max() ?? 0)
    return Float(largest + log(scores.reduce(0) { $0 + exp(Double($1) - largest) }))
  }

  /// The vectors of one kind of one head, `[tokens][size]`.
  func rows(_ kind: KeyPath<Layer, [Float]>, layer: Int, head: Int) -> [[Float]] {
    (0..<count).map { token in
      let start = (head * count + token) * size
      return Array(layers[layer][keyPath: kind][start..<start + size])
    }
  }
}
