public import LinearAlgebra

/// What is changed in a model's attention, to see what depends on it.
public struct AlteredAttention: Sendable {
  /// The layers in which all heads share one pattern, the mean of theirs; each still brings its own values.
  public var shared: Set<Int>
  /// The heads that bring nothing, by layer.
  public var silenced: [Int: Set<Int>]

  /// A change; none unless said.
  public init(shared: Set<Int> = [], silenced: [Int: Set<Int>] = [:]) {
    (self.shared, self.silenced) = (shared, silenced)
  }
}

extension LanguageModel {
  /// The last hidden state, `[tokens, hiddenSize]`, of a text that is read with altered attention.
  public func output(of encoding: Encoding, altered change: AlteredAttention) throws -> Tensor {
    try check(encoding)
    let (sizes, count) = (configuration.stack, encoding.count)
    let batch = Batch([encoding])
    let space = engine.stack.workspace(batch)
    let hidden = FloatBuffer(count * sizes.hiddenSize)
    engine.embed([encoding], into: hidden.base)
    for layer in 0..<configuration.layers {
      let silenced = [change.silenced[layer] ?? []]
      if change.shared.contains(layer) {
        let record = LayerBuffers(sizes, tokens: count)
        engine.stack.attend(layer: layer, hidden.base, batch, space, record: record)
        share(record, count, into: space.contexts)
        engine.stack.silence(silenced[0], of: 0, batch, space.contexts.base)
        engine.stack.finish(layer: layer, hidden.base, rows: count, space)
      } else {
        engine.stack.run(layer: layer, hidden.base, batch, space, silenced: silenced)
      }
    }
    if let norm = engine.weights.finalNorm { engine.stack.normalize(hidden.base, norm, rows: count, into: hidden.base) }
    return Tensor(hidden, shape: [count, sizes.hiddenSize])
  }

  /// How far a text's vector moves, 1 − cosine, when all heads of some layers share the mean of their patterns.
  public func distance(
    sharing layers: Set<Int>, in encoding: Encoding, pooling: SentenceVector.Pooling
  ) throws -> Double {
    func vector(_ change: AlteredAttention) throws -> [Float] {
      SentenceVector.vector(try output(of: encoding, altered: change), pooling, mask: encoding.mask)
    }
    let (before, after) = (try vector(AlteredAttention()), try vector(AlteredAttention(shared: layers)))
    return 1 - Double(SentenceVector.cosine(before, after))
  }

  /// How far a word's vector moves, 1 − cosine, when another word is hidden, both with altered attention; nil where nothing stands
  /// in its place then.
  public func movement(
    of word: [Int], hiding other: [Int], in encoding: Encoding, altered change: AlteredAttention
  ) throws -> Double? {
    let variant = hiding(other, in: encoding)
    let places = word.compactMap { variant.places[$0] }
    guard variant.encoding.mask.contains(true), places.count == word.count else { return nil }
    let before = Self.mean(of: word, in: try output(of: encoding, altered: change))
    let after = Self.mean(of: places, in: try output(of: variant.encoding, altered: change))
    return 1 - Double(SentenceVector.cosine(before, after))
  }

  /// The contexts of heads that all weigh their values by the mean of their probabilities.
  private func share(_ record: LayerBuffers, _ count: Int, into contexts: FloatBuffer) {
    let (heads, size) = (configuration.heads, configuration.stack.querySize)
    for query in 0..<count {
      var sums = [Float](repeating: 0, count: size)
      for key in 0..<count {
        let weights = (0..<heads).map { record.probabilities.base[($0 * count + query) * count + key] }
        let weight = weights.reduce(0, +) / Float(heads)
        if weight == 0 { continue }
        for column in 0..<size { sums[column] += weight * record.values.base[key * size + column] }
      }
      for column in 0..<size { contexts.base[query * size + column] = sums[column] }
    }
  }
}
