internal import CMatrixKernels

/// Products of rows with weights.
extension WorkerPool {
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
    let works = products.map { Work($0, $0.weights.matrix.operand(self)) }
    let ends = works.reduce(into: [0]) { $0.append($0.last! + $1.parts) }
    let scratch = works.map(\.scratch).max() ?? 0
    let buffers = scratch > 0 ? (0..<count).map { _ in FloatBuffer(scratch) } : []
    forEach(ends.last!) { task, worker in
      var index = 0
      while task >= ends[index + 1] { index += 1 }
      works[index].run(part: task - ends[index], scratch > 0 ? buffers[worker].base : nil)
    }
    for case .stored(let stored) in works.map(\.operand) { stored.release() }
  }

  /// A product and what it reads.
  private struct Work {
    let product: Product
    let operand: WeightMatrix.Operand
    let kernels = MatrixKernels.best

    init(_ product: Product, _ operand: WeightMatrix.Operand) {
      (self.product, self.operand) = (product, operand)
    }

    private var inner: Int { product.weights.inputs }
    private var panels: Int { kernels.panels(product.weights.outputs) }

    /// Floats that a thread needs for a panel of its own.
    var scratch: Int { if case .stored = operand { inner * kernels.panel } else { 0 } }

    // A panel that is packed for the moment meets all rows at once.
    private var rowBlocks: Int { if case .packed = operand { cmk_row_blocks(product.rows, inner) } else { 1 } }

    /// How many pieces the work is dealt in.
    var parts: Int { rowBlocks * panels }

    /// One block of rows times one panel; all panels of a block come before those of the next.
    func run(part: Int, _ scratch: UnsafeMutablePointer<Float>?) {
      let (block, panel) = part.quotientAndRemainder(dividingBy: panels)
      let first = block * product.rows / rowBlocks
      let count = (block + 1) * product.rows / rowBlocks - first
      switch operand {
      case .packed(let matrix):
        multiply(first, count, panel, matrix.buffer.base, panelStride: matrix.panelStride)
      case .stored(let stored):
        stored.matrix.pack(panel: panel, into: scratch!, kernels)
        multiply(first, count, panel, scratch!, panelStride: 0)
      }
    }

    private func multiply(
      _ first: Int, _ count: Int, _ panel: Int, _ packed: UnsafePointer<Float>, panelStride: Int
    ) {
      let columns = product.weights.outputs
      product.weights.bias.withUnsafeBufferPointer { bias in
        var call = cmk_product(
          a: product.input + first * inner, a_stride: inner, m: count, n: columns, k: inner, packed: packed,
          panel_stride: panelStride, c: product.output + first * columns, c_stride: columns, scale: 1,
          bias: bias.baseAddress, residual: product.residual.map { $0 + first * columns }, residual_stride: columns,
          activation: product.activation)
        kernels.table.pointee.multiply(&call, panel, panel + 1)
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
