internal import LinearAlgebra

extension CLIPModel {
  /// The attention of every layer and head over a picture: the class token, then the patches row by row.
  public func imageAttention(_ pixels: CLIPPixels) throws -> AttentionMap {
    let rows = embedded(pixels)
    let patches = (0..<(rows.count - 1)).map { patch in
      let place = "row \(patch / pixels.columns + 1), column \(patch % pixels.columns + 1)"
      return AttentionMap.Unit(label: place, positions: [1 + patch])
    }
    let hidden = hiddenState(rows, hiding: [[]])
    return attention(
      hidden, [AttentionMap.Unit(label: "[CLS]", positions: [0], isSpecial: true, sequence: nil)] + patches, vision)
  }

  /// The attention of every layer and head over a caption.
  ///
  /// - Throws: `TokenizerError.captionTooLong`.
  public func textAttention(_ caption: String) throws -> AttentionMap {
    let encoding = try encode(caption)
    let tokens = encoding.ids.enumerated().map { SharedPrefixes.Token(id: $1, position: $0) }
    return attention(embedded(tokens), AttentionMap.units(encoding, tokenizer), text)
  }

  private func attention(_ hidden: FloatBuffer, _ units: [AttentionMap.Unit], _ stack: LayerStack) -> AttentionMap {
    let batch = Batch(lengths: [units.count])
    let space = stack.workspace(batch)
    var weights: [Float] = []
    weights.reserveCapacity(stack.sizes.layers * stack.sizes.heads * units.count * units.count)
    for layer in 0..<stack.sizes.layers {
      let buffers = LayerBuffers(stack.sizes, tokens: units.count)
      stack.run(layer: layer, hidden.base, batch, space, record: buffers)
      weights += buffers.record(stack.sizes, tokens: units.count).probabilities.elements
    }
    return AttentionMap(
      layers: stack.sizes.layers, heads: stack.sizes.heads, units: units, isCausal: stack.sizes.isCausal,
      weights: weights)
  }
}
