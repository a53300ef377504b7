internal import Basics
internal import CMatrixKernels

/// One product: `output = activation(input · matrix + bias) + residual`, for `rows` rows.
package struct MatrixProduct {
  /// What the rows are multiplied with.
  package enum Operand {
    /// A matrix where it lies: each thread packs the panel at hand, for the moment.
    case strided(StridedMatrix)
    case packed(PackedMatrix)
  }

  /// `[rows, matrix.rows]`.
  let input: UnsafePointer<Float>
  let rows: Int
  let operand: Operand
  /// One for each column of the matrix.
  let bias: [Float]
  /// `[rows, matrix.columns]`.
  let output: UnsafeMutablePointer<Float>
  let activation: Activation?
  /// `[rows, matrix.columns]`, or nil; may be the output.
  let residual: UnsafePointer<Float>?

  private let kernels = MatrixKernels.best
  private let inner: Int
  private let columns: Int

  package init(
    input: UnsafePointer<Float>, rows: Int, operand: Operand, bias: [Float], output: UnsafeMutablePointer<Float>,
    activation: Activation?, residual: UnsafePointer<Float>?
  ) {
    (self.input, self.rows, self.operand, self.bias) = (input, rows, operand, bias)
    (self.output, self.activation, self.residual) = (output, activation, residual)
    (inner, columns) =
      switch operand {
      case .strided(let matrix): (matrix.rows, matrix.columns)
      case .packed(let matrix): (matrix.rows, matrix.columns)
      }
  }

  private var panels: Int { kernels.panels(columns) }

  /// Floats that a thread needs for a panel of its own.
  fileprivate var scratch: Int { if case .strided = operand { inner * kernels.panel } else { 0 } }

  // A panel that is packed for the moment meets all rows at once.
  private var rowBlocks: Int { if case .packed = operand { cmk_row_blocks(rows, inner) } else { 1 } }

  /// How many pieces the work is dealt in.
  fileprivate var parts: Int { rowBlocks * panels }

  /// One block of rows times one panel; all panels of a block come before those of the next.
  fileprivate func run(part: Int, _ scratch: UnsafeMutablePointer<Float>?) {
    let (block, panel) = part.quotientAndRemainder(dividingBy: panels)
    let first = block * rows / rowBlocks
    let count = (block + 1) * rows / rowBlocks - first
    switch operand {
    case .packed(let matrix): multiply(first, count, panel, matrix.buffer.base, panelStride: matrix.panelStride)
    case .strided(let matrix):
      matrix.pack(panel: panel, into: scratch!, kernels)
      multiply(first, count, panel, scratch!, panelStride: 0)
    }
  }

  private func multiply(
    _ first: Int, _ count: Int, _ panel: Int, _ packed: UnsafePointer<Float>, panelStride: Int
  ) {
    bias.withUnsafeBufferPointer { bias in
      kernels.multiply(
        input + first * inner, inputStride: inner, rows: count, by: packed, inner: inner, columns: columns,
        panelStride: panelStride, panels: panel..<panel + 1, bias: bias.baseAddress,
        residual: residual.map { $0 + first * columns }, activation: activation, into: output + first * columns,
        outputStride: columns)
    }
  }
}

extension WorkerPool {
  /// Several products at once: blocks of their rows, each times one panel, are dealt to the threads as one heap of work.
  package func multiply(_ products: [MatrixProduct]) {
    let ends = products.reduce(into: [0]) { $0.append($0.last! + $1.parts) }
    let scratch = products.map(\.scratch).max() ?? 0
    let buffers = scratch > 0 ? (0..<count).map { _ in FloatBuffer(scratch) } : []
    forEach(ends.last!) { task, worker in
      var index = 0
      while task >= ends[index + 1] { index += 1 }
      products[index].run(part: task - ends[index], scratch > 0 ? buffers[worker].base : nil)
    }
  }
}
