internal import LinearAlgebra

/// A linear map with its bias: x W + b.
struct LinearWeights: Sendable {
  /// `[inputs, outputs]`.
  let matrix: WeightMatrix
  /// `[outputs]`.
  let bias: [Float]

  var inputs: Int { matrix.rows }
  var outputs: Int { matrix.columns }
}

extension LinearWeights {
  /// Takes `prefix.weight` and `prefix.bias` from a checkpoint.
  init(
    _ reader: inout WeightReader, _ prefix: String, inputs: Int, outputs: Int, layout: WeightLayout = .linear,
    pool: WorkerPool
  ) throws {
    let shape = layout == .linear ? [outputs, inputs] : [inputs, outputs]
    try self.init(
      reader.tensor(prefix + ".weight", shape), bias: reader.vector(prefix + ".bias", outputs), inputs: inputs,
      layout: layout, pool: pool)
  }

  /// Takes a weight of a checkpoint.
  ///
  /// - Parameters:
  ///   - bias: One number for each of the weight's outputs.
  ///   - outputs: Those outputs that the map gives, all unless said: GPT-2's `c_attn` holds query, key and value side by side.
  init(
    _ weight: StoredTensor, bias: [Float], inputs: Int, outputs: Range<Int>? = nil, layout: WeightLayout = .linear,
    pool: WorkerPool
  ) throws {
    let outputs = outputs ?? bias.indices
    self.bias = Array(bias[outputs])
    matrix = try WeightMatrix(
      weight, inputs: inputs, outputs: outputs, of: bias.count, layout: layout, pool: pool)
  }
}

/// Products of rows with weights.
extension WorkerPool {
  /// One product: `output = activation(input · matrix + bias) + residual`, for `rows` rows.
  struct Product {
    /// `[rows, inputs]`.
    var input: UnsafePointer<Float>
    var rows: Int
    var weights: LinearWeights
    /// `[rows, outputs]`.
    var output: UnsafeMutablePointer<Float>
    var activation: Activation?
    /// `[rows, outputs]`, or nil; may be the output.
    var residual: UnsafePointer<Float>?
  }

  /// Several products at once.
  func multiply(_ products: Product...) {
    let operands = products.map { $0.weights.matrix.operand(self) }
    multiply(
      zip(products, operands).map { product, operand in
        MatrixProduct(
          input: product.input, rows: product.rows, operand: operand.matrix, bias: product.weights.bias,
          output: product.output, activation: product.activation, residual: product.residual)
      })
    for case .stored(let stored) in operands { stored.release() }
  }
}
