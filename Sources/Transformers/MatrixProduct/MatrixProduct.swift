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

  /// Several products at once: their panels are dealt to the threads as one heap of work.
  func multiply(_ products: Product...) {
    let ends = products.reduce(into: [0]) { $0.append($0.last! + $1.weights.matrix.panels) }
    forEach(ends.last!) { task, _ in
      var index = 0
      while task >= ends[index + 1] { index += 1 }
      let product = products[index]
      let matrix = product.weights.matrix
      product.weights.bias.withUnsafeBufferPointer { bias in
        var call = cmk_product(
          a: product.input, a_stride: matrix.rows, m: product.rows, n: matrix.columns, k: matrix.rows,
          packed: matrix.buffer.base, panel_stride: matrix.panelStride, c: product.output, c_stride: matrix.columns,
          scale: 1, bias: bias.baseAddress, residual: product.residual, residual_stride: matrix.columns,
          activation: product.activation)
        matrix.kernels.table.pointee.multiply(&call, task - ends[index], task - ends[index] + 1)
      }
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
