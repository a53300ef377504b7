internal import Basics
internal import LinearAlgebra
internal import Synchronization

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
  ///
  /// - Parameter hasBias: Whether the checkpoint stores a bias; it is zero otherwise.
  init(
    _ reader: inout WeightReader, _ prefix: String, inputs: Int, outputs: Int, layout: WeightLayout = .linear,
    hasBias: Bool = true, pool: WorkerPool
  ) throws {
    let shape = layout == .linear ? [outputs, inputs] : [inputs, outputs]
    try self.init(
      reader.tensor(prefix + ".weight", shape),
      bias: hasBias ? reader.vector(prefix + ".bias", outputs) : Array(repeating: 0, count: outputs), inputs: inputs,
      layout: layout, pool: pool)
  }

  /// Takes some rows of a weight that do not lie side by side: GPT-NeoX stores query, key and value by turns, head by head.
  ///
  /// - Parameter rows: Which outputs of the weight, `[outputs, inputs]`, in the order in which they are wanted.
  init(rows: [Int], of weight: StoredTensor, bias: [Float], inputs: Int, pool: WorkerPool) throws {
    self.bias = rows.map { bias[$0] }
    matrix = try WeightMatrix(rows: rows, of: weight, inputs: inputs, pool: pool)
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

/// A weight as products take it: from where it lies in the checkpoint the first time, packed for good from the second on.
///
/// A model that reads one input takes each weight once. To pack it for good would write as much memory as the checkpoint has
/// bytes, which takes longer than the products: until a second product asks for it, each thread packs the panel at hand into
/// a buffer of its own, which stays in its second cache. Both ways give the same bits.
final class WeightMatrix: Sendable {
  /// The inner dimension of a product.
  let rows: Int
  let columns: Int

  /// What a product reads.
  enum Operand {
    case stored(StoredMatrix)
    case packed(PackedMatrix)

    var matrix: MatrixProduct.Operand {
      switch self {
      case .stored(let stored): .strided(stored.matrix)
      case .packed(let packed): .packed(packed)
      }
    }
  }

  private enum State {
    case untouched(StoredMatrix)
    case read(StoredMatrix)
    case packed(PackedMatrix)
    /// With what an adapter adds: made when it is first used.
    case adapted(AdaptedMatrix)
    /// The same, made.
    case merged(PackedMatrix, isFinite: Bool)
  }

  private let state: Mutex<State>
  /// Where the weight lies in the checkpoint.
  let tensor: StoredTensor
  /// Whether its numbers are finite, where that was found out when they were converted.
  private let wasFinite: Bool?

  /// Takes a weight as it lies in a checkpoint, or packs it where it is not stored as aligned 32-bit floats.
  ///
  /// - Parameters:
  ///   - inputs: The weight's inner dimension.
  ///   - outputs: Those of its outputs that the matrix has, as columns.
  ///   - all: How many outputs the weight has.
  /// - Throws: `CheckpointError.dataType` where the weight is not of floating-point numbers.
  init(
    _ weight: StoredTensor, inputs: Int, outputs: Range<Int>, of all: Int, layout: WeightLayout, pool: WorkerPool
  ) throws {
    (rows, columns, tensor) = (inputs, outputs.count, weight)
    func matrix(_ floats: UnsafeBufferPointer<Float>) -> StridedMatrix {
      layout.matrix(floats, inputs: inputs, outputs: outputs, of: all)
    }
    if weight.update != nil {
      state = Mutex(
        .adapted(
          try AdaptedMatrix(weight, inputs: inputs, outputs: outputs, of: all, layout: layout, pool: pool)))
      wasFinite = nil
    } else if let floats = weight.mappedFloats {
      state = Mutex(.untouched(StoredMatrix(tensor: weight, matrix: matrix(floats))))
      wasFinite = nil
    } else {
      var isFinite = true
      state = Mutex(
        .packed(
          try weight.withFloats {
            isFinite = areFinite($0)
            return PackedMatrix(matrix($0), pool: pool)
          }))
      wasFinite = isFinite
      weight.file.release(weight.range)
    }
  }

  /// Packs some rows of a weight, `[outputs, inputs]`, in an order of one's own.
  init(rows outputs: [Int], of weight: StoredTensor, inputs: Int, pool: WorkerPool) throws {
    (rows, columns, tensor) = (inputs, outputs.count, weight)
    var chosen: [Float] = []
    chosen.reserveCapacity(inputs * outputs.count)
    try weight.withFloats { floats in
      for row in outputs { chosen += floats[(row * inputs)..<((row + 1) * inputs)] }
    }
    let (packed, isSound) = chosen.withUnsafeBufferPointer { numbers in
      let matrix = StridedMatrix(numbers, rows: inputs, columns: outputs.count, rowStride: 1, columnStride: inputs)
      return (PackedMatrix(matrix, pool: pool), areFinite(numbers))
    }
    state = Mutex(.packed(packed))
    wasFinite = isSound
    weight.file.release(weight.range)
  }

  /// Whether all its numbers are finite; of one that was packed after its first use, they were.
  var isFinite: Bool {
    if let wasFinite { return wasFinite }
    return state.withLock { state in
      switch state {
      case .untouched(let stored), .read(let stored): stored.isFinite
      case .packed: true
      case .adapted(let adapted):
        Self.merge(adapted, into: &state).isFinite
      case .merged(_, let isFinite): isFinite
      }
    }
  }

  private static func merge(
    _ adapted: AdaptedMatrix, into state: inout State
  ) -> (matrix: PackedMatrix, isFinite: Bool) {
    let merged = adapted.merged()
    state = .merged(merged.matrix, isFinite: merged.isFinite)
    return merged
  }

  /// What the next product reads.
  func operand(_ pool: WorkerPool) -> Operand {
    state.withLock { state in
      switch state {
      case .untouched(let stored):
        state = .read(stored)
        return .stored(stored)
      case .read, .packed, .adapted, .merged: return .packed(Self.packed(&state, pool))
      }
    }
  }

  /// The packed matrix, for what reads it in another way than products do.
  func packed(_ pool: WorkerPool) -> PackedMatrix { state.withLock { Self.packed(&$0, pool) } }

  private static func packed(_ state: inout State, _ pool: WorkerPool) -> PackedMatrix {
    switch state {
    case .untouched(let stored), .read(let stored):
      let packed = PackedMatrix(stored.matrix, pool: pool)
      stored.release()
      state = .packed(packed)
      return packed
    case .packed(let packed), .merged(let packed, _): return packed
    case .adapted(let adapted): return merge(adapted, into: &state).matrix
    }
  }
}

/// A matrix in a mapped checkpoint, which lives as long as this.
struct StoredMatrix: Sendable {
  let tensor: StoredTensor
  let matrix: StridedMatrix

  /// Whether all numbers are finite.
  var isFinite: Bool {
    // Rows or columns lie side by side; those of a part of a weight have gaps between them.
    let (lines, length, stride) =
      matrix.rowStride == 1
      ? (matrix.columns, matrix.rows, matrix.columnStride) : (matrix.rows, matrix.columns, matrix.rowStride)
    return (0..<lines).allSatisfy { line in
      areFinite(UnsafeBufferPointer(start: matrix.base + line * stride, count: length))
    }
  }

  /// Lets the mapped pages go.
  func release() { tensor.file.release(tensor.range) }
}

/// How two stored dimensions of a weight mean input and output.
enum WeightLayout {
  /// `[output, input]`: PyTorch's `Linear`.
  case linear
  /// `[input, output]`: GPT-2's `Conv1D`.
  case convolution

  /// Some outputs of a weight as a matrix with a row for each input.
  func matrix(
    _ floats: UnsafeBufferPointer<Float>, inputs: Int, outputs: Range<Int>, of all: Int
  ) -> StridedMatrix {
    let columnStride = self == .linear ? inputs : 1
    return StridedMatrix(
      UnsafeBufferPointer(rebasing: floats[(outputs.lowerBound * columnStride)...]), rows: inputs,
      columns: outputs.count, rowStride: self == .linear ? 1 : all, columnStride: columnStride)
  }
}
