internal import CMatrixKernels

/// Products of rows with packed matrices.
extension ThreadTeam {
  /// One product: `output = activation(input · matrix + bias) + residual`, for `rows` rows.
  struct Product {
    var input: UnsafePointer<Float>
    var rows: Int
    var weights: LinearWeights
    var output: UnsafeMutablePointer<Float>
    var activation: cmk_activation = CMK_IDENTITY
    var residual: UnsafePointer<Float>?
  }

  /// Several products at once: blocks of their rows, each times one panel, are dealt to the threads as one heap of work.
  func multiply(_ products: Product...) {
    let ends = products.reduce(into: [0]) { $0.append($0.last! + $1.rowBlocks * $1.weights.matrix.panels) }
    forEach(ends.last!) { task, _ in
      var index = 0
      while task >= ends[index + 1] { index += 1 }
      products[index].multiply(part: task - ends[index])
    }
  }
}

extension ThreadTeam.Product {
  fileprivate var rowBlocks: Int { cmk_row_blocks(rows, weights.matrix.rows) }

  /// One block of rows times one panel; all panels of a block come before those of the next.
  fileprivate func multiply(part: Int) {
    let matrix = weights.matrix
    let (block, panel) = part.quotientAndRemainder(dividingBy: matrix.panels)
    let first = block * rows / rowBlocks
    let count = (block + 1) * rows / rowBlocks - first
    weights.bias.withUnsafeBufferPointer { bias in
      var call = cmk_product(
        a: input + first * matrix.rows, a_stride: matrix.rows, m: count, n: matrix.columns, k: matrix.rows,
        packed: matrix.buffer.base, panel_stride: matrix.panelStride, c: output + first * matrix.columns,
        c_stride: matrix.columns, scale: 1, bias: bias.baseAddress,
        residual: residual.map { $0 + first * matrix.columns }, residual_stride: matrix.columns,
        activation: activation)
      matrix.kernels.table.pointee.multiply(&call, panel, panel + 1)
    }
  }
}

extension Activation {
  var kernel: cmk_activation {
    switch self {
    case .gelu: CMK_GELU
    case .geluTanh: CMK_GELU_TANH
    case .relu: CMK_RELU
    case .quickGELU: CMK_QUICK_GELU
    }
  }
}
