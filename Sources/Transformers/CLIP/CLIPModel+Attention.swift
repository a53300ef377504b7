internal import LinearAlgebra

extension CLIPModel {
  /// The attention of every layer and head over a picture: the class token, then the patches row by row.
  ///
  /// A SigLIP has no class token; in its place stands the query of the attention that gathers the patches, and that attention is one layer
  /// more. In the layers before, the query attends to itself alone, and in that one the patches do.
  public func imageAttention(_ pixels: CLIPPixels) throws -> AttentionMap {
    let rows = embedded(pixels)
    let patches = (0..<(pixels.rows * pixels.columns)).map { patch in
      let place = "row \(patch / pixels.columns + 1), column \(patch % pixels.columns + 1)"
      return AttentionMap.Unit(label: place, positions: [1 + patch])
    }
    let hidden = hiddenState(rows, hiding: [[]])
    func first(_ label: String) -> AttentionMap.Unit {
      AttentionMap.Unit(label: label, positions: [0], isSpecial: true, sequence: nil)
    }
    guard let pooling, let head = weights.vision.pooling else {
      return try attention(hidden, [first("[CLS]")] + patches, vision)
    }
    let own = try attention(hidden, patches, vision)
    let batch = Batch(lengths: [patches.count])
    let gathered = FloatBuffer(zeros: vision.sizes.heads * patches.count)
    _ = pooling.pooled(hidden, batch, probe: head.probe, probabilities: gathered)
    try checkLayers()
    return withExtendedLifetime(gathered) {
      own.gathered(by: first("[query]"), UnsafeBufferPointer(start: gathered.base, count: gathered.count))
    }
  }

  /// Whether a class token stands among the patches of a picture in every layer; else one query gathers them after the last.
  public var hasClassToken: Bool { weights.vision.pooling == nil }

  /// The attention of every layer and head over a caption.
  ///
  /// - Throws: `TokenizerError.captionTooLong`.
  public func textAttention(_ caption: String) throws -> AttentionMap {
    var encoding = try encode(caption)
    if let padding { encoding = padding.filled(encoding) }
    let tokens = encoding.ids.enumerated().map { SharedPrefixes.Token(id: $1, position: $0) }
    return try attention(embedded(tokens), AttentionMap.units(encoding, tokenizer), text)
  }

  private func attention(
    _ hidden: FloatBuffer, _ units: [AttentionMap.Unit], _ stack: LayerStack
  ) throws(CheckpointError) -> AttentionMap {
    let batch = Batch(lengths: [units.count])
    let space = stack.workspace(batch)
    var weights: [Float] = []
    weights.reserveCapacity(stack.sizes.layers * stack.sizes.heads * units.count * units.count)
    for layer in 0..<stack.sizes.layers {
      let buffers = LayerBuffers(stack.sizes, tokens: units.count)
      stack.run(layer: layer, hidden.base, batch, space, record: buffers)
      weights += buffers.record(stack.sizes, tokens: units.count).probabilities.elements
    }
    try checkLayers()
    guard areFinite(UnsafeBufferPointer(start: hidden.base, count: hidden.count)) else {
      throw .notFinite(among: self.weights.tensors, path: checkpointPath)
    }
    return AttentionMap(
      layers: stack.sizes.layers, heads: stack.sizes.heads, units: units, isCausal: stack.sizes.isCausal,
      weights: weights)
  }
}

extension AttentionMap {
  /// The same with one unit before the others, which gathers them in one layer more.
  ///
  /// - Parameter weights: What it attends to there, `[heads, count]`.
  fileprivate func gathered(by query: Unit, _ weights: UnsafeBufferPointer<Float>) -> AttentionMap {
    let side = count + 1
    var all = [Float](repeating: 0, count: (layers + 1) * heads * side * side)
    for layer in 0...layers {
      for head in 0..<heads {
        let start = (layer * heads + head) * side * side
        for row in 0..<side { all[start + row * side + row] = 1 }
        if layer == layers {
          all[start] = 0
          for key in 0..<count { all[start + 1 + key] = weights[head * count + key] }
        } else {
          for row in 0..<count {
            let target = start + (row + 1) * side + 1
            all.replaceSubrange(target..<(target + count), with: self.row(layer, head, row))
          }
        }
      }
    }
    return AttentionMap(layers: layers + 1, heads: heads, units: [query] + units, isCausal: false, weights: all)
  }
}
