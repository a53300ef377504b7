internal import Basics
internal import LinearAlgebra

extension ReadWeights {
  /// Reads a checkpoint by a table of names.
  init(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ names: TensorNames, _ pool: WorkerPool
  ) throws {
    var reader = try WeightReader(checkpoint, prefixes: names.prefixes, anchor: names.words + ".weight")
    let weights = try ModelReading(names: names, sizes: sizes, pool: pool).weights(&reader)
    try self.init(weights, reader, expected: names.surplus, own: names.own)
  }
}

/// Takes a model's weights by name.
struct ModelReading {
  let names: TensorNames
  let sizes: ModelConfiguration
  let pool: WorkerPool

  func weights(_ reader: inout WeightReader) throws -> ModelWeights {
    let size = sizes.embeddingSize
    let words = try EmbeddingTable(&reader, names.words + ".weight", rows: sizes.vocabularySize, size: size)
    let positions = try names.positions.map {
      try EmbeddingTable(&reader, $0 + ".weight", rows: sizes.positions.rows, size: sizes.positionSize)
    }
    let types = try names.types.map {
      try EmbeddingTable(&reader, $0 + ".weight", rows: sizes.tokenTypes, size: size)
    }
    let embeddingNorm = try names.embeddingNorm.map { try norm(&reader, $0, size) }
    let projection = try names.projection.map {
      try LinearWeights(
        &reader, $0, inputs: size, outputs: sizes.hiddenSize, hasBias: names.projectionHasBias, pool: pool)
    }
    var layers: [LayerWeights] = []
    var read: [String: LayerWeights] = [:]
    for index in 0..<sizes.layers {
      let prefix = names.layer(index)
      // A layer that is used again is read once.
      let layer = try read[prefix] ?? self.layer(&reader, prefix, index)
      read[prefix] = layer
      layers.append(layer)
    }
    let relativeBias = try names.relativeBias.map { name in
      let tensor = try reader.tensor(name + ".weight", [sizes.relativeBuckets, sizes.heads])
      let numbers = try tensor.floats()
      guard numbers.allSatisfy(\.isFinite) else {
        throw CheckpointError.notFinite(path: tensor.path, name: tensor.name)
      }
      return RelativeBias(
        weights: numbers, buckets: sizes.relativeBuckets, heads: sizes.heads,
        isBidirectional: !sizes.isCausal)
    }
    let hasPooler = names.pooler.map { reader.has($0 + ".weight") } ?? false
    return ModelWeights(
      words: words, positions: positions, types: types, embeddingNorm: embeddingNorm, layers: layers,
      finalNorm: try names.finalNorm.map { try norm(&reader, $0, sizes.hiddenSize) },
      pooler: hasPooler
        ? try LinearWeights(
          &reader, names.pooler!, inputs: sizes.hiddenSize, outputs: sizes.hiddenSize, pool: pool) : nil,
      head: try head(&reader, words), projection: projection, relativeBias: relativeBias)
  }

  /// A norm of the architecture's kind.
  func norm(_ reader: inout WeightReader, _ name: String, _ size: Int) throws -> NormWeights {
    try NormWeights(
      &reader, name, size, kind: names.norm.kind, hasBias: names.norm.hasBias, addend: names.norm.addend)
  }

