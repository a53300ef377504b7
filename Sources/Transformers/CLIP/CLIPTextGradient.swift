internal import Basics
internal import Foundation
internal import LinearAlgebra

/// How well a caption fits a direction, and how that changes with each of its words: the backward pass through the text tower.
///
///     f = d · v / ‖v‖,   v = LN(xₗₐₛₜ) P
///
/// v being the caption's projected row at its end (a SigLIP's, the last one of its full length) and d a vector of the shared space, such as a picture's times the logit scale,
/// of which f is then the logit. What comes out is ∂f/∂e for the embedding e of every token, positions not included. To first
/// order, token w in the place of token u changes f by (e_w − e_u) · ∂f/∂e.
///
/// Rows run forwards as for `textVectors`, and only the inputs of layers are kept: going back, a layer is computed once more.
/// Sums over a row and over keys are in double precision.
package struct CLIPTextGradient: Sendable {
  /// One caption's.
  package struct Result: Sendable {
    /// Its tokens up to the one whose row becomes the vector.
    package let ids: [Int]
    /// f.
    package let value: Double
    /// ∂f/∂e, `[ids.count, hiddenSize]`.
    package let rows: [Float]
    /// Numbers in the embedding of a token.
    package let size: Int

    /// By how much f grows to first order where another token stands at a place, by the difference of their embeddings.
    package func change(at place: Int, _ embedding: [Float], insteadOf old: [Float]) -> Double {
      (0..<size).reduce(0) { $0 + Double(embedding[$1] - old[$1]) * Double(rows[place * size + $1]) }
    }
  }

  let model: CLIPModel
  /// The matrices of each layer the other way round: from what a layer gives to what it takes.
  let reversed: [ReversedLayer]
  private let projection: LinearWeights

  struct ReversedLayer: Sendable {
    let query, key, value, output, up, down: LinearWeights
  }

  /// Reads the matrices once more, in the order that going back takes.
  package init(_ model: CLIPModel) throws {
    self.model = model
    let sizes = model.configuration
    let (hidden, inner, pool) = (sizes.text.hiddenSize, sizes.text.intermediateSize, model.text.pool)
    var reader = try WeightReader(imageText: model.checkpoint())
    func reversed(
      _ name: String, _ inputs: Int, _ outputs: Int, _ layout: WeightLayout = .convolution
    ) throws -> LinearWeights {
      // Stored [outputs, inputs]; read as [rows, columns] it takes a gradient of the outputs to one of the inputs.
      let shape = layout == .convolution ? [outputs, inputs] : [inputs, outputs]
      return try LinearWeights(
        reader.tensor(name + ".weight", shape), bias: Array(repeating: 0, count: inputs), inputs: outputs,
        layout: layout, pool: pool)
    }
    self.reversed = try (0..<sizes.text.layers).map { index in
      let prefix = "text_model.encoder.layers.\(index)."
      return ReversedLayer(
        query: try reversed(prefix + "self_attn.q_proj", hidden, hidden),
        key: try reversed(prefix + "self_attn.k_proj", hidden, hidden),
        value: try reversed(prefix + "self_attn.v_proj", hidden, hidden),
        output: try reversed(prefix + "self_attn.out_proj", hidden, hidden),
        up: try reversed(prefix + "mlp.fc1", hidden, inner), down: try reversed(prefix + "mlp.fc2", inner, hidden))
    }
    projection = try reversed(
      sizes.family == .clip ? "text_projection" : "text_model.head", hidden, sizes.projectionSize,
      sizes.isOpenCLIP ? .linear : .convolution)
  }

  /// The gradients of captions that are ids, the marks around them included.
  ///
  /// - Parameter direction: d, `[projectionSize]`.
  /// - Throws: `CheckpointError` where the weights give no numbers.
  package func gradients(of captions: [[Int]], along direction: [Float]) throws -> [Result] {
    precondition(direction.count == model.configuration.projectionSize, "a vector of the shared space")
    let sequences = captions.map(model.pooledPart)
    var results: [Result] = []
    var start = 0
    while start < sequences.count {
      var (end, rows) = (start, 0)
      while end < sequences.count, end == start || rows + sequences[end].count <= 512 {
        rows += sequences[end].count
        end += 1
      }
      results += try gradients(Array(sequences[start..<end]), direction)
      start = end
    }
    return results
  }

  private func gradients(_ sequences: [[Int]], _ direction: [Float]) throws -> [Result] {
    let stack = model.text
    let size = stack.sizes.hiddenSize
    let batch = Batch(lengths: sequences.map(\.count))
    let space = stack.workspace(batch)
    let hidden = model.embedded(
      sequences.flatMap { $0.enumerated().map { SharedPrefixes.Token(id: $1, position: $0) } })
    var inputs: [FloatBuffer] = []
    for layer in 0..<stack.sizes.layers {
      inputs.append(FloatBuffer(copying: hidden))
      stack.run(layer: layer, hidden.base, batch, space)
    }
    let lasts = batch.starts.dropFirst().map { $0 - 1 }
    let gradient = FloatBuffer(zeros: batch.rows * size)
    let values = startingGradient(hidden, lasts, direction, into: gradient)
    for layer in (0..<stack.sizes.layers).reversed() { back(through: layer, inputs[layer], gradient, batch, space) }
    return try sequences.indices.map { text in
      let rows = UnsafeBufferPointer(
        start: gradient.base + batch.starts[text] * size, count: batch.length(text) * size)
      guard values[text].isFinite, rows.allSatisfy(\.isFinite) else {
        throw CheckpointError.notFinite(among: model.weights.tensors, path: model.checkpointPath)
      }
      return Result(ids: sequences[text], value: values[text], rows: Array(rows), size: size)
    }
  }

  /// f of each text, and its gradient at the last layer's output: zero but for the rows that become vectors.
  private func startingGradient(
    _ hidden: FloatBuffer, _ rows: [Int], _ direction: [Float], into gradient: FloatBuffer
  ) -> [Double] {
    let (stack, weights) = (model.text, model.weights.text)
    let (size, shared) = (stack.sizes.hiddenSize, model.configuration.projectionSize)
    let (pooled, normed) = (FloatBuffer(rows.count * size), FloatBuffer(rows.count * size))
    let projected = FloatBuffer(rows.count * shared)
    for (text, row) in rows.enumerated() {
      (pooled.base + text * size).update(from: hidden.base + row * size, count: size)
    }
    stack.normalize(pooled.base, weights.lastNorm, rows: rows.count, into: normed.base)
    stack.pool.multiply(
      .init(input: normed.base, rows: rows.count, weights: weights.projection, output: projected.base))
    let values = (0..<rows.count).map { text in
      let vector = UnsafeMutableBufferPointer(start: projected.base + text * shared, count: shared)
      let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let value = zip(vector, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / length
      for index in 0..<shared {
        vector[index] = Float((Double(direction[index]) - value * Double(vector[index]) / length) / length)
      }
      return value
    }
    stack.pool.multiply(.init(input: projected.base, rows: rows.count, weights: projection, output: normed.base))
    let back = FloatBuffer(zeros: rows.count * size)
    addNormGradient(pooled, weights.lastNorm, normed, rows: rows.count, to: back)
    for (text, row) in rows.enumerated() {
      (gradient.base + row * size).update(from: back.base + text * size, count: size)
    }
    return withExtendedLifetime((pooled, normed, projected)) { values }
  }
}

extension CLIPModel {
  /// The embedding of a token, its position not included: `[hiddenSize]`.
  package func tokenEmbedding(_ id: Int) -> [Float] {
    precondition(id >= 0 && id < configuration.vocabularySize, "an id of the vocabulary")
    let size = configuration.text.hiddenSize
    return weights.text.words.withUnsafeBufferPointer { Array($0[(id * size)..<((id + 1) * size)]) }
  }
}
