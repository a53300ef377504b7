internal import Basics
internal import Glibc
internal import LinearAlgebra

extension CLIPTextGradient {
  /// From the gradient at a layer's output to that at its input.
  ///
  /// With x the input, a = LN₁(x), c the contexts of the heads over a, m = x + c Wₒ, h = LN₂(m), u = h W↑, y = m + act(u) W↓:
  ///
  ///     ∂m = ∂y + LN₂'(m) (act'(u) · ∂y W↓ᵀ) W↑ᵀ
  ///     ∂x = ∂m + LN₁'(x) (∂q Wqᵀ + ∂k Wkᵀ + ∂v Wvᵀ)
  ///
  /// - Parameters:
  ///   - input: x, `[batch.rows, hiddenSize]`.
  ///   - gradient: ∂y, and then ∂x.
  func back(through index: Int, _ input: FloatBuffer, _ gradient: FloatBuffer, _ batch: Batch, _ space: Workspace) {
    let (stack, layer, back) = (model.text, model.text.layers[index], reversed[index])
    let (rows, size, inner) = (batch.rows, model.text.sizes.hiddenSize, model.text.sizes.intermediateSize)
    let (middle, between) = (FloatBuffer(rows * size), FloatBuffer(rows * size))
    let (up, back1) = (FloatBuffer(rows * inner), FloatBuffer(rows * inner))

    stack.attend(layer: index, input.base, batch, space)
    stack.pool.multiply(
      .init(input: space.contexts.base, rows: rows, weights: layer.output, output: middle.base, residual: input.base))
    stack.normalize(middle.base, layer.feedForwardNorm, rows: rows, into: between.base)
    stack.pool.multiply(.init(input: between.base, rows: rows, weights: layer.up, output: up.base))

    stack.pool.multiply(.init(input: gradient.base, rows: rows, weights: back.down, output: back1.base))
    let activation = stack.sizes.activation
    stack.pool.forEachRange(of: rows * inner, size: 4096) { range, _ in
      for index in range { back1.base[index] *= Float(activation.derivative(Double(up.base[index]))) }
    }
    stack.pool.multiply(.init(input: back1.base, rows: rows, weights: back.up, output: between.base))
    addNormGradient(middle, layer.feedForwardNorm, between, rows: rows, to: gradient)

    stack.pool.multiply(.init(input: gradient.base, rows: rows, weights: back.output, output: between.base))
    let (queries, keys, values) = (FloatBuffer(rows * size), FloatBuffer(rows * size), FloatBuffer(rows * size))
    stack.pool.forEach(batch.count * stack.sizes.heads) { task, _ in
      backThroughHead(
        task % stack.sizes.heads, batch.starts[task / stack.sizes.heads]..<batch.starts[task / stack.sizes.heads + 1],
        space, contexts: between, queries, keys, values)
    }
    let sum = FloatBuffer(rows * size)
    stack.pool.multiply(.init(input: queries.base, rows: rows, weights: back.query, output: sum.base))
    for (gradient, weights) in [(keys, back.key), (values, back.value)] {
      stack.pool.multiply(
        .init(input: gradient.base, rows: rows, weights: weights, output: sum.base, residual: sum.base))
    }
    addNormGradient(input, layer.attentionNorm, sum, rows: rows, to: gradient)
    withExtendedLifetime((middle, between, up, back1, queries, keys, values, sum)) {}
  }

