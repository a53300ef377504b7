internal import CMatrixKernels

/// The right-hand side of a matrix product, laid out once for the kernels: `[panel][row][column in panel]`.
struct PackedMatrix: Sendable {
  /// The inner dimension of the product.
  let rows: Int
  let columns: Int
  let kernels: MatrixKernels
  let buffer: FloatBuffer

  var panels: Int { kernels.panels(columns) }
  /// Floats from one panel to the next.
  var panelStride: Int { rows * kernels.panel }

  /// Packs a matrix whose element (row, column) is `source[row * rowStride + column * columnStride]`.
  init(
    _ source: UnsafeBufferPointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int, team: ThreadTeam,
    kernels: MatrixKernels = .best
  ) {
    let last = (rows - 1) * rowStride + (columns - 1) * columnStride
    precondition(rows > 0 && columns > 0 && source.count > last, "\(source.count) elements for [\(rows), \(columns)]")
    (self.rows, self.columns, self.kernels) = (rows, columns, kernels)
    let buffer = FloatBuffer(kernels.panels(columns) * kernels.panel * rows)
    self.buffer = buffer
    team.forEach(kernels.panels(columns)) { panel, _ in
      kernels.table.pointee.pack(
        source.baseAddress, columns, rows, columnStride, rowStride, panel, panel + 1, buffer.base)
    }
  }
}

/// How two stored dimensions of a weight mean input and output.
enum WeightLayout {
  /// `[output, input]`: PyTorch's `Linear`.
  case linear
  /// `[input, output]`: GPT-2's `Conv1D`.
  case convolution
}

/// A linear map with its bias: x W + b.
struct LinearWeights: Sendable {
  let matrix: PackedMatrix
  let bias: [Float]

  var inputs: Int { matrix.rows }
  var outputs: Int { matrix.columns }
}

extension LinearWeights {
  /// Takes `prefix.weight` and `prefix.bias` from a checkpoint and packs them; the mapped pages are let go.
  init(
    _ reader: inout WeightReader, _ prefix: String, inputs: Int, outputs: Int, layout: WeightLayout = .linear,
    team: ThreadTeam
  ) throws {
    let shape = layout == .linear ? [outputs, inputs] : [inputs, outputs]
    try self.init(
      reader.tensor(prefix + ".weight", shape), bias: reader.vector(prefix + ".bias", outputs), inputs: inputs,
      layout: layout, team: team)
  }

  /// Packs a weight; the mapped pages are let go.
  init(_ weight: StoredTensor, bias: [Float], inputs: Int, layout: WeightLayout = .linear, team: ThreadTeam) throws {
    let outputs = bias.count
    self.bias = bias
    matrix = try weight.withFloats { source in
      PackedMatrix(
        source, rows: inputs, columns: outputs, rowStride: layout == .linear ? 1 : outputs,
        columnStride: layout == .linear ? inputs : 1, team: team)
    }
    weight.file.release(weight.range)
  }

  /// The part of a fused map that gives some of its outputs, as GPT-2's `c_attn` holds query, key and value side by side.
  init(
    fused weight: StoredTensor, bias all: [Float], inputs: Int, outputs: Range<Int>, layout: WeightLayout,
    team: ThreadTeam
  ) throws {
    bias = Array(all[outputs])
    matrix = try weight.withFloats { source in
      let stride = layout == .linear ? inputs : 1
      return PackedMatrix(
        UnsafeBufferPointer(rebasing: source[(outputs.lowerBound * stride)...]), rows: inputs, columns: outputs.count,
        rowStride: layout == .linear ? 1 : all.count, columnStride: stride, team: team)
    }
  }
}
