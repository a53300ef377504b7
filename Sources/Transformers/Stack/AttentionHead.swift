internal import CMatrixKernels

/// One head over one text.
///
///     scores = Q Kᵀ / √d,  probabilities = softmax(scores where the mask lets through),  context = probabilities · V
///
/// Vaswani et al. 2017, §3.2.
struct AttentionHead {
  let kernels: MatrixKernels
  /// Tokens that are attended to.
  let count: Int
  /// The last so many of them attend.
  let queryCount: Int
  /// Numbers in one query.
  let size: Int
  let isCausal: Bool
  let mask: [Bool]?

  /// Rows of one head within a buffer of all heads.
  struct Rows {
    var base: UnsafePointer<Float>
    /// Floats from a token's row to the next token's.
    var stride: Int
  }

  /// - Parameters:
  ///   - queries: `[queryCount, size]`.
  ///   - keys: `[count, size]`.
  ///   - values: `[count, size]`.
  ///   - context: `[queryCount, size]`, rows as far apart as those of the queries.
  func run(
    queries: Rows, keys: Rows, values: Rows, scratch: HeadScratch, context: UnsafeMutablePointer<Float>
  ) {
    let table = kernels.table.pointee
    table.pack(keys.base, count, size, keys.stride, 1, 0, kernels.panels(count), scratch.packedKeys)
    var product = cmk_product(
      a: queries.base, a_stride: queries.stride, m: queryCount, n: count, k: size, packed: scratch.packedKeys,
      panel_stride: size * kernels.panel, c: scratch.scores, c_stride: count, scale: 1 / Float(size).squareRoot(),
      bias: nil, residual: nil, residual_stride: 0, activation: CMK_IDENTITY)
    table.multiply(&product, 0, kernels.panels(count))

    for row in 0..<queryCount { softmax(row, scratch.scores + row * count, scratch.probabilities + row * count) }

    table.pack(values.base, size, count, 1, values.stride, 0, kernels.panels(size), scratch.packedValues)
    product = cmk_product(
      a: scratch.probabilities, a_stride: count, m: queryCount, n: size, k: count, packed: scratch.packedValues,
      panel_stride: count * kernels.panel, c: context, c_stride: queries.stride, scale: 1, bias: nil, residual: nil,
      residual_stride: 0, activation: CMK_IDENTITY)
    table.multiply(&product, 0, kernels.panels(size))
  }

  /// The softmax over the keys that a query sees; a query that sees none gets zeros.
  private func softmax(_ row: Int, _ scores: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>) {
    let visible = isCausal ? count - queryCount + row + 1 : count
    (out + visible).update(repeating: 0, count: count - visible)
    guard let mask else { return kernels.table.pointee.softmax(scores, out, visible) }
    guard mask[..<visible].contains(true) else { return out.update(repeating: 0, count: visible) }
    for key in 0..<visible { out[key] = mask[key] ? scores[key] : -.infinity }
    kernels.table.pointee.softmax(out, out, visible)
  }
}