  /// One layer, whose names begin with `prefix`.
  func layer(_ reader: inout WeightReader, _ prefix: String, _ index: Int) throws -> LayerWeights {
    let (block, stack) = (names.block, sizes.stack)
    let (hidden, inner) = (stack.hiddenSize, stack.intermediateSize)
    let hasBias = block.attentionHasBias
    return LayerWeights(
      query: try map(&reader, prefix, block.query, hidden, stack.querySize, hasBias),
      key: try map(&reader, prefix, block.key, hidden, stack.keySize, hasBias),
      value: try map(&reader, prefix, block.value, hidden, stack.keySize, hasBias),
      output: try map(&reader, prefix, .own(block.output), stack.querySize, hidden, block.outputHasBias),
      attentionNorm: block.firstIsUnnormed && index == 0
        ? .none : try norm(&reader, prefix + block.attentionNorm, hidden),
      up: try map(&reader, prefix, block.up, hidden, inner, block.feedForwardHasBias),
      down: try map(&reader, prefix, .own(block.down), inner, hidden, block.feedForwardHasBias),
      feedForwardNorm: try norm(&reader, prefix + block.feedForwardNorm, hidden),
      multiplier: try block.multiplier.map { try map(&reader, prefix, $0, hidden, inner, block.feedForwardHasBias) },
      queryNorm: try block.queryNorm.map { try norm(&reader, prefix + $0, stack.headSize) },
      keyNorm: try block.keyNorm.map { try norm(&reader, prefix + $0, stack.headSize) },
      attentionOutputNorm: try block.attentionOutputNorm.map { try norm(&reader, prefix + $0, hidden) },
      feedForwardOutputNorm: try block.feedForwardOutputNorm.map { try norm(&reader, prefix + $0, hidden) })
  }

  /// A linear map, wherever its weights lie.
  private func map(
    _ reader: inout WeightReader, _ prefix: String, _ name: MapName, _ inputs: Int, _ outputs: Int, _ hasBias: Bool
  ) throws -> LinearWeights {
    /// A tensor that holds several maps, and its biases.
    func shared(_ name: String, _ all: Int) throws -> (StoredTensor, [Float]) {
      let shape = names.block.layout == .linear ? [all, inputs] : [inputs, all]
      return (
        try reader.tensor(prefix + name + ".weight", shape),
        hasBias ? try reader.vector(prefix + name + ".bias", all) : Array(repeating: 0, count: all)
      )
    }
    switch name {
    case .own(let name):
      return try LinearWeights(
        &reader, prefix + name, inputs: inputs, outputs: outputs, layout: names.block.layout, hasBias: hasBias,
        pool: pool)
    case .part(let name, let place, of: let count):
      let (weight, bias) = try shared(name, count * outputs)
      return try LinearWeights(
        weight, bias: bias, inputs: inputs, outputs: (place * outputs)..<((place + 1) * outputs),
        layout: names.block.layout, pool: pool)
    case .interleaved(let name, let place):
      let (weight, bias) = try shared(name, 3 * outputs)
      let size = sizes.headSize
      let rows = (0..<outputs).map { ($0 / size * 3 + place) * size + $0 % size }
      return try LinearWeights(rows: rows, of: weight, bias: bias, inputs: inputs, pool: pool)
    }
  }

  /// What gives scores for words, where the checkpoint has it.
  private func head(_ reader: inout WeightReader, _ words: EmbeddingTable) throws -> LanguageHead? {
    guard let head = names.head else { return nil }
    if head.isOptional, let dense = head.dense, !reader.has(dense + ".weight") { return nil }
    let name = head.decoder.first { reader.has($0 + ".weight") } ?? head.decoder[0]
    guard let decoder = try words.decoder(name + ".weight", tied: sizes.tiesWordEmbeddings, from: &reader) else {
      return nil
    }
    let transform = try head.dense.map { dense in
      LanguageHead.Transform(
        dense: try LinearWeights(
          &reader, dense, inputs: sizes.hiddenSize, outputs: sizes.embeddingSize, hasBias: head.denseHasBias, pool: pool
        ),
        activation: head.activation.map { $0 == .gelu ? .gelu : sizes.headActivation },
        norm: try head.norm.map { try norm(&reader, $0, sizes.embeddingSize) })
    }
    let bias = try head.bias.map {
      try LanguageHead.bias(&reader, own: $0.own, shared: $0.shared, sizes.vocabularySize)
    }
    return LanguageHead(transform: transform, decoder: decoder, bias: bias, cap: sizes.scoreCapOfWords)
  }
}
