/// What every layer and head of a decoder attends to in the source, over tokens or words.
///
/// `cross[layer, head, query, key]`: rows are of the target, columns of the source; a row sums to 1 as long as every token of the source
/// is in it.
public struct CrossAttention: Sendable {
  /// Layers of the decoder, and heads in each.
  public let layers, heads: Int
  /// What the rows stand for: tokens or words of the target.
  public let queries: [AttentionMap.Unit]
  /// What the columns stand for: tokens or words of the source.
  public let keys: [AttentionMap.Unit]

  private let weights: [Float]

  /// The attention of a pass over some units: to a unit the sum over its tokens, from a unit their mean.
  public init(_ pass: EncoderDecoderPass, queries: [AttentionMap.Unit], keys: [AttentionMap.Unit]) {
    layers = pass.cross.count
    heads = pass.cross.first?.probabilities.shape[0] ?? 0
    (self.queries, self.keys) = (queries, keys)
    let (rows, columns) = (pass.target.count, pass.source.count)
    var weights: [Float] = []
    weights.reserveCapacity(layers * heads * queries.count * keys.count)
    for record in pass.cross {
      let all = record.probabilities.elements
      for head in 0..<heads {
        for query in queries {
          for key in keys {
            var sum: Float = 0
            for row in query.positions {
              for column in key.positions { sum += all[(head * rows + row) * columns + column] }
            }
            weights.append(sum / Float(query.positions.count))
          }
        }
      }
    }
    self.weights = weights
  }

  /// How much a row attends to a column.
  public subscript(layer: Int, head: Int, query: Int, key: Int) -> Float {
    precondition(layer >= 0 && layer < layers && head >= 0 && head < heads, "outside the model")
    precondition(query >= 0 && query < queries.count && key >= 0 && key < keys.count, "outside the texts")
    return weights[((layer * heads + head) * queries.count + query) * keys.count + key]
  }

  func row(_ layer: Int, _ head: Int, _ query: Int) -> ArraySlice<Float> {
    let start = ((layer * heads + head) * queries.count + query) * keys.count
    return weights[start..<start + keys.count]
  }

  /// One head's matrix, row by row.
  public func matrix(_ layer: Int, _ head: Int) -> [[Double]] {
    queries.indices.map { query in keys.indices.map { Double(self[layer, head, query, $0]) } }
  }

  /// The mean of all heads, row by row.
  public var mean: [[Double]] {
    queries.indices.map { query in
      keys.indices.map { key in
        var sum = 0.0
        for layer in 0..<layers { for head in 0..<heads { sum += Double(self[layer, head, query, key]) } }
        return sum / Double(layers * heads)
      }
    }
  }
}

extension AttentionMap {
  /// A decoder's attention to itself, a unit for each token of the target.
  public init(decoderOf pass: EncoderDecoderPass, _ model: EncoderDecoderModel) {
    self.init(
      layers: pass.decoder.layers.count, heads: model.configuration.decoder.heads,
      units: Self.units(pass.target, model.tokenizer), isCausal: true,
      weights: pass.decoder.layers.flatMap(\.probabilities.elements))
  }
}
