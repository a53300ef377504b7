internal import LinearAlgebra

/// The buffers that become a `LayerRecord`.
struct LayerBuffers {
  let queries: FloatBuffer
  let keys: FloatBuffer
  let values: FloatBuffer
  let scores: FloatBuffer
  let probabilities: FloatBuffer
  let contexts: FloatBuffer

  init(_ sizes: StackConfiguration, tokens: Int) {
    queries = FloatBuffer(tokens * sizes.hiddenSize)
    keys = FloatBuffer(tokens * sizes.hiddenSize)
    values = FloatBuffer(tokens * sizes.hiddenSize)
    scores = FloatBuffer(sizes.heads * tokens * tokens)
    probabilities = FloatBuffer(sizes.heads * tokens * tokens)
    contexts = FloatBuffer(tokens * sizes.hiddenSize)
  }

  func record(_ sizes: StackConfiguration, tokens: Int) -> LayerRecord {
    let perToken = [tokens, sizes.heads, sizes.headSize]
    let perPair = [sizes.heads, tokens, tokens]
    return LayerRecord(
      queries: Tensor(queries, shape: perToken), keys: Tensor(keys, shape: perToken),
      values: Tensor(values, shape: perToken), scores: Tensor(scores, shape: perPair),
      probabilities: Tensor(probabilities, shape: perPair), contexts: Tensor(contexts, shape: perToken))
  }
}
