internal import CMatrixKernels

/// One head over one text.
///
///     scores = Q Kᵀ / √d,  probabilities = softmax(scores where the mask lets through),  context = probabilities · V
///
/// Vaswani et al. 2017, §3.2.
struct AttentionHead {
  let kernels: MatrixKernels
  /// Tokens of the text.
  let count: Int
  /// Numbers in one query.
  let size: Int
  /// Floats from a token's query to the next token's.
  let stride: Int
  let isCausal: Bool
  let mask: [Bool]?

  /// - Parameters:
  ///   - scratch: Room for packed keys, then packed values.
  ///   - scores: `[count, count]`, before the mask.
  ///   - probabilities: `[count, count]`.
  ///   - context: `[count, size]`, rows `stride` apart.
  func run(
    queries: UnsafePointer<Float>, keys: UnsafePointer<Float>, values: UnsafePointer<Float>,
    packedKeys: UnsafeMutablePointer<Float>, packedValues: UnsafeMutablePointer<Float>,
    scores: UnsafeMutablePointer<Float>, probabilities: UnsafeMutablePointer<Float>,
    context: UnsafeMutablePointer<Float>
  ) {
    let table = kernels.table.pointee
    table.pack(keys, count, size, stride, 1, 0, kernels.panels(count), packedKeys)
    var product = cmk_product(
      a: queries, a_stride: stride, m: count, n: count, k: size, packed: packedKeys,
      panel_stride: size * kernels.panel, c: scores, c_stride: count, scale: 1 / Float(size).squareRoot(), bias: nil,
      residual: nil, residual_stride: 0, activation: CMK_IDENTITY)
    table.multiply(&product, 0, kernels.panels(count))

    for row in 0..<count { softmax(row, scores + row * count, probabilities + row * count) }

    table.pack(values, size, count, 1, stride, 0, kernels.panels(size), packedValues)
    product = cmk_product(
      a: probabilities, a_stride: count, m: count, n: size, k: count, packed: packedValues,
      panel_stride: count * kernels.panel, c: context, c_stride: stride, scale: 1, bias: nil, residual: nil,
      residual_stride: 0, activation: CMK_IDENTITY)
    table.multiply(&product, 0, kernels.panels(size))
  }

  /// The softmax over the keys that a query sees; a query that sees none gets zeros.
  private func softmax(_ row: Int, _ scores: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>) {
    let visible = isCausal ? row + 1 : count
    (out + visible).update(repeating: 0, count: count - visible)
    guard let mask else { return kernels.table.pointee.softmax(scores, out, visible) }
    guard mask[..<visible].contains(true) else { return out.update(repeating: 0, count: visible) }
    for key in 0..<visible { out[key] = mask[key] ? scores[key] : -.infinity }
    kernels.table.pointee.softmax(out, out, visible)
  }
}
