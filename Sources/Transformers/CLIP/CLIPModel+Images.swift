internal import LinearAlgebra

extension CLIPModel {
  /// The vector of a picture, of length 1.
  public func imageVector(_ pixels: CLIPPixels) throws -> [Float] {
    try imageVectors(pixels, hiding: [[]])[0]
  }

  /// The vectors of a picture with some of its patches hidden, each of length 1.
  ///
  /// A hidden patch has the mean colour of the pictures that CLIP learnt from, which is zero in every channel.
  ///
  /// - Parameter hiding: For each vector the patches that are hidden, counted from 0 row by row.
  public func imageVectors(_ pixels: CLIPPixels, hiding: [[Int]]) throws -> [[Float]] {
    let rows = embedded(pixels)
    // A few at a time keep the buffers within the caches that the weights leave.
    let group = max(1, 512 / rows.count)
    return stride(from: 0, to: hiding.count, by: group).flatMap { start in
      vectors(rows, hiding: hiding[start..<min(start + group, hiding.count)])
    }
  }

  private func vectors(_ rows: PatchRows, hiding: ArraySlice<[Int]>) -> [[Float]] {
    let batch = Batch(lengths: Array(repeating: rows.count, count: hiding.count))
    let space = vision.workspace(batch)
    let hidden = hiddenState(rows, hiding: hiding)
    for layer in 0..<(vision.sizes.layers - 1) { vision.run(layer: layer, hidden.base, batch, space) }
    let pooled = vision.runLast(hidden, batch, space, rows: Array(batch.starts.dropLast()))
    return projected(pooled, count: hiding.count, weights.vision.lastNorm, weights.vision.projection, vision)
  }

  /// The class token and the patches of a picture before their positions are added.
  struct PatchRows {
    /// `[patches, hiddenSize]`.
    let patches: FloatBuffer
    /// `[1 + patches, hiddenSize]`.
    let positions: [Float]
    /// 1 + patches.
    let count: Int
  }

  func embedded(_ pixels: CLIPPixels) -> PatchRows {
    precondition(pixels.patchSize == configuration.patchSize, "pixels that this model prepared")
    let count = pixels.rows * pixels.columns
    let patches = FloatBuffer(count * configuration.vision.hiddenSize)
    withExtendedLifetime(pixels.patches()) { pixels in
      vision.pool.multiply(
        WorkerPool.Product(input: pixels.base, rows: count, weights: weights.vision.patches, output: patches.base))
    }
    return PatchRows(
      patches: patches, positions: positions(rows: pixels.rows, columns: pixels.columns), count: 1 + count)
  }

  private func positions(rows: Int, columns: Int) -> [Float] {
    let (side, size) = (configuration.gridSide, configuration.vision.hiddenSize)
    return weights.vision.positions.withUnsafeBufferPointer { table in
      if rows == side && columns == side { return Array(table) }
      return Array(table[..<size])
        + PositionInterpolation.stretched(
          table.baseAddress! + size, side: side, size: size, rows: rows, columns: columns)
    }
  }

  /// What goes into the first layer, once for each list of hidden patches: `[lists · (1 + patches), hiddenSize]`.
  func hiddenState(_ rows: PatchRows, hiding: ArraySlice<[Int]>) -> FloatBuffer {
    let size = configuration.vision.hiddenSize
    let hidden = FloatBuffer(hiding.count * rows.count * size)
    for (variant, patches) in hiding.enumerated() {
      let start = hidden.base + variant * rows.count * size
      for index in 0..<size { start[index] = weights.vision.classEmbedding[index] + rows.positions[index] }
      for index in size..<(rows.count * size) { start[index] = rows.patches.base[index - size] + rows.positions[index] }
      for patch in patches {
        precondition(patch >= 0 && patch < rows.count - 1, "a patch of the picture")
        // Pixels of zero give a row of zero, since there is no bias: the position is left.
        for index in ((1 + patch) * size)..<((2 + patch) * size) { start[index] = rows.positions[index] }
      }
    }
    vision.normalize(
      hidden.base, weights.vision.firstNorm, rows: hiding.count * rows.count, into: hidden.base)
    return hidden
  }
}