  /// One head of one text, from the gradient of its contexts to those of its queries, keys and values.
  ///
  ///     ∂vⱼ = Σᵢ pᵢⱼ ∂cᵢ    ∂sᵢⱼ = pᵢⱼ (∂cᵢ·vⱼ − Σₖ pᵢₖ ∂cᵢ·vₖ)    ∂qᵢ = Σⱼ ∂sᵢⱼ kⱼ/√d    ∂kⱼ = Σᵢ ∂sᵢⱼ qᵢ/√d
  ///
  /// - Parameters:
  ///   - rows: Those of the text.
  ///   - space: Has its queries, keys and values.
  private func backThroughHead(
    _ head: Int, _ rows: Range<Int>, _ space: Workspace, contexts: FloatBuffer, _ queries: FloatBuffer,
    _ keys: FloatBuffer, _ values: FloatBuffer
  ) {
    let (size, width, count) = (model.text.sizes.hiddenSize, model.text.sizes.headSize, rows.count)
    let scale = 1 / Double(width).squareRoot()
    func row(_ buffer: FloatBuffer, _ index: Int) -> UnsafeMutablePointer<Float> {
      buffer.base + (rows.lowerBound + index) * size + head * width
    }
    func dot(_ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>) -> Double {
      (0..<width).reduce(0) { $0 + Double(a[$1]) * Double(b[$1]) }
    }
    // probabilities[i][j] and what they become, ∂s; a causal head looks at j ≤ i alone.
    var probabilities: [[Double]] = []
    var scores: [[Double]] = []
    for query in 0..<count {
      let seen = model.text.sizes.isCausal ? query + 1 : count
      let raw = (0..<seen).map { dot(row(space.queries, query), row(space.keys, $0)) * scale }
      let largest = raw.max() ?? 0
      let weights = raw.map { exp($0 - largest) }
      let sum = weights.reduce(0, +)
      let shares = weights.map { $0 / sum }
      let changes = (0..<seen).map { dot(row(contexts, query), row(space.values, $0)) }
      let mean = zip(shares, changes).reduce(0) { $0 + $1.0 * $1.1 }
      probabilities.append(shares)
      scores.append(zip(shares, changes).map { $0 * ($1 - mean) })
    }
    for index in 0..<count {
      let looking = (0..<count).filter { probabilities[$0].count > index }
      for column in 0..<width {
        row(queries, index)[column] = Float(
          scores[index].indices.reduce(0) { $0 + scores[index][$1] * Double(row(space.keys, $1)[column]) } * scale)
        row(keys, index)[column] = Float(
          looking.reduce(0) { $0 + scores[$1][index] * Double(row(space.queries, $1)[column]) } * scale)
        row(values, index)[column] = Float(
          looking.reduce(0) { $0 + probabilities[$1][index] * Double(row(contexts, $1)[column]) })
      }
    }
  }

  /// Adds what a gradient behind a layer norm is before it.
  ///
  ///     x̂ = (x − mean) / σ,  g = w · ∂y:   ∂x = (g − mean(g) − x̂ mean(g x̂)) / σ
  ///
  /// - Parameters:
  ///   - input: x, `[rows, hiddenSize]`.
  ///   - gradient: ∂y.
  func addNormGradient(
    _ input: FloatBuffer, _ norm: NormWeights, _ gradient: FloatBuffer, rows: Int, to output: FloatBuffer
  ) {
    let size = model.text.sizes.hiddenSize
    let epsilon = Double(model.text.sizes.layerNormEpsilon)
    model.text.pool.forEachRange(of: rows, size: 8) { rows, _ in
      for row in rows {
        let (x, dy) = (input.base + row * size, gradient.base + row * size)
        let mean = (0..<size).reduce(0.0) { $0 + Double(x[$1]) } / Double(size)
        let variance = (0..<size).reduce(0.0) { $0 + (Double(x[$1]) - mean) * (Double(x[$1]) - mean) } / Double(size)
        let inverse = 1 / (variance + epsilon).squareRoot()
        var (sum, product) = (0.0, 0.0)
        for index in 0..<size {
          let weighted = Double(norm.weight[index]) * Double(dy[index])
          sum += weighted
          product += weighted * (Double(x[index]) - mean) * inverse
        }
        let out = output.base + row * size
        for index in 0..<size {
          let weighted = Double(norm.weight[index]) * Double(dy[index])
          let unit = (Double(x[index]) - mean) * inverse
          out[index] += Float((weighted - sum / Double(size) - unit * product / Double(size)) * inverse)
        }
      }
    }
  }
}

extension Activation {
  /// How fast it grows at a place.
  func derivative(_ x: Double) -> Double {
    switch self {
    case .relu: return x > 0 ? 1 : 0
    case .gelu: return 0.5 * (1 + erf(x / 2.0.squareRoot())) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .geluTanh:
      let root = (2 / Double.pi).squareRoot()
      let t = tanh(root * (x + 0.044715 * x * x * x))
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x)
    case .quickGELU:
      let share = 1 / (1 + exp(-1.702 * x))
      return share * (1 + 1.702 * x * (1 - share))
    case .silu:
      let share = 1 / (1 + exp(-x))
      return share * (1 + x * (1 - share))
    }
  }
}
