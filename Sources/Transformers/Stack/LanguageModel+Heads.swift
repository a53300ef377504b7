internal import Basics
internal import Glibc
public import LinearAlgebra

extension LanguageModel {
  /// Whether the checkpoint holds what turns hidden states into scores for words.
  public var hasLanguageHead: Bool { engine.weights.head != nil }

  /// The score of every token of the vocabulary at some positions of a last hidden state.
  ///
  /// For BERT and its kin: what stands at that position. For GPT-2: what comes after it.
  ///
  /// - Parameter output: `[tokens, hiddenSize]`.
  /// - Returns: `[positions, vocabulary]`, or nil where the checkpoint has no such head.
  public func logits(_ output: Tensor, at positions: [Int]) -> Tensor? {
    engine.weights.head.map { engine.stack.logits(of: $0, output, at: positions) }
  }

  /// The natural logarithm of a token's probability by one row of logits.
  public func logProbability(of id: Int, _ logits: Tensor) -> Double {
    logits.withUnsafeBufferPointer { row in
      let peak = row.max() ?? 0
      let sum = row.reduce(0.0) { $0 + Double(expf($1 - peak)) }
      return Double(row[id] - peak) - log(sum)
    }
  }

  /// BERT's pooled vector, tanh(dense(first token)), or nil where the checkpoint has no pooler.
  public func pooled(_ output: Tensor) -> [Float]? {
    guard let pooler = engine.weights.pooler else { return nil }
    let result = FloatBuffer(configuration.hiddenSize)
    output.withUnsafeBufferPointer { states in
      engine.stack.pool.multiply(
        WorkerPool.Product(input: states.baseAddress!, rows: 1, weights: pooler, output: result.base))
    }
    return (0..<configuration.hiddenSize).map { tanhf(result.base[$0]) }
  }
}

extension LayerStack {
  /// The score of every token of a vocabulary at some positions of a last hidden state: `[positions, vocabulary]`.
  func logits(of head: LanguageHead, _ output: Tensor, at positions: [Int]) -> Tensor {
    let (hiddenSize, size, vocabulary) = (sizes.hiddenSize, head.decoder.size, head.decoder.rows)
    var states = FloatBuffer(positions.count * hiddenSize)
    for (row, position) in positions.enumerated() {
      output.slice(position).withUnsafeBufferPointer {
        (states.base + row * hiddenSize).update(from: $0.baseAddress!, count: hiddenSize)
      }
    }
    if let transform = head.transform {
      let transformed = FloatBuffer(positions.count * size)
      pool.multiply(
        WorkerPool.Product(
          input: states.base, rows: positions.count, weights: transform.dense, output: transformed.base,
          activation: transform.activation))
      if let norm = transform.norm {
        normalize(transformed.base, norm, rows: positions.count, into: transformed.base)
      }
      states = transformed
    }
    if head.scale != 1 { for index in 0..<states.count { states.base[index] *= head.scale } }
    let logits = FloatBuffer(positions.count * vocabulary)
    head.decoder.withUnsafeBufferPointer { decoder in
      pool.forEachRange(of: vocabulary, size: 512) { [states] tokens, _ in
        for row in positions.indices {
          let out = logits.base + row * vocabulary + tokens.lowerBound
          kernels.dots(
            decoder.baseAddress! + tokens.lowerBound * size, rows: tokens.count, states.base + row * size, into: out,
            count: size)
          if let bias = head.bias { for token in tokens { out[token - tokens.lowerBound] += bias[token] } }
          if let cap = head.cap { for token in 0..<tokens.count { out[token] = tanhf(out[token] / cap) * cap } }
        }
      }
    }
    return Tensor(logits, shape: [positions.count, vocabulary])
  }
}
