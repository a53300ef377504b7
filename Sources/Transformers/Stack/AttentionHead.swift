internal import Glibc
internal import LinearAlgebra

/// One head over one text.
///
///     scores = Q Kᵀ / √d (+ bias),  probabilities = softmax(scores where the mask lets through),  context = probabilities · V
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
  /// What q·k is multiplied with; 1/√size unless said.
  var scale: Float?
  /// Scores s become cap · tanh(s / cap).
  var cap: Float?
  /// The distance from which on a query does not see a key.
  var window: Int?
  /// What is added to the scores by distance, and whose part of it.
  var bias: (table: RelativeBias.Table, head: Int)?

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
    StridedMatrix(base: keys.base, rows: size, columns: count, rowStride: 1, columnStride: keys.stride)
      .pack(into: scratch.packedKeys, kernels)
    kernels.multiply(
      queries.base, inputStride: queries.stride, rows: queryCount, by: scratch.packedKeys, inner: size, columns: count,
      scale: scale ?? 1 / Float(size).squareRoot(), into: scratch.scores, outputStride: count)
    bias?.table.add(to: scratch.scores, head: bias!.head, queryCount: queryCount, count: count)
    if let cap {
      for index in 0..<(queryCount * count) { scratch.scores[index] = tanhf(scratch.scores[index] / cap) * cap }
    }

    for row in 0..<queryCount { softmax(row, scratch.scores + row * count, scratch.probabilities + row * count) }

    StridedMatrix(base: values.base, rows: count, columns: size, rowStride: values.stride, columnStride: 1)
      .pack(into: scratch.packedValues, kernels)
    kernels.multiply(
      scratch.probabilities, inputStride: count, rows: queryCount, by: scratch.packedValues, inner: count,
      columns: size, into: context, outputStride: queries.stride)
  }

  /// The softmax over the keys that a query sees; a query that sees none gets zeros.
  private func softmax(_ row: Int, _ scores: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>) {
    let visible = isCausal ? count - queryCount + row + 1 : count
    (out + visible).update(repeating: 0, count: count - visible)
    if let window { return softmax(within: window, of: count - queryCount + row, visible, scores, out) }
    guard let mask else { return kernels.softmax(scores, into: out, count: visible) }
    guard mask[..<visible].contains(true) else { return out.update(repeating: 0, count: visible) }
    for key in 0..<visible { out[key] = mask[key] ? scores[key] : -.infinity }
    kernels.softmax(out, into: out, count: visible)
  }

  /// The softmax over the keys that are less than `window` away.
  private func softmax(
    within window: Int, of query: Int, _ visible: Int, _ scores: UnsafePointer<Float>,
    _ out: UnsafeMutablePointer<Float>
  ) {
    let first = max(0, query - window + 1)
    let last = min(visible, isCausal ? visible : query + window)
    out.update(repeating: 0, count: first)
    (out + last).update(repeating: 0, count: visible - last)
    let keys = first..<last
    guard mask?[keys].contains(true) ?? true else { return (out + first).update(repeating: 0, count: keys.count) }
    for key in keys { out[key] = mask?[key] ?? true ? scores[key] : -.infinity }
    kernels.softmax(out + first, into: out + first, count: keys.count)
  }
}
